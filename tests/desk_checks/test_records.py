"""What checks find in articles, photos, figures and names, and what comes near and is no fault."""

import unicodedata

import pytest

from events.models import Article, Event, Instrument, Photo, Place, Statement, Topic
from people.models import Organisation, Person, Source
from tests.desk_checks.told import told
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_role,
    make_source,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def test_article_without_sources():
    make_article(sources=[], status="withdrawn")
    make_article(sources=[make_source()])
    bare = make_article(sources=[], status="draft")

    assert told("no-sources", Article) == [
        (bare.pk, "sources", "It names no source: add those that it rests on.")
    ]


@pytest.mark.parametrize(
    ("values", "missing", "field"),
    [
        ({"alt": "", "credit": "Photo: VNA"}, "alternative text", "alt"),
        ({"alt": "A hall.", "credit": ""}, "credit", "credit"),
        ({"alt": "", "credit": ""}, "alternative text and no credit", "alt"),
    ],
)
def test_photo_without_alternative_text_or_credit(values, missing, field):
    whole = make_photo(alt="A hall.", credit="Photo: VNA")
    make_article(lead_photo=whole)
    photo = make_photo(**values)
    make_article(lead_photo=photo, status="withdrawn")
    article = make_article(lead_photo=photo)

    assert told("photo-not-described", Photo) == [(photo.pk, field, f"It has no {missing}.")]
    assert told("lead-not-described", Article) == [
        (
            article.pk,
            "lead_photo",
            f"The lead photo has no {missing}: add it on the form of the photo.",
        )
    ]


def test_references_broken_not_public_and_withdrawn():
    make_statement(slug="out")
    make_statement(slug="gone", status="withdrawn")
    make_statement(slug="waiting", status="draft")
    body = "[a](statement:none)\n\n{statement: waiting}\n\n[b](statement:gone) [c](statement:out)"
    make_article(body=body, status="withdrawn")
    make_article(body="[c](statement:out), [d](https://example.org/) and \\[e](statement:none")
    article = make_article(body=body)

    assert told("reference-broken", Article) == [
        (article.pk, "body", "Line 1: there is no statement:none on record."),
        (article.pk, "body", "Line 3: statement:waiting is not public yet."),
    ]
    assert told("reference-withdrawn", Article) == [
        (
            article.pk,
            "body",
            "Line 5: statement:gone was withdrawn, so that readers see no link.",
        )
    ]


def test_figures_that_exclude_each_other():
    event = make_event()
    make_figure(event=event, low=60, high=60, words="60 countries")
    make_figure(event=event, low=72, high=72, words="72 countries")
    make_figure(event=event, low=73, high=73, words="73 countries")

    assert told("figures-disagree", Event) == [
        (
            event.pk,
            "figures",
            "Of “countries represented” (final) one source says “60 countries”, another "
            "“72 countries”: say as of when each holds, or that one is planned or provisional.",
        )
    ]
    assert told("figures-disagree", Instrument) == []
    assert told("figures-disagree", Statement) == []


@pytest.mark.parametrize(
    ("one", "other", "is_wrong"),
    [
        ({"high": 65}, {"low": 66, "high": 70}, True),
        ({"qualifier": "nearly"}, {"low": 72, "high": 72}, True),
        ({"low": 72, "high": 72, "qualifier": "more-than"}, {}, True),
        ({"as_of": "2025-10-25"}, {"low": 72, "high": 72}, True),
        ({"as_of": "2025-10-25"}, {"low": 72, "high": 72, "as_of": "2025-10-25"}, True),
        ({"as_of": "2025-10-25"}, {"low": 72, "high": 72, "as_of": "2025-10-26"}, False),
        ({"basis": "planned"}, {"low": 72, "high": 72}, False),
        ({"measure": "signatories"}, {"low": 72, "high": 72}, False),
        ({"unit": "states"}, {"low": 72, "high": 72}, False),
        ({"qualifier": "more-than"}, {"low": 72, "high": 72}, False),
        ({"qualifier": "about"}, {"low": 72, "high": 72}, False),
        ({"high": 72}, {"low": 66, "high": 70}, False),
        ({"high": None}, {"low": 72, "high": 72}, False),
        ({"low": None, "high": None}, {"low": 72, "high": 72}, False),
        ({}, {}, False),
    ],
)
def test_figures_that_may_both_be_right(one, other, is_wrong):
    instrument = make_instrument()
    make_figure(instrument=instrument, **({"low": 60, "high": 60} | one))
    make_figure(instrument=instrument, **({"low": 60, "high": 60} | other))

    assert len(told("figures-disagree", Instrument)) == is_wrong


def test_figures_of_two_records_and_of_withdrawn_ones():
    make_figure(event=make_event(), low=60, high=60)
    make_figure(event=make_event(), low=72, high=72)
    withdrawn = make_event(status="withdrawn")
    make_figure(event=withdrawn, low=60, high=60)
    make_figure(event=withdrawn, low=72, high=72)

    assert told("figures-disagree", Event) == []


@pytest.mark.parametrize(
    ("make_one", "kind"),
    [
        (make_person, Person),
        (make_organisation, Organisation),
        (make_place, Place),
        (make_topic, Topic),
    ],
)
def test_names_that_differ_in_accents_alone(make_one, kind):
    make_one(name="Lương Cương")
    first = make_one(name="Đặng Giang")
    make_one(name="Đặng Hoàng Giang")
    second = make_one(name="DANG GIANG")

    assert told("same-name", kind) == [
        (
            one.pk,
            "name",
            f"Another has this name but for accents: “{other.name}” ({other.slug}). Are they one?",
        )
        for one, other in ((first, second), (second, first))
    ]
    assert [pk for pk, *_ in told("same-name", kind, [second.pk])] == [second.pk]


def test_names_in_two_unicode_forms_are_one_name():
    name = "Lương Cường"
    first = make_person(name=unicodedata.normalize("NFD", name))
    second = make_person(name=name)
    make_organisation(name=name)

    assert [pk for pk, *_ in told("same-name", Person)] == [first.pk, second.pk]


def test_records_nobody_links_to():
    loose = [
        make_name(person=make_person()).person,
        make_organisation(),
        make_place(),
        make_topic(),
        make_source(publisher=make_statement(speaker={"organisation": make_organisation()})
        .speakers.get().organisation),
        make_photo(event=None),
    ]  # fmt: skip

    found = {
        kind: [tuple(finding) for finding in told("nobody-links", kind)]
        for kind in (Person, Organisation, Place, Topic, Source, Photo)
    }

    sentence = "Nothing on record names it: link it, or delete it."
    assert found == {type(row): [(row.pk, "", sentence)] for row in loose}


def test_records_that_something_links_to():
    person = make_person()
    make_article(body=f"[She](person:{person.slug}) spoke.", topics=[make_topic()])
    make_participation(organisation=make_role(person=person).organisation)
    make_event(place=make_place(parent=make_place()))
    make_article(lead_photo=make_photo(event=None))
    make_photo()
    make_source(listed_by=make_statement().reports.get().source)

    for kind in (Person, Organisation, Place, Topic, Source, Photo):
        assert told("nobody-links", kind) == []
