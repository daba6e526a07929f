import pytest

from tests.make import (
    make_event,
    make_organisation,
    make_person,
    make_report,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def press(name, **values):
    return make_source(publisher=make_organisation(name=name), **values)


def test_statement_card_names_speaker_occasion_and_who_reports_it(client):
    event = make_event(title="The opening")
    statement = make_statement(
        event=event,
        report=None,
        speaker={"described_as": "Minister of Justice"},
        gist="It matters.",
    )
    make_report(statement=statement, source=press("VNA"), mode="paraphrase")
    make_report(statement=statement, source=press("VOV"))

    topic = make_topic()
    statement.topics.set([topic])

    card = page(get(client, topic)).one("article", class_="card statement-card")

    assert card.texts("p") == [
        "Minister of Justice",
        "The opening",
        "It matters.",
        "Reported by VNA (paraphrase), VOV (quotation)",
    ]


def test_statement_card_leaves_out_what_its_page_says_already(client):
    event, person = make_event(title="The opening"), make_person(name="Lương Cường")
    statement = make_statement(gist="Alone.", event=event, speaker={"person": person})
    shared = make_statement(gist="Together.", event=event, speaker={"person": person}, order=1)
    make_speaker(statement=shared, described_as="a chorus", order=2)

    on_event, on_person = page(get(client, event)), page(get(client, person))

    cards = [row.texts("p")[:2] for row in on_event.all("article", class_="card statement-card")]
    assert cards == [["Lương Cường", "Alone."], ["Lương Cường; a chorus", "Together."]]
    theirs = [row.texts("p")[:2] for row in on_person.all("article", class_="card statement-card")]
    assert theirs == [["Lương Cường; a chorus", "The opening"], ["The opening", "Alone."]]
    assert statement.get_absolute_url() in [
        row.attributes["href"] for row in on_person.all("a") if "href" in row.attributes
    ]
