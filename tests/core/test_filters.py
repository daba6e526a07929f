import pytest
from django.urls import reverse

from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_place,
    make_report,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def listed(client, name, **chosen):
    """The rows of a list page, as a set."""
    return {*client.get(reverse(name), chosen).context["page"]}


def problems(client, name, **chosen):
    """What a list page says of the values it left aside, and how many rows it shows."""
    shown = client.get(reverse(name), chosen)
    said = [item.text for item in page(shown).one("main").all("ul", class_="problems")]
    return said, len(shown.context["page"])


def test_words_are_looked_for_without_marks_and_case_each_in_any_field(client):
    event = make_event(title="Lễ mở ký at Hanoi")
    make_wording(event=event, text="Signing ceremony")
    make_wording(event=event, text="Signing in Hanoi")
    make_event(title="Signing at Vienna")

    for words in ("le mo ky", "SIGNING hanoi", "ký ceremony", "  hanoi  "):
        assert listed(client, "events:event-list", q=words) == {event}
    assert listed(client, "events:event-list", q="hanoi vienna") == set()


def test_row_that_matches_twice_is_listed_once(client):
    event = make_event(title="Hanoi")
    for text in ("Hanoi one", "Hanoi two"):
        make_wording(event=event, text=text)

    shown = client.get(reverse("events:event-list"), {"q": "hanoi"}).context["page"]

    assert list(shown) == [event]
    assert shown.paginator.count == 1


def test_people_organisations_and_sources_are_found_by_every_name(client):
    person = make_person(name="António Guterres")
    make_name(person=person, text="Гутерриш")
    body = make_organisation(name="Viet Nam", formal_name="the Socialist Republic", kind="state")
    make_name(organisation=body, text="Việt Nam")
    make_participation(person=person, organisation=body)
    source = make_source(title="65 nations", publisher=make_organisation(name="UN News"))
    make_report(statement=make_statement(speaker={"person": person}, report=None), source=source)
    make_participation(organisation=make_organisation())

    assert listed(client, "people:person-list", q="antonio") == {person}
    assert listed(client, "people:person-list", q="гутерриш") == {person}
    assert listed(client, "people:organisation-list", q="socialist") == {body}
    assert listed(client, "people:organisation-list", q="viet nam", kind="state") == {body}
    assert listed(client, "people:source-list", q="un news nations") == {source}
    assert listed(client, "people:source-list", q="nations", kind="speech-text") == set()


def test_events_are_chosen_by_kind_place_and_when(client):
    hanoi = make_place(slug="hanoi")
    past = make_event(kind="session", place=hanoi, date="2025-10-25")
    ahead = make_event(kind="deadline", place=make_place(), date="9000-01-01", standing="planned")

    for chosen, rows in [
        ({"kind": "session"}, {past}),
        ({"place": "hanoi"}, {past}),
        ({"when": "past"}, {past}),
        ({"when": "ahead"}, {ahead}),
        ({"when": "ahead", "place": "hanoi"}, set()),
        ({"kind": "", "place": "", "when": "", "year": "", "q": ""}, {past, ahead}),
    ]:
        assert listed(client, "events:event-list", **chosen) == rows


def test_statements_are_chosen_by_speaker_event_topic_mode_and_words(client):
    event, topic = make_event(slug="opening"), make_topic(slug="trust")
    person = make_person(slug="luong-cuong")
    first = make_statement(event=event, topics=[topic], report={"mode": "paraphrase"})
    make_speaker(statement=first, person=person)
    second = make_statement(event=make_event(), gist="Đoàn kết.", report=None)
    report = make_report(statement=second, passage=None)
    make_passage(report=report, quoted="Solidarity first.")

    for chosen, rows in [
        ({"speaker": "luong-cuong"}, {first}),
        ({"event": "opening"}, {first}),
        ({"topic": "trust"}, {first}),
        ({"mode": "paraphrase"}, {first}),
        ({"mode": "quotation"}, {second}),
        ({"q": "doan ket solidarity"}, {second}),
        ({"q": "solidarity", "event": "opening"}, set()),
    ]:
        assert listed(client, "events:statement-list", **chosen) == rows


def test_articles_are_chosen_by_event_topic_and_words(client):
    event, topic = make_event(slug="opening"), make_topic(slug="trust")
    article = make_article(events=[event], topics=[topic], body="Signed at last.")
    make_article(events=[make_event()], topics=[make_topic()])

    for chosen in ({"event": "opening"}, {"topic": "trust"}, {"q": "signed"}):
        assert listed(client, "events:article-list", **chosen) == {article}


@pytest.mark.parametrize(
    ("dated", "years"),
    [
        ("2025-10-25", {2025}),
        ("2025", {2025}),
        ("2025-12-30/2026-01-02", {2025, 2026}),
        ("2024-12/2026-01", {2024, 2025, 2026}),
        ("", set()),
    ],
)
def test_year_finds_what_touches_it(client, dated, years):
    make_event(date=dated)
    asked = range(2023, 2028)

    found = {year for year in asked if listed(client, "events:event-list", year=year)}

    assert found == years


@pytest.mark.parametrize("dated", ["2025-01/..", "2025-01/", "../2025-03", "/2025-03"])
def test_year_finds_an_interval_by_the_end_that_is_known(client, dated):
    event = make_event(date=dated)
    make_event(date="2023")

    assert listed(client, "events:event-list", year=2025) == {event}


def test_choices_are_public_rows_alone(client):
    place = make_place(name="Hanoi", slug="hanoi")
    make_event(place=place)
    make_event(place=make_place(name="Secret", slug="secret"), status="draft")

    choices = page(client.get(reverse("events:event-list"))).one("select", name="place")

    assert choices.texts("option") == ["---------", "Hanoi"]


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("event", {"year": "abc"}, "Year: Enter a number. It was left aside."),
        (
            "event",
            {"year": "99999999999"},
            "Year: Ensure this value is less than or equal to 9999. It was left aside.",
        ),
        (
            "event",
            {"year": "0"},
            "Year: Ensure this value is greater than or equal to 1000. It was left aside.",
        ),
        (
            "event",
            {"kind": "party"},
            "Kind: Select a valid choice. party is not one of the available choices. "
            "It was left aside.",
        ),
        (
            "event",
            {"place": "secret"},
            "Place: Select a valid choice. secret is not one of the available choices. "
            "It was left aside.",
        ),
        ("statement", {"q": "a\0b"}, "Words: Null characters are not allowed. It was left aside."),
        (
            "article",
            {"q": "a" * 201},
            "Words: Ensure this value has at most 200 characters (it has 201). It was left aside.",
        ),
    ],
)
def test_bad_value_is_named_and_leaves_the_list_as_it_is(client, name, chosen, said):
    make_event(place=make_place(slug="secret"), status="draft")
    make_event(), make_statement(), make_article()

    assert problems(client, f"events:{name}-list", **chosen) == ([said], 1)


def test_good_value_counts_beside_a_bad_one(client):
    make_event(kind="session"), make_event(kind="session"), make_event(kind="meeting")

    said, rows = problems(client, "events:event-list", kind="session", year="abc")

    assert (len(said), rows) == (1, 2)
