"""An import taken back as one action, while its records are as it left them."""

import pytest

from events.models import Article, Event, Report, Statement
from hanoiconv.interchange.desk import carry_out, prepare
from hanoiconv.interchange.undoing import undo
from hanoiconv.models import Import
from people.models import Name, Organisation, Person, Role, Source
from tests.checks import the_record
from tests.interchange.written import (
    PUBLISHED,
    article,
    event,
    imported,
    organisation,
    person,
    report,
    row,
    said,
    small_record,
    source,
    statement,
    uploaded,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

ROLE = {"person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}


def test_what_an_import_brought_is_gone():
    empty = the_record()
    result = imported(*small_record())

    assert undo(result.log) == []

    assert the_record() == empty
    log = Import.objects.get()
    assert (log.state, log.undone_by) == ("undone", None)
    assert log.undone_at >= log.applied_at
    assert log.entries.count() == 4


def test_what_an_import_changed_is_as_before():
    imported(*small_record(), event(date="2025-10-25", summary="It began."))
    before = the_record()
    result = imported(
        person(name="Luong Cuong", lang="vi"),
        event(date="2025-10-26", order=4, standing="postponed"),
        organisation(kind="agency"),
    )
    assert the_record() != before

    assert undo(result.log) == []

    assert the_record() == before


def test_parts_that_an_import_removed_come_back_and_those_it_added_go():
    imported(*small_record())
    before = imported(*small_record(), dry_run=True)
    result = imported(statement(), report("point-r2", mode="paraphrase"))
    assert Report.objects.get().key == "point-r2"

    assert undo(result.log) == []

    assert imported(*small_record()).counts == before.counts
    assert Report.objects.get().passages.get().quoted == "Only the beginning."
    assert Statement.objects.get().speakers.get().person.slug == "luong-cuong"


def test_many_to_many_links_are_as_before():
    base = [organisation(), source("s1"), source("s2")]
    imported(*base, person(), row("people.role", key="r", **ROLE, sources=[["s1"]]))
    result = imported(person(), row("people.role", key="r", **ROLE, sources=[["s2"]]))

    assert undo(result.log) == []

    assert [each.slug for each in Role.objects.get().sources.all()] == ["s1"]


def test_unique_values_go_back_to_where_they_were():
    urls = ["https://example.org/1", "https://example.org/2"]
    imported(organisation(), source("a", url=urls[0]), source("b", url=urls[1]))
    result = imported(source("a", url=urls[1]), source("b", url=urls[0]))

    assert undo(result.log) == []

    assert [*Source.objects.order_by("slug").values_list("url", flat=True)] == urls


def test_new_and_changed_records_of_one_import_are_undone_together():
    imported(organisation("vna"), source(publisher=["vna"]))
    result = imported(organisation(), source(publisher=["vov"]))

    assert undo(result.log) == []

    assert [each.slug for each in Organisation.objects.all()] == ["vna"]
    assert Source.objects.get().publisher.slug == "vna"


def test_publication_is_taken_back_too():
    imported(event(**PUBLISHED))
    result = imported(event(**PUBLISHED), publish=True)

    assert undo(result.log) == []

    assert Event.objects.get().status == "review"


def test_published_record_comes_back_published():
    imported(event(**PUBLISHED), publish=True)
    result = imported(event(status="withdrawn", withdrawn_reason="An error."))

    assert undo(result.log) == []

    assert Event.objects.public().get().withdrawn_reason == ""


def test_import_that_was_read_before_it_was_undone_is_undone_once():
    result = imported(organisation())
    seen_before = Import.objects.get()
    undo(result.log)
    imported(organisation())

    assert undo(seen_before) == ["Only an import that was applied can be undone."]
    assert Organisation.objects.get().slug == "vov"


def test_import_that_is_undone_while_it_is_being_undone_is_undone_once():
    result = imported(organisation())

    def tell(what, rows):
        if what == "comparing":
            Import.objects.update(state="undone")

    assert undo(result.log, tell=tell) == ["This import was undone meanwhile."]
    assert result.log.state == "undone"
    assert Organisation.objects.get().slug == "vov"


def test_new_article_that_names_new_records_goes_with_them():
    result = imported(person(), article(body="[He](person:luong-cuong) spoke."))

    assert undo(result.log) == []

    assert not Article.objects.exists()


def test_editor_undoes_an_import_of_what_readers_do_not_see(editor):
    log = prepare(uploaded(event(), person()), editor, publish=False).log
    assert carry_out(log, editor).log.state == "applied"

    assert undo(log, editor) == []

    assert (Event.objects.count(), Person.objects.count()) == (0, 0)
    assert Import.objects.get().undone_by == editor


def test_records_left_alone_by_an_import_are_left_alone_by_its_undo():
    imported(organisation())
    Organisation.objects.update(name="By hand")
    result = imported(organisation(kind="agency"), person())

    assert undo(result.log) == []

    assert Organisation.objects.get().name == "By hand"
    assert not Person.objects.exists()
    assert not Name.objects.exists()


def test_import_may_be_applied_again_after_its_undo():
    undo(imported(*small_record()).log)

    result = imported(*small_record())

    assert {slug: told for slug, told in said(result).items() if told != ["new"]} == {}
    assert Import.objects.filter(state="applied").count() == 1
