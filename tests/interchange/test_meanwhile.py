"""What others do while an import is planned, applied or undone: nothing they did is lost."""

import pytest

from events.models import Article, Event, Photo
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.interchange.desk import carry_out, prepare
from hanoiconv.interchange.undoing import undo
from hanoiconv.models import Import
from people.models import Organisation, Person
from tests.interchange.written import (
    article,
    event,
    imported,
    organisation,
    person,
    photo,
    source,
    uploaded,
    words,
)
from tests.make import (
    make_article,
    make_event,
    make_organisation,
    make_person,
    make_source,
    make_speaker,
    make_statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def at(step, act):
    """What does something as soon as an import has come to that step."""

    def tell(what, _rows):
        if str(what) == step:
            act()

    return tell


def planned(user, *rows):
    """An import with all its ticks set."""
    outcome = prepare(uploaded(*rows), user, publish=False)
    assert words(outcome.faults) == []
    outcome.log.entries.update(is_chosen=True)
    return outcome.log


def test_record_that_readers_see_by_then_is_left_to_publishers(editor):
    row = make_person(slug="luong-cuong", name="Old", sort_name="Old")
    log = planned(editor, person())

    def publish():
        make_speaker(statement=make_statement(), person=row)

    outcome = carry_out(log, editor, at("writing", publish))

    assert outcome.stale == [("people.person", "luong-cuong")]
    assert Person.objects.get(slug="luong-cuong").name == "Old"


def test_new_record_that_readers_would_see_by_then_is_left_to_publishers(editor):
    make_source(slug="vov-report")
    day = make_event(slug="ceremony", status="draft", publish_at=None)
    log = planned(editor, photo("x", event=["ceremony"]))

    def publish():
        Event.objects.filter(pk=day.pk).update(status="published", publish_at="2026-01-01T00:00Z")

    outcome = carry_out(log, editor, at("writing", publish))

    assert outcome.stale == [("events.photo", "x")]
    assert not Photo.objects.exists()


def test_ring_that_two_would_close_together_is_refused(publisher):
    a, b = make_organisation(slug="a", name="a"), make_organisation(slug="b", name="b")
    log = planned(publisher, organisation("a", kind=a.kind, parent=["b"]))

    def other_half():
        Organisation.objects.filter(pk=b.pk).update(parent=a)

    outcome = carry_out(log, publisher, at("writing", other_half))

    assert outcome.stale == [("people.organisation", "a")]
    assert Organisation.objects.get(slug="a").parent is None


@pytest.mark.parametrize("step", ["rows read", "writing"])
def test_undo_does_not_write_over_an_edit_made_meanwhile(step):
    imported(organisation(name="One"))
    log = imported(organisation(name="Two")).log

    def edit():
        Organisation.objects.update(name="By hand")

    problems = undo(log, tell=at(step, edit))

    assert len(problems) == 1
    assert (Organisation.objects.get().name, Import.objects.get(pk=log.pk).state) == (
        "By hand",
        "applied",
    )


def test_undo_does_not_take_away_what_was_edited_meanwhile():
    log = imported(organisation(name="One")).log

    def edit():
        Organisation.objects.update(name="By hand")

    assert undo(log, tell=at("rows read", edit)) == ["“By hand” (vov) was changed just now."]
    assert Organisation.objects.get().name == "By hand"


def test_import_is_undone_that_named_its_own_person_in_an_article_on_record():
    imported(organisation(), source(), article(sources=[["vov-report"]]))
    body = "Said [he](person:luong-cuong)."
    log = imported(person(), article(body=body, sources=[["vov-report"]])).log

    assert undo(log) == []
    assert (Article.objects.get().body, Person.objects.exists()) == ("Text.", False)


def test_undo_leaves_no_link_of_a_merged_record_dangling():
    log = imported(person("luong-cuong")).log
    FormerSlug.objects.create(kind="people.person", slug="cuong", now="luong-cuong")
    make_article(headline="News", body="By [him](person:cuong).")

    assert undo(log) == [
        "The links of “cuong”, merged into “luong-cuong”, lead there.",
        "The article “News” names person:cuong.",
    ]
    assert Person.objects.exists()


def test_what_is_scheduled_is_not_brought_forward_without_being_asked(publisher):
    later, sooner = "2099-01-01T00:00:00Z", "2026-01-01T00:00:00Z"
    imported(event(status="published", publish_at=later), publish=True)
    log = planned(publisher, event(title="New", status="published", publish_at=sooner))

    assert carry_out(log, publisher).log.state == "applied"

    row = Event.objects.get()
    assert (row.title, row.status, row.publish_at.year) == ("New", "published", 2099)
    assert log.entries.get().waits_in_review


def test_editor_sets_no_time_and_no_reason_for_what_readers_see(editor):
    make_event(slug="ceremony", status="draft", publish_at=None)
    times = {"publish_at": "2026-01-01T00:00:00Z", "withdrawn_reason": "x"}
    log = planned(editor, event(**times), event("other", **times))

    assert carry_out(log, editor).log.state == "applied"

    rows = Event.objects.values_list("title", "publish_at", "withdrawn_reason")
    assert [*rows] == [("Ceremony", None, ""), ("Ceremony", None, "")]
    assert undo(log, editor) == []
