"""A plan written: exactly what was shown, in one transaction, or nothing."""

from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from events.models import Event, Place, Report, Statement
from hanoiconv.interchange.applying import apply
from hanoiconv.interchange.planning import Wish, planned
from hanoiconv.interchange.staleness import Stale
from hanoiconv.models import EventRevision, Import, ImportEntry
from people.models import Organisation, Person, Role, Source
from tests.interchange.written import (
    event,
    imported,
    inputs,
    organisation,
    passage,
    person,
    row,
    small_record,
    source,
    statement,
    tables,
    words,
)
from tests.make import make_organisation, make_passage, make_person, make_role, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def leave_stale(*rows, meanwhile):
    """Plans, does something, and applies: that must be refused, and write nothing."""
    with planned(inputs(*rows), Wish()) as plan:
        assert words(plan.faults) == []
        meanwhile()
        before = tables()
        with pytest.raises(Stale) as error:
            apply(plan)
        assert tables() == before
    return str(error.value)


CHANGED = "A record changed while this was being planned."
CHANGES = {
    "it is edited": lambda: Statement.objects.update(gist="By hand"),
    "it gets a part": lambda: make_passage(report=Report.objects.get(), key="by-hand", order=2),
    "a part of it is edited": lambda: Report.objects.update(occasion="A message"),
    "a part of it goes": lambda: Report.objects.get().passages.all().delete(),
    "it is deleted": lambda: Statement.objects.all().delete(),
    "many-to-many links of it change": lambda: Statement.objects.get().topics.create(
        slug="t", name="T"
    ),
}


@pytest.mark.parametrize("meanwhile", CHANGES.values(), ids=CHANGES)
def test_record_that_changes_between_plan_and_writing_stops_it(meanwhile):
    imported(*small_record())

    told = leave_stale(statement(gist="New."), person(lang="vi"), meanwhile=meanwhile)

    assert told == CHANGED
    assert not Person.objects.filter(lang="vi").exists()
    assert Import.objects.count() == 1


def test_record_that_is_made_between_plan_and_writing_stops_it():
    def make():
        make_organisation(slug="vov", name="By hand")

    told = leave_stale(organisation(), person(), meanwhile=make)

    assert told == "The record changed while this was being written."
    assert Organisation.objects.get().name == "By hand"
    assert not Person.objects.exists()
    assert not Import.objects.exists()


def test_value_that_is_taken_between_plan_and_writing_stops_it():
    imported(organisation())
    url = "https://example.org/1"

    told = leave_stale(source(url=url), meanwhile=lambda: make_source(url=url))

    assert told == "The record changed while this was being written."


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_link_to_what_is_deleted_between_plan_and_writing_stops_it():
    make_organisation(slug="vov")

    told = leave_stale(source(), meanwhile=lambda: Organisation.objects.all().delete())

    assert told == "The record changed while this was being written."
    assert not Source.objects.exists()
    assert not Import.objects.exists()


def test_change_of_another_record_does_not_stop_it():
    imported(*small_record())

    with planned(inputs(statement(gist="New."), *small_record()[4:]), Wish()) as plan:
        Person.objects.update(lang="vi")
        apply(plan)

    assert Statement.objects.get().gist == "New."


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its test database has one connection")
def test_plan_is_of_one_moment_and_what_is_edited_meanwhile_is_left():
    imported(organisation(name="Voice"))

    def edit():
        Organisation.objects.update(name="By hand")
        connection.close()

    def tell(what, rows):
        if what == "comparing":
            other = Thread(target=edit)
            other.start()
            other.join()

    with planned(inputs(organisation(name="VOV")), Wish(), tell) as plan:
        (entry,) = plan.entries
        with pytest.raises(Stale):
            apply(plan)

    assert entry.differences[0]["old"] == "Voice"
    assert Organisation.objects.get().name == "By hand"


def test_plan_with_faults_is_not_applied():
    with (
        planned(inputs(organisation(kind="club")), Wish()) as plan,
        pytest.raises(ValueError, match=r"A plan with faults is not applied\."),
    ):
        apply(plan)

    assert not Import.objects.exists()


def test_exception_while_the_log_is_written_writes_nothing():
    before = tables()

    with planned(inputs(*small_record()), Wish()) as plan:
        log = Import()
        log.made_at = None  # which the table refuses, after the record was written
        with pytest.raises(Stale):
            apply(plan, log)

    assert tables() == before


def test_import_within_a_transaction_of_others_goes_with_it():
    before = tables()

    with transaction.atomic():
        imported(*small_record())
        assert Statement.objects.count() == 1
        transaction.set_rollback(True)

    assert tables() == before
    assert imported(*small_record()).number("new") == 4


