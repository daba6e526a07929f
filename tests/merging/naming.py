"""Rows that name what is merged, in every way there is; and merging as the desk does."""

import pytest
from django.contrib.admin.models import LogEntry

from events.models import Event, Place, Topic
from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.merging.planning import plan
from hanoiconv.merging.ways import ways_to
from hanoiconv.merging.writing import NotMerged, merge
from people.models import Organisation, Person
from tests.checks import the_record
from tests.make import (
    make_article,
    make_correction,
    make_depiction,
    make_event,
    make_figure,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)

KINDS = {
    Person: make_person,
    Organisation: make_organisation,
    Place: make_place,
    Topic: make_topic,
    Event: make_event,
}
# How to make a row that names a record in one way; the field is the last word.
NAMING = {
    "people.name.person": make_name,
    "people.role.person": make_role,
    "events.depiction.person": make_depiction,
    "events.participation.person": make_participation,
    "events.speaker.person": make_speaker,
    "people.name.organisation": make_name,
    "people.role.organisation": make_role,
    "people.organisation.parent": make_organisation,
    "people.source.publisher": make_source,
    "people.source.credited_to": make_source,
    "events.depiction.organisation": make_depiction,
    "events.participation.organisation": make_participation,
    "events.speaker.organisation": make_speaker,
    "events.report.via": make_report,
    "events.place.country": make_place,
    "events.place.parent": make_place,
    "events.wording.place": make_wording,
    "events.event.place": make_event,
    "events.article_topics.topic": lambda topic: make_article(topics=[topic]),
    "events.event_topics.topic": lambda topic: make_event(topics=[topic]),
    "events.statement_topics.topic": lambda topic: make_statement(topics=[topic]),
    "events.correction.event": lambda event: make_correction(event=event, said=event.title),
    "events.figure.event": make_figure,
    "events.participation.event": make_participation,
    "events.wording.event": make_wording,
    "events.event.parent": make_event,
    "events.statement.event": make_statement,
    "events.photo.event": make_photo,
    "events.article_events.event": lambda event: make_article(events=[event]),
    "events.event_topics.event": lambda event: event.topics.add(make_topic()) or event,
}
WAYS = [(model, str(way)) for model in KINDS for way in ways_to(model)]


def states(model):
    """Two records of the kind, any link to which a form would offer."""
    values = {"kind": "state"} if model is Organisation else {}
    return [KINDS[model](**values) for _ in range(2)]


def merged(kept, gone, user):
    """What was merged, after a look at the plan."""
    return merge(kept, gone, user, plan(kept, gone, user).fingerprint)


def refused(kept, gone, user, shown=None):
    """Why not; and that nothing was written."""
    before = the_record(), [*FormerSlug.objects.values()], LogEntry.objects.count()
    shown = plan(kept, gone, user).fingerprint if shown is None else shown
    with pytest.raises(NotMerged) as refusal:
        merge(kept, gone, user, shown)
    assert (the_record(), [*FormerSlug.objects.values()], LogEntry.objects.count()) == before
    return refusal.value.problems
