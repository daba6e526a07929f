"""Of every kind a row that readers see, or that is part of what they see, and a hidden one."""

from events import models as events
from people import models as people
from tests.make import (
    make_article,
    make_capture,
    make_correction,
    make_depiction,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_photo,
    make_place,
    make_provision,
    make_report,
    make_role,
    make_source,
    make_statement,
    make_topic,
    make_wording,
)


def _person(**root):
    return make_participation(event=make_event(**root), person=make_person()).person


def _organisation(**root):
    body = make_organisation()
    return make_participation(event=make_event(**root), organisation=body).organisation


def _source(**root):
    return make_report(statement=make_statement(report=None, **root), source=make_source()).source


def _report(**root):
    return make_report(statement=make_statement(report=None, **root))


MADE = {
    people.Organisation: _organisation,
    people.Person: _person,
    people.Role: lambda **root: make_role(person=_person(**root)),
    people.Name: lambda **root: make_name(person=_person(**root)),
    people.Source: _source,
    people.Capture: lambda **root: make_capture(source=_source(**root)),
    events.Topic: lambda **root: make_event(topics=[make_topic()], **root).topics.get(),
    events.Place: lambda **root: make_event(place=make_place(), **root).place,
    events.Event: make_event,
    events.Participation: lambda **root: make_participation(event=make_event(**root)),
    events.Statement: make_statement,
    events.Speaker: lambda **root: make_statement(**root).speakers.get(),
    events.Report: _report,
    events.Passage: lambda **root: make_passage(report=_report(**root), order=2),
    events.Figure: lambda **root: make_figure(event=make_event(**root)),
    events.Wording: lambda **root: make_wording(event=make_event(**root)),
    events.Article: make_article,
    events.Photo: lambda **root: make_photo(event=make_event(**root)),
    events.Depiction: lambda **root: make_depiction(photo=make_photo(event=make_event(**root))),
    events.Correction: lambda **root: make_correction(event=make_event(**root)),
    # Treaties are public from the start, and so is what stands in them.
    events.Instrument: make_instrument,
    events.Provision: make_provision,
}
ALWAYS_SEEN = [events.Instrument, events.Provision]
UNSEEN = {"status": "draft"}


def rows_of(model):
    """The rows of a kind, the one that could leak first."""
    unseen = {} if model in ALWAYS_SEEN else {"unseen": MADE[model](**UNSEEN)}
    return unseen | {"seen": MADE[model]()}
