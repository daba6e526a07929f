from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from events.models import Article, Event, Instrument, Photo, Provision, Statement
from hanoiconv.core.publication import PublicQuerySet, Publishable, any_of
from people.models import Organisation, Person, Role
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_instrument,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ROOTS = [(Article, make_article), (Event, make_event), (Statement, make_statement)]
PUBLIC_MODELS = [
    model
    for label in ("people", "events")
    for model in apps.get_app_config(label).get_models()
    if hasattr(model, "public_q")
]


def name_of(model):
    return model._meta.model_name


def public(model, now=NOON):
    return list(model.objects.public(now).order_by("pk"))


def test_the_roots_are_articles_events_and_statements():
    roots = [model for model in PUBLIC_MODELS if issubclass(model, Publishable)]

    assert sorted(map(name_of, roots)) == ["article", "event", "statement"]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "make_root"), ROOTS)
def test_public_rows_are_those_published_and_due(model, make_root):
    shown = make_root()
    make_root(status="draft")
    make_root(status="draft", publish_at=NOON - TICK)
    make_root(status="review", publish_at=NOON - TICK)
    make_root(status="withdrawn", publish_at=NOON - TICK)
    make_root(publish_at=NOON + TICK)

    assert public(model) == [shown]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "make_root"), ROOTS)
def test_scheduled_row_becomes_public_exactly_when_it_is_due(model, make_root):
    row = make_root(publish_at=NOON)

    assert public(model, NOON - TICK) == []
    assert public(model, NOON) == [row]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "make_root"), ROOTS)
def test_public_asks_the_clock_when_no_moment_is_given(model, make_root):
    shown = make_root(publish_at=timezone.now() - timedelta(minutes=1))
    make_root(publish_at=timezone.now() + timedelta(minutes=1))

    assert list(model.objects.public()) == [shown]


@pytest.mark.django_db
@pytest.mark.parametrize(("speaker", "report"), [(None, ()), ((), None), (None, None)])
def test_statement_without_speaker_or_report_is_not_public(speaker, report):
    shown = make_statement()
    make_statement(speaker=speaker, report=report)

    assert public(Statement) == [shown]


@pytest.mark.django_db
def test_statement_of_a_draft_event_is_public_while_the_event_is_not():
    event = make_event(status="draft")
    statement = make_statement(event=event)

    assert public(Statement) == [statement]
    assert public(Event) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hidden", [{"status": "draft"}, {"publish_at": NOON + TICK}, {"status": "withdrawn"}]
)
def test_event_is_public_only_with_every_event_above_it(hidden):
    top, hidden_top = make_event(), make_event(**hidden)
    middle, hidden_middle = make_event(parent=top), make_event(parent=top, **hidden)
    low = make_event(parent=middle)
    make_event(parent=hidden_top)
    make_event(parent=make_event(parent=hidden_top))
    make_event(parent=hidden_middle)

    assert public(Event) == [top, middle, low]


@pytest.mark.django_db
def test_event_under_a_scheduled_event_becomes_public_with_it():
    top = make_event(publish_at=NOON)
    low = make_event(parent=make_event(parent=top))

    assert public(Event, NOON - TICK) == []
    assert public(Event, NOON) == [top, low.parent, low]


def event_under(parent, slug):
    values = {"title": slug, "kind": "session", "standing": "held", "status": "published"}
    event = Event(slug=slug, parent=parent, publish_at=NOON, **values)
    return Event.objects.bulk_create([event])[0]


@pytest.mark.django_db
def test_event_four_levels_deep_is_never_public():
    chain = [make_event()]
    for slug in ["second", "third", "fourth", "fifth"]:
        chain.append(event_under(chain[-1], slug))

    assert public(Event) == chain[:3]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_events_in_a_ring_are_never_public(size):
    shown = make_event()
    ring = [make_event() for _ in range(size)]
    for event, above in zip(ring, [*ring[1:], ring[0]], strict=True):
        Event.objects.filter(pk=event.pk).update(parent=above)
    make_event(parent=ring[0])

    assert public(Event) == [shown]


@pytest.mark.django_db
def test_instrument_is_public_always():
    assert public(Instrument) == []

    rows = [make_instrument(), make_instrument()]

    assert public(Instrument) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLIC_MODELS, ids=name_of)
