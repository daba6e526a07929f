"""What each choice of a list says it would give, and that nothing hidden is counted."""

import pytest
from django.urls import reverse

from hanoiconv.core import archives
from tests.make import (
    make_article,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

HIDDEN = [
    {"status": "draft"},
    {"status": "withdrawn"},
    {"publish_at": "9000-01-01T00:00Z"},
]


def choices(client, name, facet, **chosen):
    """What a facet of a list offers: the words and the number of each choice."""
    archive = client.get(reverse(name), chosen).context["filter"]
    offered = [each for each in archive.facets if each.name == facet]
    return [(str(row.label), row.count) for each in offered for row in each.choices]


def test_statements_are_counted_for_each_choice_once(client):
    event, topic = make_event(title="Opening"), make_topic(name="Trust")
    person, body = make_person(name="Ghada Waly"), make_organisation(name="UNODC")
    source = make_source(title="65 nations")
    both = make_statement(
        event=event, topics=[topic], date="2024-12/2025-01", speaker=None, report=None
    )
    for _ in range(2):
        make_speaker(statement=both, person=person, organisation=body)
        make_report(statement=both, source=source, mode="quotation", lang="vi")
    make_report(statement=both, source=source, mode="paraphrase", lang="en")
    other = make_statement(date="2025", report={"mode": "summary-record"})
    other_source = other.reports.get().source

    def offered(facet):
        return choices(client, "events:statement-list", facet)

    assert offered("speaker") == [
        ("Ghada Waly", 1),
        (other.speakers.get().person.name, 1),
    ]
    assert offered("organisation") == [("UNODC", 1)]
    assert offered("event") == [("Opening", 1)]
    assert offered("topic") == [("Trust", 1)]
    assert offered("source") == [("65 nations", 1), (other_source.title, 1)]
    assert offered("year") == [("2025", 2), ("2024", 1)]
    assert offered("language") == [("English", 2), ("Vietnamese", 1)]
    assert offered("mode") == [
        ("Printed in quotation marks", 1),
        ("Quotation", 1),
        ("Summary record", 1),
        ("Paraphrase", 1),
    ]


def test_choices_are_counted_with_the_other_filters_on_and_their_own_off(client):
    first, second = make_topic(name="Trust", slug="trust"), make_topic(name="Law", slug="law")
    for year, topics in [(2024, [first]), (2025, [first]), (2025, [first, second]), (2026, [])]:
        make_statement(date=str(year), topics=topics)

    def offered(facet, **chosen):
        return choices(client, "events:statement-list", facet, **chosen)

    assert offered("topic", year=2025) == [("Law", 1), ("Trust", 2)]
    assert offered("year", year=2025) == [("2026", 1), ("2025", 2), ("2024", 1)]
    assert offered("year", topic="trust") == [("2025", 2), ("2024", 1)]
    assert offered("year", topic="law", year=2024) == [("2025", 1), ("2024", 0)]
    assert offered("topic", topic="law", year=2024) == [("Trust", 1), ("Law", 0)]


@pytest.mark.parametrize("hidden", HIDDEN, ids=["draft", "withdrawn", "scheduled"])
def test_hidden_statement_is_counted_nowhere(client, hidden):
    shown = {"date": "2025", "topics": [make_topic(name="Trust")]}
    person, body, source = make_person(), make_organisation(), make_source()
    speaker = {"person": person, "organisation": body}
    report = {"source": source, "lang": "vi"}
    make_statement(event=make_event(), speaker=speaker, report=report, **shown, **hidden)
    make_statement(event=make_event(**hidden), speaker=speaker, report=report, **shown)
    make_statement(report={"mode": "paraphrase"})

    archive = client.get(reverse("events:statement-list")).context["filter"]
    counted = {
        facet.name: {choice.value: choice.count for choice in facet.choices}
        for facet in archive.facets
    }

    other = archive.queryset.get(reports__mode="paraphrase")
    assert counted == {
        "mode": {"quoted": 1, "quotation": 1, "paraphrase": 1},
        "speaker": {person.slug: 1, other.speakers.get().person.slug: 1},
        "organisation": {body.slug: 1},
        "topic": {shown["topics"][0].slug: 1},
        "source": {source.slug: 1, other.reports.get().source.slug: 1},
        "year": {"2025": 1},
        "language": {"vi": 1, "en": 1},
    }


@pytest.mark.parametrize("hidden", HIDDEN, ids=["draft", "withdrawn", "scheduled"])
def test_hidden_events_and_articles_are_counted_nowhere(client, hidden):
    topic, place = make_topic(name="Trust"), make_place(name="Hanoi")
    body = make_organisation(name="UNODC")
    event = make_event(title="Opening", kind="session", place=place)
    secret = make_event(title="Secret", kind="briefing", place=place, **hidden)
    inner = make_event(title="Inner", kind="briefing", parent=secret)
    for row in (event, secret, inner):
        make_participation(event=row, organisation=body)
    make_event(kind="meeting", date="2026")
    make_article(events=[event, secret, inner], topics=[topic])
    make_article(events=[event], topics=[topic], **hidden)
    make_article()

    assert choices(client, "events:event-list", "kind") == [("Session", 1), ("Meeting", 1)]
    assert choices(client, "events:event-list", "place") == [("Hanoi", 1)]
    assert choices(client, "events:event-list", "organisation") == [("UNODC", 1)]
    assert choices(client, "events:event-list", "year") == [("2026", 1), ("2025", 1)]
    assert choices(client, "events:article-list", "event") == [("Opening", 1)]
    assert choices(client, "events:article-list", "topic") == [("Trust", 1)]


def test_events_ahead_and_past_are_counted(client):
    for year in ("2024", "2025", "9000"):
        make_event(date=year)

    assert choices(client, "events:event-list", "when") == [("Ahead", 1), ("Past", 2)]


def test_countries_and_kinds_of_people_and_organisations_are_counted(client):
    state = make_organisation(kind="state", name="Viet Nam")
    unnamed = make_organisation(kind="state", name="Atlantis")
    ministry = make_organisation(kind="ministry", parent=state)
    deep = make_organisation(kind="ministry", parent=make_organisation(parent=unnamed))
    for at in (ministry, ministry, deep):
        person = make_person()
        for _ in range(2):
            make_role(person=person, organisation=at)
        make_participation(person=person)
    make_participation(person=make_person())
    make_participation(organisation=state)

    people, bodies = "people:person-list", "people:organisation-list"
    assert choices(client, people, "country") == [("Viet Nam", 2)]
    assert choices(client, people, "kind") == [("Ministry", 3)]
    assert choices(client, bodies, "country") == [("Viet Nam", 2)]
    assert ("Ministry", 2) in choices(client, bodies, "kind")
    assert choices(client, people, "country", country="atlantis") == [("Viet Nam", 2)]


def test_sources_are_counted_by_publisher_kind_language_and_year(client):
    vov = make_organisation(name="VOV", slug="vov")
    for values in [{"lang": "vi", "published_on": "2025"}, {"kind": "broadcast"}]:
        make_report(source=make_source(publisher=vov, **values))
    make_source(publisher=vov, lang="fr", published_on="2019", kind="other")
    public = "people:source-list"

    assert choices(client, public, "publisher") == []
    assert choices(client, public, "publisher", publisher="vov") == [("VOV", 2)]
    assert choices(client, public, "language") == [("English", 1), ("Vietnamese", 1)]
    assert choices(client, public, "kind") == [("Press report", 1), ("Broadcast", 1)]
    assert choices(client, public, "year") == [("2025", 1)]


def test_filter_that_changes_nothing_is_not_offered_until_it_is_on(client):
    make_event(kind="session", date="2025"), make_event(kind="session", date="2024")
    address = reverse("events:event-list")

    plain = client.get(address).context["filter"]
    chosen = client.get(address, {"kind": "session"}).context["filter"]

    assert [facet.name for facet in plain.facets] == ["year"]
    assert [facet.name for facet in chosen.facets] == ["kind", "year"]


def test_long_choices_stand_in_a_list_to_open_and_few_in_sight(client):
    place = make_place(name="Hanoi", slug="hanoi")
    make_event(place=place, kind="session")
    make_event(kind="session"), make_event(kind="meeting")

    shown = page(client.get(reverse("events:event-list"), {"kind": "session"}))

    assert shown.one("select", name="place").texts("option") == ["Any", "Hanoi (1)"]
    kinds = shown.one("fieldset", class_="facet")
    assert kinds.texts("legend") == ["Kind"]
    assert kinds.texts("label") == ["Any", "Session 2", "Meeting 1"]
    checked = [item.attributes["value"] for item in kinds.all("input", checked=None)]
    assert checked == ["session"]


def test_choices_with_most_rows_stand_in_a_list_that_is_too_long(client, monkeypatch):
    monkeypatch.setattr(archives, "CHOICES_SHOWN", 2)
    for name, number in [("A", 1), ("B", 3), ("C", 2), ("D", 1)]:
        place = make_place(name=name, slug=name.lower())
        for _ in range(number):
            make_event(place=place)

    plain = page(client.get(reverse("events:event-list")))
    chosen = page(client.get(reverse("events:event-list"), {"place": "d"}))

    more = "and 2 more: narrow the list down"
    assert plain.one("select", name="place").texts("option") == ["Any", "B (3)", "C (2)", more]
    assert chosen.one("select", name="place").texts("option") == ["Any", "B (3)", "D (1)", more]


def test_very_long_list_counts_its_newest_rows_and_says_so(client, monkeypatch):
    monkeypatch.setattr(archives, "ROWS_COUNTED", 2)
    for kind in ("session", "meeting", "meeting"):
        make_event(kind=kind)

    shown = client.get(reverse("events:event-list"))

    assert choices(client, "events:event-list", "kind") == [("Meeting", 2)]
    assert page(shown).texts("p", class_="hint") == [
        "The list is long: the numbers are those of its newest part. Narrow it down for exact ones."
    ]
