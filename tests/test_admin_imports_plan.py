"""The plan of an import at the desk: what it shows, and ticks that stay from page to page."""

import pytest

from hanoiconv.imports import entries
from tests.checks import change_screen
from tests.imports.uploads import plan_of, press, ticked
from tests.interchange.written import event, organisation, person
from tests.make import make_event, make_person

pytestmark = pytest.mark.django_db


def slugs(page):
    return [item.entry.slug for item in page.context["list"].shown]


def shown(client, log, query=""):
    return client.get(f"{log.get_absolute_url()}{query}")


def test_plan_shows_old_and_new_field_by_field(editor_client):
    row = make_person(slug="luong-cuong", name="Luong Cuong", sort_name="Lương Cường")
    log = plan_of(editor_client, person())

    page = shown(editor_client, log)

    [item] = page.context["list"].shown
    [change] = item.rows
    assert [(field.name, field.old, field.new) for field in change.fields] == [
        ("Name", "Luong Cuong", "Lương Cường")
    ]
    assert item.url == change_screen(row)
    assert b"<del>Luong Cuong</del>" in page.content


def test_new_record_that_looks_like_another_points_to_it(editor_client):
    row = make_person(slug="known", name="Luong Cuong")
    log = plan_of(editor_client, person())

    page = shown(editor_client, log)

    [item] = page.context["list"].shown
    link = f'<a href="{change_screen(row)}">known</a>'
    assert item.notes == [f"looks like the person “{link}”, which has the same name"]


def test_conflict_is_not_ticked_and_says_why(editor_client):
    make_person(slug="luong-cuong", name="Edited", sort_name="Lương Cường")
    log = plan_of(editor_client, person(), organisation())

    page = shown(editor_client, log, "?show=conflicts")

    assert slugs(page) == ["luong-cuong"]
    assert ticked(log) == ["vov"]
    assert "Not as the last import left it" in page.content.decode()


def test_what_is_barred_cannot_be_ticked(editor_client):
    make_event(slug="ceremony", title="Readers see it")
    log = plan_of(editor_client, event())
    [entry] = log.entries.all()

    press(editor_client, log, "save")
    press(editor_client, log, "tick")
    page = shown(editor_client, log, "?show=barred")

    assert slugs(page) == ["ceremony"]
    assert ticked(log) == []
    assert page.context["list"].shown[0].entry.barred == (
        "Readers see it: changing it takes a publisher."
    )
    box = f'value="{entry.pk}" disabled'
    assert box in page.content.decode()


def test_filters_tell_how_many_there_are(editor_client):
    make_person(slug="known", name="Known", sort_name="Known")
    log = plan_of(editor_client, person(slug="known"), organisation("a"), organisation("b"))

    page = shown(editor_client, log, "?kind=people.organisation&show=new")

    offered = page.context["list"]
    assert slugs(page) == ["a", "b"]
    assert [(offer.value, offer.number) for offer in offered.filters] == [("all", 2), ("new", 2)]
    assert [(offer.label, offer.number) for offer in offered.kinds] == [
        ("Organisations", 2),
        ("People", 1),
    ]
    assert (offered.total, offered.ticked) == (3, 2)


@pytest.mark.parametrize("query", ["?show=x&kind=%00&page=zzz", "?kind=auth.user&page=99"])
def test_unknown_filters_are_no_error(editor_client, query):
    log = plan_of(editor_client, person())

    assert shown(editor_client, log, query).status_code == 200


def test_ticks_of_one_page_are_kept_on_the_way_to_another(editor_client, monkeypatch):
    monkeypatch.setattr(entries, "PER_PAGE", 2)
    log = plan_of(editor_client, *(organisation(f"o-{n}") for n in range(5)))
    pks = list(log.entries.order_by("pk").values_list("pk", flat=True))

    answer = editor_client.post(
        log.get_absolute_url(),
        {"edition": 1, "shown": pks[:2], "chosen": pks[:1], "page": "1", "to_page": "2"},
    )
    page = editor_client.get(answer.url.partition("#")[0])

    assert answer.url == f"{log.get_absolute_url()}?show=all&page=2#entries"
    assert slugs(page) == ["o-2", "o-3"]
    assert ticked(log) == ["o-0", "o-2", "o-3", "o-4"]


def test_another_filter_starts_on_its_first_page(editor_client):
    log = plan_of(editor_client, organisation("a"), person())

    answer = press(editor_client, log, "to_kind", "people.person", show="new", page="3")

    expected = "?show=new&kind=people.person&page=1#entries"
    assert answer.url == f"{log.get_absolute_url()}{expected}"


def test_all_that_a_filter_shows_is_ticked_or_unticked(editor_client):
    log = plan_of(editor_client, organisation("a"), organisation("b"), person())

    press(editor_client, log, "untick", kind="people.organisation")
    rest = ticked(log)
    press(editor_client, log, "tick", chosen=[], kind="people.organisation")

    assert rest == ["luong-cuong"]
    assert ticked(log) == ["a", "b"]


def test_ticks_of_another_import_cannot_be_sent(editor_client):
    log, other = plan_of(editor_client, person()), plan_of(editor_client, organisation())
    [theirs] = other.entries.all()

    for sent in (
        {"shown": [theirs.pk]},
        {"shown": ["x", "-1", "9" * 30, "٣"], "chosen": ["x"]},
        {},
    ):
        editor_client.post(log.get_absolute_url(), sent)

    assert (ticked(log), ticked(other)) == (["luong-cuong"], ["vov"])


@pytest.mark.parametrize("rows", [1, 5])
def test_plan_needs_the_same_queries_for_any_number_of_entries(
    editor_client, rows, django_assert_num_queries
):
    log = plan_of(editor_client, *(organisation(f"o-{n}") for n in range(rows)))

    # session, user, permissions (2), the import, filters, kinds, sums, count, page, records
    with django_assert_num_queries(11):
        shown(editor_client, log)
