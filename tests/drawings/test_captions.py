from datetime import UTC, datetime

import pytest

from events.models import Statement
from hanoiconv.drawings.captions import card_of
from hanoiconv.drawings.cards import Card
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_organisation,
    make_person,
    make_place,
    make_role,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def test_cards_say_what_the_records_are():
    venue = make_place(name="Hall", kind="venue", parent=make_place(name="Hanoi"))
    event = make_event(
        slug="e",
        title="Signing",
        kind="ceremony",
        date="2025-10-25/2025-10-26",
        place=venue,
    )
    off = make_event(slug="off", title="Round table", standing="cancelled", date="")
    role = make_role(
        person=make_person(slug="p", name="Lương Cường"),
        title="State President",
        organisation=make_organisation(slug="o", name="Viet Nam", kind="state", formal_name="Long"),
    )
    speaker = {"person": role.person, "role": role, "organisation": role.organisation}
    make_statement(slug="s", gist="A point.", event=event, date="2025-10-25", speaker=speaker)
    statement = Statement.objects.with_card_data().get(slug="s")
    source = make_source(
        slug="r", title="Title", published_on="2025-10", publisher=make_organisation(name="VNA")
    )
    article = make_article(
        slug="a", kicker="", headline="Head", publish_at=datetime(2026, 11, 22, tzinfo=UTC)
    )
    treaty = make_instrument(slug="i", name="Treaty", formal_title="T", opened_on="2025-10-25")

    assert card_of(article) == Card("a", "News", "Head", ("22 November 2026",))
    assert card_of(event) == Card("e", "Ceremony", "Signing", ("25–26 October 2025", "Hall, Hanoi"))
    assert card_of(off) == Card("off", "Meeting · Cancelled", "Round table")
    assert card_of(statement) == Card(
        "s",
        "Statement",
        "A point.",
        ("Lương Cường, State President, Viet Nam", "Signing", "25 October 2025"),
    )
    assert card_of(role.person) == Card(
        "p", "Person", "Lương Cường", ("State President, Viet Nam", "dates not known")
    )
    assert card_of(role.organisation) == Card("o", "State", "Viet Nam", ("Long",))
    assert card_of(source) == Card("r", "Press report", "Title", ("VNA", "October 2025"))
    assert card_of(make_topic(slug="t", name="Law")) == Card("t", "Topic", "Law")
    assert card_of(venue) == Card(venue.slug, "Venue", "Hall", ("Hanoi",))
    assert card_of(treaty) == Card(
        "i", "Treaty", "Treaty", ("T", "Opened for signature 25 October 2025")
    )


def test_nothing_else_has_a_card():
    with pytest.raises(TypeError, match="str has no card"):
        card_of("a word")


def test_statement_card_hides_an_event_that_is_not_public():
    statement = make_statement(event=make_event(title="Secret talks", status="draft"))

    card = card_of(Statement.objects.with_card_data().get())

    assert card.lines == (str(statement.speakers.get().subject),)
