"""Tables with some of the columns: what has no column stays as it is on record."""

import pytest

from events.models import Event
from hanoiconv.interchange.files import inputs_of
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.planning import Wish, planned
from people.models import Name, Organisation, Person, Source
from tests.interchange.written import (
    article,
    event,
    imported,
    organisation,
    person,
    row,
    said,
    small_record,
    source,
    table,
    words,
)

LAW = row("events.topic", slug="law", name="Law")
MONEY = row("events.topic", slug="money", name="Money")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def from_tables(*paths, **options):
    return import_fixtures(paths, with_entries=True, **options)


def test_what_has_no_column_stays_and_what_has_one_changes():
    imported(
        organisation("vna"),
        organisation("vov", name="VOV", kind="agency", lang="vi", parent=["vna"]),
    )

    result = from_tables(table("organisations.csv", "slug,name", "vov,The Voice"))

    assert said(result) == {"vov": ["name: VOV -> The Voice"]}
    vov = Organisation.objects.get(slug="vov")
    assert (vov.name, vov.kind, vov.lang, vov.parent.slug) == ("The Voice", "agency", "vi", "vna")


def test_empty_cell_empties():
    imported(organisation("vna"), organisation("vov", parent=["vna"]))

    result = from_tables(table("organisations.csv", "slug,parent", "vov,"))

    assert said(result) == {"vov": ["parent: vna -> empty"]}


def test_table_with_the_slugs_alone_changes_nothing():
    imported(*small_record(), LAW, event("day", topics=[["law"]]))

    result = from_tables(
        table("events.csv", "slug", "day"), table("statements.csv", "slug", "point")
    )

    assert (words(result.faults), said(result)) == ([], {})
    assert [each.slug for each in Event.objects.get(slug="day").topics.all()] == ["law"]


def test_groups_without_a_column_stay_and_others_change():
    imported(LAW, MONEY, event("day", topics=[["law"]]))

    kept = from_tables(table("events.csv", "slug,title", "day,The day"))
    changed = from_tables(table("events.csv", "slug,topics", "day,law|money"))
    emptied = from_tables(table("events.csv", "slug,topics", "day,"))

    assert said(kept) == {"day": ["title: Ceremony -> The day"]}
    assert said(changed) == {"day": ["topics: law -> law, money"]}
    assert said(emptied) == {"day": ["topics: law, money -> empty"]}


def test_published_record_stays_published_where_its_table_has_no_status():
    shown = {"status": "published", "publish_at": "2025-10-25T08:00:00Z"}
    rows = [organisation(), source(), article(sources=[["vov-report"]], **shown)]
    assert words(imported(*rows, publish=True).faults) == []

    result = from_tables(table("articles.csv", "slug,headline", "our-article,Other news"))

    assert words(result.faults) == []
    assert said(result) == {"our-article": ["headline: News -> Other news"]}


def test_new_row_needs_the_columns_without_a_default():
    imported(person("luong-cuong"))

    result = from_tables(
        table("people.csv", "slug,name", "luong-cuong,Cường", "new,Xuân", "newer,Hoa"),
        table("names.csv", "key,person", "new-n1,new"),
    )

    assert words(result.faults) == [
        "people.csv:3: people.person new: sort_name: This field cannot be blank.",
        "people.csv:4: people.person newer: sort_name: This field cannot be blank.",
        "names.csv:2: people.name new-n1: text: This field cannot be blank.",
    ]
    assert not Person.objects.filter(slug="new").exists()


def test_new_row_takes_the_defaults_of_the_rest():
    result = from_tables(table("organisations.csv", "slug,name,kind", "vov,VOV,agency"))

    assert said(result) == {"vov": ["new"]}
    assert Organisation.objects.get().lang == "en"


def test_link_that_has_no_column_stays_though_a_new_row_would_need_it():
    imported(organisation(), source())

    result = from_tables(table("sources.csv", "slug,title", "vov-report,Another title"))

    assert said(result) == {"vov-report": ["title: Three messages -> Another title"]}
    assert Source.objects.get().publisher.slug == "vov"


def test_part_keeps_what_its_table_lacks():
    name = row("people.name", key="cuong-n1", person=["luong-cuong"], text="Cường", lang="vi")
    imported(person(), name)

    result = from_tables(table("names.csv", "key,person,text", "cuong-n1,luong-cuong,Ông Cường"))

    assert said(result) == {"luong-cuong": ["people.name cuong-n1: text: Cường -> Ông Cường"]}
    assert Name.objects.get().lang == "vi"


def test_table_of_parts_says_what_they_are_part_of():
    imported(*small_record())

    result = from_tables(table("speakers.csv", "key,described_as", "point-s1,The spokesman"))

    assert words(result.faults) == [
        "speakers.csv:2: events.speaker: statement: one of these columns is needed, "
        "for what the rows are part of: statement"
    ]


def test_rules_are_asked_of_the_row_as_it_would_be():
    imported(event("day"), event("signing", parent=["day"]))

    result = from_tables(table("events.csv", "slug,parent", "day,signing"))

    assert words(result.faults) == [
        "events.csv:2: events.event day: parent: An event cannot be part of itself."
    ]


def test_row_of_a_fixture_is_whole():
    imported(organisation(lang="vi"))

    assert said(imported(organisation())) == {"vov": ["lang: vi -> en"]}


def test_two_tables_of_one_name_each_have_their_own_columns():
    imported(person("a", lang="vi"), person("b", lang="vi"))
    tables = [
        ("people.csv", b"slug,sort_name\na,Ann\n"),
        ("people.csv", b"slug,name,sort_name,lang\nb,Bob,Bob,en\n"),
    ]

    with planned(inputs_of(tables), Wish()) as plan:
        entries = [*plan.entries]

    changed = {entry.slug: [each["field"] for each in entry.differences] for entry in entries}
    assert changed == {"a": ["sort_name"], "b": ["name", "lang", "sort_name"]}
    assert [(entry.file, entry.line) for entry in entries] == [("people.csv", 2)] * 2
