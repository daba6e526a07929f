"""Moments as forms tell them: by the clock of the site, and in UTC."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings

from events.models import Article
from hanoiconv.core.moments import told
from tests.checks import change_screen, screen
from tests.make import make_article, make_event, make_statement
from tests.pages import page

MORNING = datetime(2025, 10, 25, 2, 30, tzinfo=UTC)
NIGHT = datetime(2025, 10, 25, 20, 0, tzinfo=UTC)


def under_the_field(shown):
    """The words under the field for the time of publication."""
    row = shown.one("div", class_="form-row field-publish_at")
    return row.one("div", class_="help").text


@pytest.mark.parametrize(
    ("zone", "moment", "sentence"),
    [
        ("UTC", MORNING, "25 October 2025, 02:30 UTC."),
        (
            "Asia/Ho_Chi_Minh",
            MORNING,
            "25 October 2025, 09:30 in Ho Chi Minh (UTC+7) is 02:30 UTC.",
        ),
        (
            "Asia/Ho_Chi_Minh",
            NIGHT,
            "26 October 2025, 03:00 in Ho Chi Minh (UTC+7) is 25 October 2025, 20:00 UTC.",
        ),
        ("Asia/Kolkata", MORNING, "25 October 2025, 08:00 in Kolkata (UTC+5:30) is 02:30 UTC."),
        (
            "America/New_York",
            NIGHT,
            "25 October 2025, 16:00 in New York (UTC-4) is 20:00 UTC.",
        ),
    ],
)
def test_moment_is_told_by_the_clock_of_the_site_and_in_utc(zone, moment, sentence):
    with override_settings(TIME_ZONE=zone):
        assert told(moment) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize("make_row", [make_article, make_event, make_statement])
def test_form_says_whose_clock_it_goes_by(publisher_client, make_row):
    row = make_row(publish_at=MORNING)

    with override_settings(TIME_ZONE="Asia/Ho_Chi_Minh"):
        shown = page(publisher_client.get(change_screen(row)))

    assert under_the_field(shown) == (
        "Public from this moment on, once the status is Published. Type it by the clock of Ho Chi "
        "Minh. 25 October 2025, 09:30 in Ho Chi Minh (UTC+7) is 02:30 UTC."
    )


@pytest.mark.django_db
def test_new_row_has_no_moment_to_tell(publisher_client):
    shown = page(publisher_client.get(screen(Article, "add")))

    assert under_the_field(shown).endswith("Type it in UTC.")


@pytest.mark.django_db
def test_who_does_not_set_the_time_is_told_it(editor_client):
    shown = page(editor_client.get(change_screen(make_article(publish_at=MORNING))))

    assert "25 October 2025, 02:30 UTC." in shown.one("div", id="content-main").text
