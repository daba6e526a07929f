"""Parts are public where the record they belong to is."""

import pytest
from django.apps import apps

from hanoiconv.core.records import Part
from tests import make
from tests.make import (
    make_article,
    make_event,
    make_instrument,
    make_organisation,
    make_participation,
    make_photo,
    make_place,
    make_report,
    make_statement,
)

pytestmark = pytest.mark.django_db

# A record of each kind that has parts, made with or named by a root with the values given.
OWNERS = {
    "article": make_article,
    "event": make_event,
    "statement": make_statement,
    "report": lambda **root: make_report(statement=make_statement(**root)),
    "photo": lambda **root: make_photo(event=make_event(**root)),
    "place": lambda **root: make_event(place=make_place(), **root).place,
    "person": lambda **root: make_participation(event=make_event(**root)).person,
    "organisation": lambda **root: (
        make_participation(event=make_event(**root), organisation=make_organisation()).organisation
    ),
}
WAYS = [
    (model, link)
    for label in ("people", "events")
    for model in apps.get_app_config(label).get_models()
    if issubclass(model, Part)
    for link in model.part_of
]


def make_part(model, link, owner):
    passage = {"passage": None} if link == "statement" and model.key_letters == "r" else {}
    return getattr(make, f"make_{model._meta.model_name}")(**{link: owner}, **passage)


@pytest.mark.parametrize(("model", "link"), [way for way in WAYS if way[1] != "instrument"])
def test_part_is_public_with_its_record(model, link):
    shown = make_part(model, link, OWNERS[link]())
    hidden = make_part(model, link, OWNERS[link](status="draft"))

    rows = model.objects.filter(pk__in=[shown.pk, hidden.pk]).public()

    assert list(rows) == [shown]


@pytest.mark.parametrize(("model", "link"), [way for way in WAYS if way[1] == "instrument"])
def test_part_of_an_instrument_is_public(model, link):
    part = make_part(model, link, make_instrument())

    assert list(model.objects.public()) == [part]