@pytest.mark.parametrize("number", [2, 3])
def test_unique_values_go_round(number):
    urls = [f"https://example.org/{n}" for n in range(number)]
    imported(organisation(), *[source(f"s{n}", url=url) for n, url in enumerate(urls)])
    turned = [*urls[1:], urls[0]]

    result = imported(*[source(f"s{n}", url=url) for n, url in enumerate(turned)])

    assert words(result.faults) == []
    assert [*Source.objects.order_by("slug").values_list("url", flat=True)] == turned


def test_names_of_one_person_are_swapped():
    def name(key, text):
        return row("people.name", key=key, person=["luong-cuong"], text=text)

    imported(person(), name("a", "Cường"), name("b", "Lương"))

    result = imported(person(), name("a", "Lương"), name("b", "Cường"))

    assert words(result.faults) == []
    names = Person.objects.get().names.order_by("key").values_list("key", "text")
    assert [*names] == [("a", "Lương"), ("b", "Cường")]


def test_row_that_is_put_in_anew_keeps_its_id_and_what_names_it():
    urls = ["https://example.org/1", "https://example.org/2"]
    imported(organisation(), source("a", url=urls[0]), source("b", url=urls[1]))
    first = Source.objects.get(slug="a")
    role = make_role(sources=[first], key="r")
    lists = make_source(slug="listed", listed_by=first)

    imported(source("a", url=urls[1]), source("b", url=urls[0]))

    assert Source.objects.get(slug="a").pk == first.pk
    assert role.sources.get().url == urls[1]
    assert Source.objects.get(pk=lists.pk).listed_by.slug == "a"


def test_value_goes_from_a_part_that_is_removed_to_a_new_one():
    imported(person(), row("people.name", key="a", person=["luong-cuong"], text="Cường"))

    result = imported(person(), row("people.name", key="b", person=["luong-cuong"], text="Cường"))

    assert words(result.faults) == []
    assert Person.objects.get().names.get().key == "b"


def test_ordinary_saves_go_on_after_an_import():
    imported(*small_record(), *[organisation(f"o{n}") for n in range(9)])

    made = [make_organisation(), make_person(), make_source(), make_passage()]

    assert all(row.pk is not None for row in made)
    imported(organisation("after"))
    assert make_organisation().pk > Organisation.objects.get(slug="after").pk
    assert Organisation.objects.values("pk").distinct().count() == Organisation.objects.count()


def test_import_goes_on_after_rows_with_ids_of_their_own():
    """As loaddata and a restored backup write them; the sequence of PostgreSQL does not know."""
    Organisation.objects.create(pk=500, slug="far", name="Far", kind="other")

    imported(organisation())
    imported(organisation("vna"))

    assert Organisation.objects.get(slug="far").pk == 500
    assert Organisation.objects.filter(pk__gt=500).count() == 2


def test_ids_set_aside_and_not_used_are_a_gap():
    with planned(inputs(organisation()), Wish()) as plan:
        make_organisation(slug="vov")
        with pytest.raises(Stale):
            apply(plan)
    Organisation.objects.all().delete()

    imported(organisation())

    assert make_organisation().pk > Organisation.objects.get(slug="vov").pk


def test_new_rows_may_name_each_other_in_a_ring():
    imported(statement("a", responds_to=[["b"]]), statement("b", responds_to=[["a"]]))

    a, b = Statement.objects.order_by("slug")
    assert ([*a.responds_to.all()], [*b.responds_to.all()]) == ([b], [a])


def test_triggers_see_what_an_import_writes():
    imported(event(), publish=True)
    imported(event(title="Signing"), publish=True)

    assert EventRevision.objects.filter(pk="ceremony").exists()
    assert Event.objects.get().title == "Signing"


def test_entry_holds_the_record_before_and_its_prints():
    imported(organisation(name="Voice"))
    (first,) = ImportEntry.objects.all()

    result = imported(organisation(name="VOV"))

    entry = ImportEntry.objects.get(of=result.log)
    assert (first.before, first.print_before) == (None, "")
    assert entry.print_before == first.print_after != entry.print_after
    assert [[label, fields["name"]] for label, fields in entry.before] == [
        ["people.organisation", "Voice"]
    ]


def test_latest_entry_says_where_a_record_comes_from():
    imported(organisation(name="Voice"))
    second = imported(person(), organisation(name="VOV"))
    imported(organisation(name="VOV"))  # says nothing new

    latest = ImportEntry.objects.in_force().filter(slug="vov").latest("pk")
    assert (latest.of, latest.file, latest.line) == (second.log, "a.json", 3)


def test_every_constraint_of_the_database_still_holds_after_an_import():
    imported(*small_record(), passage("point-r1-p2", order=2))

    connection.check_constraints()
    for model in (Statement, Report, Role, Place, Source):
        for each in model.objects.all():
            try:
                each.full_clean()
            except ValidationError as error:
                raise AssertionError(each) from error
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(slug="vov", name="Again", kind="other")
