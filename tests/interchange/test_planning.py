"""What a plan says of every record, and that it says so by the same queries for any number."""

import unicodedata

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Event
from hanoiconv.interchange.desk import prepare
from hanoiconv.interchange.files import inputs_of
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.planning import Wish, planned
from people.models import Person
from tests.interchange.written import (
    article,
    event,
    imported,
    organisation,
    participation,
    passage,
    person,
    refused,
    report,
    row,
    said,
    source,
    statement,
    uploaded,
    words,
    written,
)
from tests.make import make_organisation, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

DECOMPOSED = "Lu\u031bo\u031bng Cu\u031bo\u031b\u0300ng"


def many(number, title="Head"):
    """Documents of every depth: records, parts, parts of parts, many-to-many links."""
    rows = [organisation(), row("events.topic", slug="t", name="T"), event("week")]
    for n in range(number):
        role = {"person": [f"p{n}"], "organisation": ["vov"], "title": title}
        rows += [
            person(f"p{n}", name=f"Person {n}"),
            source(f"s{n}", url=f"https://example.org/{n}", credit=title),
            row("people.role", key=f"p{n}-role1", **role, sources=[[f"s{n}"], ["s0"]]),
            event(f"e{n}", parent=["week"], title=title),
            participation(f"e{n}-part1", event=[f"e{n}"], source=[f"s{n}"], person=[f"p{n}"]),
            statement(f"st{n}", event=[f"e{n}"], topics=[["t"]], gist=title),
            report(f"st{n}-r1", statement=[f"st{n}"], source=[f"s{n}"]),
            passage(f"st{n}-r1-p1", report=[f"st{n}-r1"]),
            article(f"a{n}", headline=title, body=f"[He](person:p{n}).\n\n{{statement: st{n}}}"),
        ]
    return rows


def queries_of(number, before, now):
    """How many queries an import of so many records of each kind needs; it is rolled back."""
    with transaction.atomic():
        if before:
            assert imported(*many(number, before)).faults == []
        path = written("a.json", *many(number, now))
        with CaptureQueriesContext(connection) as queries:
            result = import_fixtures([path])
        transaction.set_rollback(True)
    assert words(result.faults) == []
    changes = {change: sum(kinds.values()) for change, kinds in result.counts.items()}
    return len(queries), changes


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        ("", "Head", {"new": 5 * 50 + 3}),
        ("Head", "Head", {"unchanged": 5 * 50 + 3}),
        ("Head", "Chair", {"changed": 5 * 50, "unchanged": 3}),
    ],
)
def test_import_of_any_number_of_records_needs_the_same_queries(before, now, changes):
    few, _few = queries_of(5, before, now)
    more, counted = queries_of(50, before, now)

    assert counted == changes
    assert few == more


def test_faults_of_many_rows_are_all_named():
    rows = [organisation(), *[source(f"s{n}", url="https://vov.vn/1") for n in range(30)]]

    faults = refused(*rows)

    reason = "url: Another source has this address."
    assert faults == [f"a.json:{n + 3}: people.source s{n}: {reason}" for n in range(30)]


def test_every_check_is_made_though_one_fails():
    bad = [
        organisation(),
        person(name=5),
        organisation("a", country_code="VN"),
        source("b", publisher=["nobody"]),
        row("events.place", slug="c", name="C", kind="city", country=["vov"]),
        source("d", url="https://vov.vn/1"),
        source("e", url="https://vov.vn/1"),
        event("f", parent=["f"]),
        organisation(),
    ]

    assert refused(*bad) == [
        "a.json:3: people.person luong-cuong: name: text is wanted, not 5",
        "a.json:4: people.organisation a: Only a state has a country code.",
        "a.json:5: people.source b: publisher: no organisation has the key “nobody”, "
        "here or on record",
        "a.json:6: events.place c: country: “vov” cannot be chosen here",
        "a.json:7: people.source d: url: Another source has this address.",
        "a.json:8: people.source e: url: Another source has this address.",
        "a.json:9: events.event f: parent: An event cannot be part of itself.",
        "a.json:10: people.organisation vov: slug: stands in the files twice, first in a.json:2",
    ]


def test_address_that_no_browser_should_follow_is_refused_by_the_constraint():
    faults = refused(organisation(), source(url="ftp://vov.vn/100%25"))

    assert faults == [
        "a.json:3: people.source vov-report: An address starts with http:// or https://."
    ]


def test_address_with_percent_signs_is_stored():
    address = "https://vov.vn/%E1%BB%99?a=100%25&b=%s"

    result = imported(organisation(), source(url=address))

    assert words(result.faults) == []
    assert said(imported(organisation(), source(url=address))) == {}


