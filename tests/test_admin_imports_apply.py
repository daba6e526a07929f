"""A plan applied at the desk, found stale or faulty, undone or thrown away."""

import pytest

from events.models import Event
from hanoiconv.models import Import, ImportFile
from people.models import Organisation, Person
from tests.checks import change_screen, logged_in, said, the_record
from tests.imports.uploads import LIST, plan_of, press, state, way
from tests.interchange.written import event, organisation, person, source
from tests.make import make_person, make_source

pytestmark = pytest.mark.django_db


def applied(client, *rows, publish=False):
    log = plan_of(client, *rows, publish=publish)
    press(client, log, "apply")
    assert state(log) == "applied"
    return log


def test_what_is_ticked_is_applied_and_the_rest_left(editor_client):
    log = plan_of(editor_client, organisation("a"), organisation("b"), person())

    answer = press(editor_client, log, "apply", chosen=["a", "luong-cuong"])

    page = editor_client.get(answer.url)
    assert answer.url == log.get_absolute_url()
    assert said(answer)[-1] == "The import is applied."
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["a"]
    assert state(log) == "applied"
    assert list(log.entries.order_by("slug").values_list("slug", "is_applied")) == [
        ("a", True),
        ("b", False),
        ("luong-cuong", True),
    ]
    assert "2 of 3 records were applied" in page.content.decode()
    assert change_screen(Person.objects.get()) in page.content.decode()
    assert ImportFile.objects.count() == 0


def test_result_tells_the_files_by_their_hash(editor_client):
    log = applied(editor_client, person())

    page = editor_client.get(log.get_absolute_url())

    log.refresh_from_db()
    assert len(log.files[0]["sha256"]) == 64
    assert log.files[0]["sha256"] in page.content.decode()
    assert b'type="checkbox"' not in page.content


def test_plan_is_applied_once(editor_client):
    log = applied(editor_client, person())
    before = the_record()

    answer = press(editor_client, log, "apply")

    assert said(answer)[-1] == "This import is no longer a plan."
    assert the_record() == before


def test_nothing_ticked_is_nothing_applied(editor_client):
    log = plan_of(editor_client, person())

    answer = press(editor_client, log, "apply", chosen=[])

    assert said(answer)[-1] == "Nothing is ticked, so nothing was applied."
    assert (state(log), Person.objects.count()) == ("planned", 0)


def test_record_changed_since_the_plan_was_shown_makes_it_stale(editor_client):
    row = make_person(slug="luong-cuong", name="Before", sort_name="Lương Cường")
    log = plan_of(editor_client, person(), organisation())
    Person.objects.update(name="Changed meanwhile")

    answer = press(editor_client, log, "apply")

    page = editor_client.get(answer.url)
    row.refresh_from_db()
    assert answer.url == log.get_absolute_url()
    assert said(answer)[-1] == (
        "Nothing was applied: the record changed meanwhile. Look at these once more:"
        "<ul><li>person luong-cuong</li></ul>"
    )
    assert (row.name, Organisation.objects.count(), state(log)) == (
        "Changed meanwhile",
        0,
        "planned",
    )
    assert "Changed meanwhile" in page.content.decode()

    press(editor_client, log, "apply")

    row.refresh_from_db()
    assert (row.name, state(log)) == ("Lương Cường", "applied")


@pytest.mark.parametrize("edition", ["1", "", "x", "3"])
def test_page_of_an_older_plan_does_nothing(editor_client, edition):
    make_person(slug="luong-cuong", name="Before", sort_name="Lương Cường")
    log = plan_of(editor_client, person(), organisation())
    Person.objects.update(name="Changed meanwhile")
    press(editor_client, log, "apply")
    before = the_record()

    form = {"edition": edition, "apply": "", "shown": [], "chosen": []}
    answer = editor_client.post(log.get_absolute_url(), form)

    assert said(answer)[-1] == "This plan was made anew meanwhile: look at it once more."
    assert (the_record(), state(log)) == (before, "planned")


def test_plan_whose_records_are_all_on_record_by_now_can_only_be_thrown_away(editor_client):
    log = plan_of(editor_client, organisation())
    applied(editor_client, organisation())

    answer = press(editor_client, log, "apply")

    page = editor_client.get(log.get_absolute_url()).content.decode()
    assert "the record changed meanwhile" in said(answer)[-1]
    assert "The record says all of this by now: there is nothing left to apply." in page
    assert 'name="apply"' not in page
    assert way(log, "throw_away") in page


