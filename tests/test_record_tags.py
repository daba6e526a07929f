"""The tags and filters that templates of both apps use."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import override_settings

from tests.make import make_article
from tests.pages import page


def shown(text, **values):
    return Template("{% load record %}" + text).render(Context(values))


def test_moment_is_told_to_the_second_as_html_asks():
    at = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)

    assert shown("{{ at|moment }}", at=at) == (
        '<time datetime="2026-11-22T09:30:15+00:00">22 November 2026</time>'
    )


@override_settings(TIME_ZONE="Asia/Ho_Chi_Minh")
def test_moment_is_told_in_the_time_zone_of_the_site():
    at = datetime(2026, 11, 22, 20, tzinfo=UTC)

    assert shown('{{ at|moment:"j F Y, H:i" }}', at=at) == (
        '<time datetime="2026-11-23T03:00:00+07:00">23 November 2026, 03:00</time>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "current"), [("/news/", {"News": "page"}), ("/", {}), ("/about/", {})]
)
def test_navigation_marks_where_the_reader_is(client, path, current):
    marked = page(client.get(path)).one("nav", aria_label="Main").all("a")

    found = {link.text: link.attributes.get("aria-current") for link in marked}
    assert {name: value for name, value in found.items() if value} == current


@pytest.mark.django_db
def test_navigation_marks_the_section_of_a_record(client):
    marked = page(client.get(make_article().get_absolute_url())).one("nav", aria_label="Main")

    assert marked.texts("a", aria_current="true") == ["News"]
