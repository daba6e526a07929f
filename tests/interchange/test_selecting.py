import pytest
from django.utils import timezone

from events.models import Event, Statement
from hanoiconv.interchange.outgoing import Public, Whole
from hanoiconv.interchange.selecting import NotExported, named, with_all_they_refer_to
from people.models import Person
from tests.make import (
    make_article,
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def chosen(*words, source=None):
    """The slugs of the records that those words choose, with all they refer to, by kind."""
    source = source or Whole()
    found = with_all_they_refer_to(named(words, source), source)
    return {model._meta.model_name: [*rows] for model, rows in found.items() if rows}


def test_records_are_named_by_kind_and_slug():
    make_event(slug="day")
    make_person(slug="guterres")

    assert named(["event:day", "people.person:guterres"], Whole()) == {
        Event: {"day"},
        Person: {"guterres"},
    }


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("day", "“day” names no record: write kind:slug, with one of article, event, "),
        ("user:admin", "“user:admin” names no record: write kind:slug, "),
        ("report:point-r1", "“report:point-r1” names no record: write kind:slug, "),
        ("event:", "“event:” names no record: write kind:slug, "),
        ("event:night", "There is no event “night” to export."),
    ],
)
def test_word_that_names_no_record_is_refused(word, reason):
    with pytest.raises(NotExported) as refusal:
        named([word], Whole())

    assert str(refusal.value).startswith(reason)


def test_record_goes_with_all_that_its_rows_name_and_so_on():
    un, outlet = make_organisation(slug="un"), make_organisation(slug="outlet")
    attests = make_source(slug="attests", publisher=outlet)
    role = make_role(person=make_person(slug="guterres"), organisation=un, sources=[attests])
    event = make_event(slug="day", parent=make_event(slug="week"))
    make_participation(event=event, person=role.person, source=attests)
    statement = make_statement(
        slug="point", event=event, topics=[make_topic(slug="topic")], speaker=None, report=None
    )
    make_speaker(statement=statement, person=None, role=None, organisation=un)
    statement.responds_to.add(make_statement(slug="before", speaker=None, report=None))
    make_statement(slug="other", event=event)

    assert chosen("statement:point") == {
        "organisation": ["outlet", "un"],
        "source": ["attests"],
        "person": ["guterres"],
        "topic": ["topic"],
        "event": ["day", "week"],
        "statement": ["before", "point"],
    }


def test_role_brings_its_person():
    role = make_role(person=make_person(slug="guterres"), organisation=make_organisation(slug="un"))
    make_statement(slug="point", speaker={"person": role.person, "role": role}, report=None)

    found = chosen("statement:point")

    assert (found["person"], found["organisation"]) == (["guterres"], ["un"])


def test_article_brings_what_its_text_names():
    make_event(slug="day")
    make_statement(slug="point", speaker=None, report=None)
    body = "On [the day](event:day).\n\n{statement: point}\n\n[x](event:gone) [y](other:kind)"
    make_article(slug="ours", body=body)

    assert chosen("article:ours") == {"article": ["ours"], "event": ["day"], "statement": ["point"]}


def test_of_what_readers_see_nothing_else_is_brought():
    draft = make_event(slug="draft", status="draft")
    make_statement(slug="point", event=draft, report={"source": make_source(slug="vna")})
    source = Public(timezone.now())

    found = chosen("statement:point", source=source)

    assert ("event" in found, found["source"]) == (False, ["vna"])
    with pytest.raises(NotExported, match="There is no event “draft” to export"):
        named(["event:draft"], source)


@pytest.mark.parametrize("rows", [1, 5])
def test_choosing_needs_the_same_queries_for_any_number_of_rows(rows, django_assert_num_queries):
    event = make_event()
    pks = [make_statement(event=event).slug for _ in range(rows)]
    source = Whole()

    # five kinds: which are there, their rows, parts, groups, and the keys of what they name
    with django_assert_num_queries(31):
        with_all_they_refer_to({Statement: {*pks}}, source)
