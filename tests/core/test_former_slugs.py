"""Slugs of merged records lead on: natural keys, `loaddata`, and many of them at once."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hanoiconv.core.batches import AT_ONCE
from hanoiconv.core.former_slugs import FormerSlug, followed
from people.models import Organisation, Person
from tests.make import make, make_event, make_organisation, make_person, make_source

pytestmark = pytest.mark.django_db
KIND = "people.person"


def make_former(slug, now, kind=KIND):
    return make(FormerSlug, kind=kind, slug=slug, now=now)


def loaded(folder, model, **fields):
    """Loads a file of one row by Django's own command."""
    path = folder / "rows.json"
    path.write_text(json.dumps([{"model": model, "fields": fields}]), encoding="utf-8")
    call_command("loaddata", str(path), verbosity=0)


def test_former_slug_leads_to_the_record_it_is_part_of(django_assert_num_queries):
    person = make_person(slug="luong-cuong")
    make_former("cuong", "luong-cuong")

    with django_assert_num_queries(3):  # no such record, the former slug, the record
        found = Person.objects.get_by_natural_key("cuong")

    assert found == person


def test_record_that_is_there_is_found_in_one_query_and_before_a_former_slug(
    django_assert_num_queries,
):
    make_person(slug="luong-cuong")
    person = make_person(slug="cuong")
    make_former("cuong", "luong-cuong")

    with django_assert_num_queries(1):
        found = Person.objects.get_by_natural_key("cuong")

    assert found == person
    assert followed(KIND, ["cuong"]) == {}


def test_several_merges_are_followed_to_the_end(django_assert_num_queries):
    person = make_person(slug="d")
    for slug, now in [("a", "b"), ("b", "c"), ("c", "d"), ("x", "c")]:
        make_former(slug, now)

    assert Person.objects.get_by_natural_key("a") == person
    with django_assert_num_queries(2):
        ways = followed(KIND, ["a", "b", "x", "d", "nobody"])
    assert ways == {"a": "d", "b": "d", "x": "d"}


def test_merges_are_followed_no_further_than_to_a_record_that_is_there():
    make_person(slug="b")
    make_person(slug="c")
    make_former("a", "b")
    make_former("b", "c")

    assert followed(KIND, ["a", "b"]) == {"a": "b"}


def test_ring_of_former_slugs_and_one_that_ends_at_nothing_lead_nowhere():
    make_person(slug="there")
    for slug, now in [("a", "b"), ("b", "a"), ("into", "a"), ("lost", "nobody"), ("ok", "there")]:
        make_former(slug, now)

    assert followed(KIND, ["a", "b", "into", "lost", "ok"]) == {"ok": "there"}
    for slug in ("a", "into", "lost"):
        with pytest.raises(Person.DoesNotExist):
            Person.objects.get_by_natural_key(slug)


def test_former_slug_is_of_one_kind_of_record():
    make_person(slug="there")
    make_organisation(slug="there")
    make_former("was", "there", kind="people.organisation")

    assert followed(KIND, ["was"]) == {}
    assert followed("people.organisation", ["was"]) == {"was": "there"}
    with pytest.raises(LookupError):
        followed("people.nothing", ["was"])


@pytest.mark.parametrize(("number", "queries"), [(0, 0), (1, 1), (AT_ONCE, 1), (AT_ONCE + 1, 2)])
def test_many_slugs_are_followed_in_few_queries(number, queries, django_assert_num_queries):
    make_person(slug="there")
    slugs = [f"was-{n}" for n in range(number)]
    FormerSlug.objects.bulk_create(FormerSlug(kind=KIND, slug=slug, now="there") for slug in slugs)

    with django_assert_num_queries(queries):
        ways = followed(KIND, slugs)

    assert ways == dict.fromkeys(slugs, "there")


def test_former_slug_leads_to_one_record_and_never_to_itself():
    make_former("a", "b")

    for slug, now in [("a", "c"), ("x", "x")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_former(slug, now)


def test_loaddata_follows_former_slugs_in_links(tmp_path):
    vov = make_organisation(slug="vov")
    make_former("vov-world", "vov", kind="people.organisation")
    source = make_source(slug="report")
    make_former("old-report", "report", kind="people.source")

    loaded(
        tmp_path,
        "events.instrument",
        slug="treaty",
        name="Treaty",
        formal_title="A treaty",
        sources=[["old-report"]],
    )
    loaded(tmp_path, "people.source", slug="new", title="New", publisher=["vov-world"])

    assert list(source.instruments.values_list("slug", flat=True)) == ["treaty"]
    assert list(vov.publications.values_list("slug", flat=True)) == ["new"]


def test_loaddata_never_writes_a_merged_record_over_the_one_it_is_part_of(tmp_path):
    kept = make_organisation(slug="vov", name="VOV")
    make_former("vov-world", "vov", kind="people.organisation")

    loaded(tmp_path, "people.organisation", slug="vov-world", name="VOV World", kind="outlet")

    kept.refresh_from_db()
    assert (kept.slug, kept.name) == ("vov", "VOV")
    assert Organisation.objects.count() == 2


def test_key_of_a_record_itself_is_text_like_any_other():
    event = make_event(slug="opening")

    assert event.natural_key() == ("opening",)
    assert json.dumps(event.natural_key()) == '["opening"]'