def test_conflict_that_is_ticked_is_applied(editor_client):
    row = make_person(slug="luong-cuong", name="Edited", sort_name="Lương Cường")
    log = plan_of(editor_client, person())

    press(editor_client, log, "apply")

    row.refresh_from_db()
    assert (row.name, state(log)) == ("Lương Cường", "applied")


def test_ticks_that_cannot_stand_alone_are_told(editor_client):
    log = plan_of(editor_client, organisation(), source())

    answer = press(editor_client, log, "apply", chosen=["vov-report"])

    ending = answer.context["ending"]
    assert ending.sentence == "Nothing was applied. What is ticked cannot stand as it is:"
    assert [fault.record for fault in ending.faults] == ["people.source vov-report"]
    assert (state(log), Organisation.objects.count()) == ("planned", 0)


def test_who_applies_a_plan_answers_for_it(editor_client, publisher, publisher_client):
    log = plan_of(editor_client, person())

    press(publisher_client, log, "apply")

    log.refresh_from_db()
    assert (log.state, log.user) == ("applied", publisher)


def test_publisher_publishes_where_that_was_ticked(publisher_client):
    values = {"status": "published", "publish_at": "2026-01-01T00:00:00Z"}
    applied(publisher_client, event(slug="in-review", **values))
    applied(publisher_client, event(slug="public", **values), publish=True)

    assert list(Event.objects.order_by("slug").values_list("slug", "status")) == [
        ("in-review", "review"),
        ("public", "published"),
    ]


def test_import_is_undone_after_asking(editor, editor_client):
    make_person(slug="luong-cuong", name="Before", sort_name="Lương Cường")
    before = the_record()
    log = applied(editor_client, person(), organisation())

    asked = editor_client.get(way(log, "undo"))
    answer = editor_client.post(way(log, "undo"))

    log.refresh_from_db()
    page = editor_client.get(log.get_absolute_url())
    assert (asked.context["new"], asked.context["changed"]) == (1, 1)
    assert answer.url == log.get_absolute_url()
    assert (log.state, log.undone_by) == ("undone", editor)
    assert the_record() == before
    assert way(log, "undo") not in page.content.decode()


def test_undo_says_what_is_in_its_way(editor_client):
    log = applied(editor_client, person(), organisation())
    make_source(publisher=Organisation.objects.get())
    Person.objects.update(name="Edited")
    before = the_record()

    answer = editor_client.post(way(log, "undo"))

    ending = answer.context["ending"]
    assert ending.problems == ["person “Lương Cường” (luong-cuong) was changed since."]
    assert (state(log), the_record()) == ("applied", before)


def test_only_what_was_applied_is_undone(editor_client):
    log = plan_of(editor_client, person())

    answers = [editor_client.get(way(log, "undo")), editor_client.post(way(log, "undo"))]

    assert [answer.url for answer in answers] == [log.get_absolute_url()] * 2
    assert state(log) == "planned"


def test_plan_is_thrown_away_after_asking(editor_client):
    log = plan_of(editor_client, person())

    asked = editor_client.get(way(log, "throw_away"))
    kept = state(log)
    answer = editor_client.post(way(log, "throw_away"))

    assert (asked.status_code, kept, answer.url) == (200, "planned", LIST)
    assert (Import.objects.count(), ImportFile.objects.count()) == (0, 0)


def test_what_was_applied_is_not_thrown_away(editor_client):
    log = applied(editor_client, person())

    answers = [
        editor_client.get(way(log, "throw_away")),
        editor_client.post(way(log, "throw_away")),
    ]

    assert [answer.url for answer in answers] == [log.get_absolute_url()] * 2
    assert state(log) == "applied"


def test_record_tells_where_it_comes_from(editor_client, onlooker):
    first = applied(editor_client, person(name="Luong Cuong"))
    second = applied(editor_client, person())
    row = Person.objects.get()

    page = editor_client.get(change_screen(row)).content.decode()
    seen = logged_in(onlooker).get(change_screen(row)).content.decode()

    assert "Entered from upload.json, line 2, on " in page
    assert "Changed from upload.json, line 2, on " in page
    assert f'<a href="{first.get_absolute_url()}">' in page
    assert f'<a href="{second.get_absolute_url()}">' in page
    assert "Entered from upload.json" in seen

    editor_client.post(way(second, "undo"))
    page = editor_client.get(change_screen(row)).content.decode()

    assert "Entered from upload.json" in page
    assert "Changed from" not in page


def test_record_made_by_hand_says_nothing_of_imports(editor_client):
    applied(editor_client, person("luong-cuong"))
    Person.objects.all().delete()

    page = editor_client.get(change_screen(make_person(slug="luong-cuong"))).content.decode()

    assert 'class="provenance"' not in page