def test_public_is_one_query_with_one_moment(model, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(model.objects.public()) == []

    _, params = model.objects.public().query.sql_with_params()
    moments = {str(value) for value in params if str(value).startswith("20")}
    assert len(moments) == (0 if model in (Instrument, Provision) else 1)


def test_every_public_model_has_a_queryset_that_says_so():
    without = [row for row in PUBLIC_MODELS if not isinstance(row.objects.all(), PublicQuerySet)]

    assert without == []


@pytest.mark.django_db
def test_public_chains_with_other_conditions():
    topic = make_topic()
    shown = make_event(topics=[topic], kind="session")
    make_event(topics=[topic], kind="session", status="draft")
    make_event(kind="session")
    make_event(topics=[topic], kind="meeting")

    rows = topic.events.public(NOON).filter(kind="session")

    assert list(rows) == [shown]
    assert list(Event.objects.filter(kind="session", topics=topic).public(NOON)) == [shown]


@pytest.mark.django_db
def test_rule_counts_a_person_once_however_often_named():
    person = make_person()
    for _ in range(3):
        make_participation(person=person)
        make_speaker(statement=make_statement(), person=person)
    make_speaker(statement=make_statement(status="draft"), person=make_person())

    assert Person.objects.filter(pk=person.pk).public(NOON).count() == 1
    assert person in public(Person)
    assert Person.objects.public(NOON).count() == len(public(Person)) == 4


@pytest.mark.django_db
def test_rule_works_under_a_prefix_and_multiplies_no_rows():
    person = make_person()
    shown = make_role(person=person)
    make_role()
    for _ in range(2):
        make_speaker(statement=make_statement(), person=person)
    make_participation(event=make_event(status="draft"), person=make_role().person)

    roles = Role.objects.filter(Person.public_q(NOON, "person__"))

    assert list(roles) == [shown]
    assert roles.count() == 1


@pytest.mark.django_db
def test_rule_filters_a_count_under_a_prefix():
    event, other = make_event(), make_event()
    for _ in range(2):
        make_statement(event=event)
    make_statement(event=event, status="draft")
    make_statement(event=event, publish_at=NOON + TICK)
    make_statement(event=event, report=None)
    make_statement(event=other, speaker=None)

    number = Count("statements", filter=Statement.public_q(NOON, "statements__"))
    rows = Event.objects.annotate(number=number).order_by("pk")

    assert list(rows.values_list("pk", "number")) == [(event.pk, 2), (other.pk, 0)]


@pytest.mark.django_db
def test_rule_of_named_rows_filters_a_count_under_a_prefix():
    organisation = make_organisation()
    person = make_role(organisation=organisation).person
    make_role(organisation=organisation, person=person)
    make_role(organisation=organisation)
    make_participation(person=person)

    is_public = Person.public_q(NOON, "roles__person__")
    number = Count("roles__person", filter=is_public, distinct=True)

    assert Organisation.objects.annotate(number=number).get(pk=organisation.pk).number == 1


def sub_event(**root):
    return make_event(parent=make_event(**root))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "model", "make_row"),
    [
        ("event__", Event, lambda **root: make_figure(event=make_event(**root))),
        ("statement__", Statement, lambda **root: make_figure(statement=make_statement(**root))),
        ("event__parent__", Event, lambda **root: make_figure(event=sub_event(**root))),
    ],
)
def test_rule_under_a_prefix_leaves_out_rows_without_the_link(prefix, model, make_row):
    shown = make_row()
    make_row(status="draft")
    make_figure(instrument=make_instrument())

    figures = type(shown).objects.filter(model.public_q(NOON, prefix))

    assert list(figures) == [shown]


@pytest.mark.django_db
def test_photo_rule_works_under_a_prefix():
    shown = make_article(lead_photo=make_photo())
    make_article(lead_photo=make_photo(event=make_event(status="draft")), status="draft")
    make_article()

    articles = Article.objects.filter(Photo.public_q(NOON, "lead_photo__"))

    assert list(articles) == [shown]


@pytest.mark.django_db
def test_instrument_rule_under_a_prefix_asks_for_one():
    shown = make_event(instrument=make_instrument())
    make_event()

    assert list(Event.objects.filter(Instrument.public_q(NOON, "instrument__"))) == [shown]


@pytest.mark.django_db
def test_any_of_nothing_holds_for_no_row():
    row = make_source()
    model = type(row)

    assert list(model.objects.filter(any_of([]))) == []
    assert list(model.objects.filter(any_of([Q(pk=row.pk)]))) == [row]
    assert list(model.objects.filter(any_of([Q(pk=0), Q(pk=row.pk)]))) == [row]


MESSAGES = [
    ({"status": "deleted"}, "The status is one of: draft, review, published, withdrawn."),
    ({"publish_at": None}, "Say from when on the published page is to be seen."),
    ({"status": "withdrawn"}, "Tell readers why the page was withdrawn."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("values", "message"), MESSAGES)
@pytest.mark.parametrize(("model", "make_root"), ROOTS)
def test_status_asks_for_a_time_and_a_reason(model, make_root, values, message):
    row = make_root()
    for name, value in values.items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**values)

    assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    ("status", "publish_at", "gone"),
    [
        ("withdrawn", NOON, True),
        ("withdrawn", NOON + TICK, False),
        ("withdrawn", None, False),
        ("published", NOON, False),
        ("draft", NOON, False),
    ],
)
def test_page_is_gone_when_withdrawn_after_it_could_be_seen(status, publish_at, gone):
    assert Event(status=status, publish_at=publish_at).is_gone(NOON) is gone
