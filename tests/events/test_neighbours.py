import pytest

from tests.make import make_event, make_organisation, make_person, make_statement
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def test_statement_stands_between_those_before_and_after_it_on_its_occasion(client):
    event = make_event(title="The opening")
    values = {"event": event, "speaker": {"described_as": "A delegate"}}
    rows = [make_statement(gist=f"Point {n}.", order=n, **values) for n in range(1, 10)]
    for hidden in ({"status": "draft"}, {"status": "withdrawn"}, {"report": None}):
        make_statement(order=5, **values | hidden)
    make_statement(order=5)

    shown = get(client, rows[4])

    beside = shown.context["beside"]
    assert beside.sequence == [(n, rows[n - 1]) for n in range(2, 9)]
    assert beside.total == 9
    section = page(shown).one("section", aria_labelledby="before-and-after")
    assert section.texts("p") == ["On the same occasion: The opening, 9 statements in order"]
    assert section.texts("li", aria_current="true") == ["5 A delegate Point 5. this statement"]
    assert section.texts("li")[0] == "2 A delegate Point 2."


def test_statement_of_no_public_event_stands_between_those_of_its_speaker(client):
    person = make_person(name="António Guterres")
    hidden = make_event(title="Secret talks", status="draft")
    values = {"speaker": {"person": person}}
    first = make_statement(date="2025-01", **values)
    here = make_statement(date="2025-02", event=hidden, **values)
    make_statement(date="2025-03", event=hidden)
    last = make_statement(date="2025-04", **values)

    shown = get(client, here)

    assert shown.context["beside"].sequence == [(1, first), (2, here), (3, last)]
    assert "Secret talks" not in shown.content.decode()


@pytest.mark.parametrize(
    "speaker", [{"described_as": "a delegate"}, {"organisation": None, "described_as": "them"}]
)
def test_statement_of_an_unnamed_speaker_without_event_stands_alone(client, speaker):
    statement = make_statement(speaker=speaker)
    make_statement(speaker=speaker)

    shown = get(client, statement)

    assert shown.context["beside"].sequence == []
    assert "before-and-after" not in shown.content.decode()


def test_body_speaks_for_itself_only_where_no_person_does(client):
    body = make_organisation(name="UNODC")
    first = make_statement(date="2025-01", speaker={"organisation": body})
    make_statement(date="2025-02", speaker={"organisation": body, "person": make_person()})
    last = make_statement(date="2025-03", speaker={"organisation": body})

    shown = get(client, first)

    assert shown.context["beside"].sequence == [(1, first), (2, last)]


def test_first_and_last_statements_show_the_side_they_have(client):
    event = make_event()
    rows = [make_statement(event=event, order=n) for n in range(1, 6)]

    first, last = get(client, rows[0]).context["beside"], get(client, rows[-1]).context["beside"]

    assert first.sequence == [(n, rows[n - 1]) for n in range(1, 5)]
    assert last.sequence == [(n, rows[n - 1]) for n in range(2, 6)]


def test_answers_are_shown_in_order_with_who_gave_them(client):
    statement, values = make_statement(), {"speaker": {"described_as": "A delegate"}}
    late = make_statement(gist="Late.", date="2025-10-26", **values)
    early = make_statement(gist="Early.", date="2025-10-25", **values)
    undated = make_statement(gist="Undated.", **values)
    statement.responses.set([late, undated, early, make_statement(status="withdrawn")])

    shown = page(get(client, statement)).one("section", aria_labelledby="responses")

    assert shown.texts("li") == [
        "A delegate Early.",
        "A delegate Late.",
        "A delegate Undated.",
    ]
    assert undated.get_absolute_url() == [*shown.all("a")][-1].attributes["href"]
