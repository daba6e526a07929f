"""Rows for tests: valid, and public by default, with slugs from a counter and nothing random.

What publishes itself (events, statements, articles) is published since LONG_AGO. People, bodies,
sources, places and topics are public once something public names them; a photo is made with an
event. A link that a row cannot do without is made with it: name it to make it yourself.
"""

from datetime import UTC, date, datetime
from itertools import count

from events.models import (
    Article,
    Correction,
    Depiction,
    Event,
    Figure,
    Instrument,
    Participation,
    Passage,
    Photo,
    Place,
    Provision,
    Report,
    Speaker,
    Statement,
    Topic,
    Wording,
)
from hanoiconv.models import ErrorReport
from people.models import Capture, Name, Organisation, Person, Role, Source

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

numbers = count(1)


def make(model, **values):
    """A stored row; lists for many-to-many links may stand among the values."""
    links = {
        field.name: values.pop(field.name)
        for field in model._meta.many_to_many
        if field.name in values
    }
    row = model.objects.create(**values)
    for name, rows in links.items():
        getattr(row, name).set(rows)
    return row


def stated(values):
    """The values with what their status asks for: a time, and a reason for readers."""
    default = {"status": values.get("status", "published")}
    if default["status"] in ("published", "withdrawn"):
        default["publish_at"] = LONG_AGO
    if default["status"] == "withdrawn":
        default["withdrawn_reason"] = "It was an error."
    return default | values


def about(values, *subjects):
    """The values, with the first of the subjects made where none is given."""
    if not values.keys() & set(subjects):
        values[subjects[0]] = globals()[f"make_{subjects[0]}"]()
    return values


def make_organisation(**values):
    n = next(numbers)
    return make(
        Organisation,
        **{"slug": f"organisation-{n}", "name": f"Organisation {n}", "kind": "other"} | values,
    )


def make_person(**values):
    n = next(numbers)
    default = {"slug": f"person-{n}", "name": f"Person {n}", "sort_name": f"Person {n}"}
    return make(Person, **default | values)


def make_source(**values):
    n = next(numbers)
    if "publisher" not in values:
        values["publisher"] = make_organisation(kind="outlet")
    default = {"slug": f"source-{n}", "title": f"Source {n}", "read_on": date(2026, 11, 21)}
    return make(Source, **default | values)


def make_role(**values):
    if "person" not in values:
        values["person"] = make_person()
    if "organisation" not in values:
        values["organisation"] = make_organisation()
    return make(Role, **{"title": "Director"} | values)


def make_name(**values):
    about(values, "person", "organisation")
    return make(Name, **{"text": f"Name {next(numbers)}"} | values)


def make_capture(**values):
    if "source" not in values:
        values["source"] = make_source()
    return make(Capture, **{"captured_on": date(2026, 11, 21), "text": "One line."} | values)


def make_topic(**values):
    n = next(numbers)
    return make(Topic, **{"slug": f"topic-{n}", "name": f"Topic {n}"} | values)


def make_place(**values):
    n = next(numbers)
    return make(Place, **{"slug": f"place-{n}", "name": f"Place {n}", "kind": "city"} | values)


def make_instrument(**values):
    n = next(numbers)
    default = {"slug": f"instrument-{n}", "name": f"Treaty {n}", "formal_title": f"A treaty ({n})"}
    return make(Instrument, **default | values)


def make_event(**values):
    n = next(numbers)
    default = {
        "slug": f"event-{n}",
        "title": f"Event {n}",
        "kind": "meeting",
        "standing": "held",
        "date": "2025-10-25",
    }
    return make(Event, **stated(default | values))


def make_participation(**values):
    if "event" not in values:
        values["event"] = make_event()
    if "source" not in values:
        values["source"] = make_source()
    if not values.keys() & {"person", "organisation", "described_as"}:
        values["person"] = make_person()
    return make(Participation, **{"part": "guest"} | values)


def make_wording(**values):
    about(values, "event", "place", "instrument")
    if "source" not in values:
        values["source"] = make_source()
    aspect = "name" if values.get("place") else "title"
    return make(Wording, **{"aspect": aspect, "text": f"Wording {next(numbers)}"} | values)


def make_provision(**values):
    if "instrument" not in values:
        values["instrument"] = make_instrument()
    if "source" not in values:
        values["source"] = make_source()
    default = {"kind": "chapter", "number": "I", "heading": "General provisions"}
    return make(Provision, **default | values)


def make_figure(**values):
    about(values, "event", "instrument", "statement")
    if "source" not in values:
        values["source"] = make_source()
    default = {
        "measure": "countries represented",
        "low": 110,
        "high": 110,
        "unit": "countries",
        "basis": "final",
        "words": "110 countries",
    }
    return make(Figure, **default | values)


def make_statement(*, speaker=(), report=(), **values):
    """A statement with a speaker and a report; each takes values, or None for none of it."""
    n = next(numbers)
    row = make(Statement, **stated({"slug": f"statement-{n}", "gist": f"Point {n}."} | values))
    if speaker is not None:
        make_speaker(statement=row, **dict(speaker))
    if report is not None:
        make_report(statement=row, **dict(report))
    return row


def make_speaker(**values):
    if "statement" not in values:
        values["statement"] = make_statement(speaker=None)
    if not values.keys() & {"person", "organisation", "described_as"}:
        values["person"] = make_person()
    return make(Speaker, **values)


def make_report(*, passage=(), **values):
    """A quotation with one passage, which takes values, or None for no passage."""
    if "statement" not in values:
        values["statement"] = make_statement(report=None)
    if "source" not in values:
        values["source"] = make_source()
    row = make(Report, **{"mode": "quotation"} | values)
    if passage is not None:
        make_passage(report=row, **dict(passage))
    return row


def make_passage(**values):
    if "report" not in values:
        values["report"] = make_report(passage=None)
    located = values.keys() & {"quoted", "starts", "ends"}
    default = {"paragraph": 1} if located else {"paragraph": 1, "quoted": "Words in print."}
    if not located and not values["report"].is_quoting:
        default = {"paragraph": 1, "starts": "The first few words", "ends": "the last few words"}
    return make(Passage, **default | values)


def make_article(**values):
    n = next(numbers)
    default = {
        "slug": f"article-{n}",
        "headline": f"Headline {n}",
        "standfirst": "What it says in short.",
        "byline": "Compiled from reports by VNA",
        "body": "What it says at length.",
    }
    return make(Article, **stated(default | values))


def make_photo(**values):
    n = next(numbers)
    if "event" not in values:
        values["event"] = make_event()
    return make(Photo, **{"slug": f"photo-{n}", "caption": f"Photo {n}"} | values)


def make_depiction(**values):
    if "photo" not in values:
        values["photo"] = make_photo()
    if not values.keys() & {"person", "organisation", "described_as"}:
        values["person"] = make_person()
    return make(Depiction, **values)


def make_correction(**values):
    about(values, "article", "event", "statement")
    default = {"made_at": LONG_AGO, "said": "71 chapters", "says": "71 articles", "why": "A slip."}
    return make(Correction, **default | values)


def make_error_report(**values):
    n = next(numbers)
    default = {"page": f"/statements/s{n}/", "what": f"Mistake {n}.", "nonce": f"nonce-{n}"}
    return make(ErrorReport, **{"received_at": LONG_AGO} | default | values)
