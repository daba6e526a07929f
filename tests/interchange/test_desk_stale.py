"""What happens at the desk between a plan and its application, and to two clicks."""

import pytest

from hanoiconv.imports.entries import Choice, save_ticks, tick_all
from hanoiconv.interchange.applying import apply
from hanoiconv.interchange.desk import carry_out
from hanoiconv.interchange.planning import Wish, planned
from hanoiconv.interchange.staleness import Stale
from hanoiconv.models import Import
from people.models import Organisation, Person, Source
from tests.interchange.written import (
    event,
    imported,
    inputs,
    organisation,
    person,
    source,
    tables,
    tick,
    words,
)
from tests.make import make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_record_changed_since_makes_the_plan_stale_and_shows_it_anew(planned_by, publisher):
    imported(organisation(name="Voice"), person())
    log = planned_by(organisation(name="Voice of Vietnam"), person(lang="vi"), event())
    tick(log, "vov", "ceremony")
    Organisation.objects.update(name="By hand")

    outcome = carry_out(log, publisher)

    assert (outcome.faults, outcome.stale) == ([], [("people.organisation", "vov")])
    assert outcome.log.state == "planned"
    assert Organisation.objects.get().name == "By hand"
    entries = Import.objects.get(pk=log.pk).entries.order_by("slug")
    assert [(entry.slug, entry.is_chosen, entry.is_conflict) for entry in entries] == [
        ("ceremony", True, False),
        ("luong-cuong", False, False),
        ("vov", False, True),
    ]
    assert entries.get(slug="vov").differences[0]["old"] == "By hand"


def test_plan_shown_anew_is_applied_the_next_time(planned_by, publisher):
    imported(organisation(name="Voice"))
    log = planned_by(organisation(name="Voice of Vietnam"))
    Organisation.objects.update(name="By hand")
    carry_out(log, publisher)
    tick(log, "vov")

    outcome = carry_out(log, publisher)

    assert (outcome.stale, outcome.log.state) == ([], "applied")
    assert Organisation.objects.get().name == "Voice of Vietnam"


def test_second_click_does_not_apply_a_plan_that_the_first_showed_anew(planned_by, publisher):
    imported(organisation(name="Voice"), person())
    log = planned_by(organisation(name="Voice of Vietnam"), person(lang="vi"))
    as_shown = Import.objects.get(pk=log.pk)
    Organisation.objects.update(name="By hand")
    carry_out(log, publisher)

    outcome = carry_out(as_shown, publisher)

    assert (outcome.stale, outcome.log.state) == ([("people.person", "luong-cuong")], "planned")
    assert (Organisation.objects.get().name, Person.objects.get().lang) == ("By hand", "")


def test_record_made_since_makes_the_plan_stale(planned_by, publisher):
    log = planned_by(person())
    make_person(slug="luong-cuong", name="By hand")

    outcome = carry_out(log, publisher)

    assert outcome.stale == [("people.person", "luong-cuong")]
    assert Person.objects.get().name == "By hand"
    assert log.entries.get().change == "changed"


def test_what_was_brought_in_meanwhile_by_another_is_stale_and_leaves_nothing_to_do(
    planned_by, publisher
):
    log = planned_by(person())
    imported(person())

    outcome = carry_out(log, publisher)

    assert outcome.stale == [("people.person", "luong-cuong")]
    assert not log.entries.exists()
    assert Import.objects.get(pk=log.pk).counts == {"unchanged": {"people.person": 1}}


def test_change_of_a_record_that_the_plan_does_not_touch_is_no_matter(planned_by, publisher):
    make_organisation(slug="vov")
    log = planned_by(source())
    Organisation.objects.update(name="By hand")

    assert carry_out(log, publisher).stale == []
    assert Source.objects.get().publisher.name == "By hand"


def test_link_that_leads_nowhere_any_more_is_a_fault(planned_by, publisher):
    make_organisation(slug="vov")
    log = planned_by(source())
    Organisation.objects.all().delete()

    outcome = carry_out(log, publisher)

    reason = "no organisation has the key “vov”, here or on record"
    assert words(outcome.faults) == [f"a.json:1: people.source vov-report: publisher: {reason}"]


def test_two_clicks_apply_once(planned_by, publisher):
    log = planned_by(person())
    as_loaded_by_the_other = Import.objects.get(pk=log.pk)
    carry_out(log, publisher)
    Person.objects.update(name="By hand")
    before = tables()

    outcome = carry_out(as_loaded_by_the_other, publisher)

    assert (outcome.faults, outcome.stale, outcome.log.state) == ([], [], "applied")
    assert tables() == before


def test_import_thrown_away_meanwhile_is_not_applied(planned_by, publisher):
    log = planned_by(person())
    Import.objects.get().delete()

    with pytest.raises(Import.DoesNotExist):
        carry_out(log, publisher)

    assert not Person.objects.exists()


def at(step, act):
    """What is called on the way of an import, and does something at one of its steps."""

    def tell(what, rows):
        if what == step:
            act()

    return tell


def test_import_applied_by_another_while_it_is_being_applied_is_applied_once(planned_by, publisher):
    log = planned_by(person())
    other = at("writing", lambda: Import.objects.update(state="applied"))

    outcome = carry_out(log, publisher, other)

    assert (outcome.faults, outcome.stale, outcome.log.state) == ([], [], "applied")
    assert not Person.objects.exists()
    with (
        planned(inputs(person()), Wish()) as plan,
        pytest.raises(Stale, match=r"\AThis import was applied or thrown away meanwhile\.\Z"),
    ):
        apply(plan, log)


@pytest.mark.parametrize("step", ["comparing", "writing"])
def test_plan_thrown_away_while_it_is_being_applied_is_not_applied(planned_by, publisher, step):
    log = planned_by(person())

    with pytest.raises(Import.DoesNotExist):
        carry_out(log, publisher, at(step, lambda: Import.objects.all().delete()))

    assert not Person.objects.exists()


def test_plan_applied_by_another_meanwhile_is_not_shown_anew(planned_by, publisher):
    imported(organisation(name="Voice"))
    log = planned_by(organisation(name="Voice of Vietnam"))
    Organisation.objects.update(name="By hand")
    other = at("comparing", lambda: Import.objects.update(state="applied"))

    outcome = carry_out(log, publisher, other)

    assert (outcome.stale, outcome.log.state) == ([], "applied")
    assert log.entries.get().differences[0]["old"] == "Voice"


def test_ticks_sent_after_the_plan_was_applied_are_not_kept(planned_by, publisher):
    log = planned_by(person(), organisation())
    tick(log, "vov")
    carry_out(log, publisher)
    ids = [str(entry.pk) for entry in log.entries.all()]

    save_ticks(log, shown=ids, chosen=[])
    tick_all(log, Choice(), is_chosen=True)

    chosen = log.entries.filter(is_chosen=True)
    assert [entry.slug for entry in chosen] == ["vov"]


def test_undone_import_is_not_applied_again(planned_by, publisher):
    log = planned_by(person())
    carry_out(log, publisher)
    Import.objects.update(state="undone")
    Person.objects.all().delete()

    assert carry_out(log, publisher).log.state == "undone"
    assert not Person.objects.exists()