def test_country_of_a_place_must_be_a_state_as_the_files_have_it():
    imported(organisation("viet-nam", kind="state"), organisation("vov"))
    place = row("events.place", slug="hanoi", name="Hanoi", kind="city", country=["viet-nam"])

    faults = refused(place, organisation("viet-nam", kind="party"))

    assert faults == ["a.json:2: events.place hanoi: country: “viet-nam” cannot be chosen here"]
    in_vov = row("events.place", slug="hanoi", name="Hanoi", kind="city", country=["vov"])
    assert words(imported(in_vov, organisation("vov", kind="state")).faults) == []


def test_difference_of_white_space_alone_is_marked():
    imported(event(summary="It began.\n\nIt ended."))

    (entry,) = imported(event(summary="It began. It ended.")).entries

    assert entry.differences == [
        {
            "row": "events.event ceremony",
            "field": "summary",
            "old": "It began.\n\nIt ended.",
            "new": "It began. It ended.",
            "change": "changed",
            "is_form_only": True,
        }
    ]


def test_difference_of_letters_is_not_marked():
    imported(event(summary="It began."))

    (entry,) = imported(event(summary="It began!")).entries

    assert "is_form_only" not in entry.differences[0]


def test_difference_of_unicode_form_alone_is_marked():
    """Text that came past the field, such as by SQL, and was never brought into form."""
    imported(person())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = %s", [DECOMPOSED])

    (entry,) = imported(person(), overwrite=True).entries

    (difference,) = entry.differences
    assert (difference["old"], difference["is_form_only"]) == (DECOMPOSED, True)
    assert unicodedata.is_normalized("NFC", Person.objects.get().name)


def test_preview_checks_also_what_would_not_be_applied():
    make_organisation(slug="vov", name="By hand")
    rows = uploaded(organisation(country_code="VN"))
    found = {}

    for preview in (True, False):
        with planned(inputs_of(rows), Wish(preview=preview)) as plan:
            found[preview] = words(plan.faults)

    reason = "a.json:1: people.organisation vov: Only a state has a country code."
    assert found == {True: [reason], False: []}


def test_levels_of_events_are_counted_through_rows_on_record_and_in_the_files():
    imported(event("week"), event("day", parent=["week"]), event("hour"))
    reason = "parent: An event may be part of an event that is part of one, no deeper."

    assert words(imported(event("hour", parent=["day"])).faults) == []
    faults = refused(event("year"), event("week", parent=["year"]))

    assert faults == [f"a.json:3: events.event week: {reason}"]
    assert Event.objects.get(slug="hour").parent.slug == "day"


def test_levels_are_counted_as_the_files_have_them():
    imported(event("week"), event("day", parent=["week"]), event("hour", parent=["day"]))

    result = imported(event("year"), event("week", parent=["year"]), event("day"))

    assert words(result.faults) == []
    assert Event.objects.get(slug="hour").parent.parent is None


def test_ring_that_a_row_closes_with_rows_on_record_is_refused():
    imported(organisation("a"), organisation("b", parent=["a"]), organisation("c", parent=["b"]))

    faults = refused(organisation("a", parent=["c"]))

    reason = "parent: An organisation cannot be part of itself."
    assert faults == [f"a.json:2: people.organisation a: {reason}"]


def chain(number):
    """Bodies each of which is part of the one before."""
    further = [organisation(f"o{n}", parent=[f"o{n - 1}"]) for n in range(1, number)]
    return [organisation("o0"), *further]


def test_chain_of_parents_needs_the_same_queries_however_long():
    counts = []
    for number in (5, 50):
        with transaction.atomic():
            path = written("a.json", *chain(number))
            with CaptureQueriesContext(connection) as queries:
                assert import_fixtures([path]).number("new") == number
            counts.append(len(queries))
            transaction.set_rollback(True)

    assert counts[0] == counts[1]


def test_chain_of_parents_that_is_too_long_is_refused():
    faults = refused(*chain(103))

    reason = "parent: There are more than 100 levels above this."
    assert faults == [
        f"a.json:{line}: people.organisation o{line - 2}: {reason}" for line in (103, 104)
    ]


def test_figures_of_a_plan_are_records_by_change_and_kind(publisher):
    make_place(slug="hanoi", name="Hanoi")
    imported(organisation(), person())
    rows = uploaded(
        organisation(kind="agency"),
        person(),
        event(),
        row("events.place", slug="hanoi", name="Ha Noi", kind="city"),
    )

    log = prepare(rows, publisher, publish=False).log

    assert log.counts == {
        "new": {"events.event": 1},
        "changed": {"events.place": 1, "people.organisation": 1},
        "unchanged": {"people.person": 1},
    }
