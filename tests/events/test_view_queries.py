"""What a page costs: the same queries however much it shows."""

import pytest
from django.urls import reverse

from tests.make import (
    make_article,
    make_correction,
    make_event,
    make_figure,
    make_instrument,
    make_organisation,
    make_participation,
    make_passage,
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

pytestmark = pytest.mark.django_db


def venue():
    return make_place(parent=make_place(), country=make_organisation(kind="state"))


def rich_statement(**values):
    """With two speakers and two reports, each with two passages and agencies."""
    default = {"event": make_event(place=venue()), "instrument": make_instrument()}
    statement = make_statement(speaker=None, report=None, **default | values)
    for _ in range(2):
        role = make_role()
        body = make_organisation(parent=make_organisation())
        make_speaker(statement=statement, person=role.person, role=role, organisation=body)
        source = make_source(credited_to=make_organisation())
        report = make_report(statement=statement, source=source, via=make_organisation())
        make_passage(report=report, order=2)
    return statement


def make_rich_article():
    photo = make_photo(source=make_source())
    return make_article(lead_photo=photo, topics=[make_topic()])


def make_rich_event():
    return make_event(place=venue(), parent=make_event(), instrument=make_instrument())


def fill_article(article, rows):
    for _ in range(rows):
        statement = rich_statement()
        article.topics.add(make_topic())
        article.events.add(make_event(place=venue()))
        article.sources.add(make_source(credited_to=make_organisation()))
        make_correction(article=article)
        for kind, row in [
            ("statement", statement),
            ("event", statement.event),
            ("person", statement.speakers.first().person),
            ("organisation", statement.speakers.first().organisation),
            ("source", statement.reports.first().source),
            ("place", statement.event.place),
        ]:
            article.body += f"\n\nIt says [so]({kind}:{row.slug})."
        article.body += f"\n\n{{statement: {statement.slug}}}"
    article.save()


def fill_event(event, rows):
    for n in range(rows):
        event.topics.add(make_topic())
        make_event(parent=event, place=venue(), order=n)
        role, body = make_role(), make_organisation(parent=make_organisation())
        for _ in range(2):
            make_participation(event=event, person=role.person, role=role, organisation=body)
        make_participation(event=event, organisation=body)
        make_wording(event=event)
        make_figure(event=event)
        rich_statement(event=event, order=n)
        make_photo(event=event, source=make_source())
        make_article(events=[event], lead_photo=make_photo())
        make_correction(event=event)


def fill_statement(statement, rows):
    for _ in range(rows):
        statement.topics.add(make_topic())
        statement.responds_to.add(rich_statement())
        statement.responses.add(rich_statement())
        make_report(statement=statement, source=make_source(credited_to=make_organisation()))
        make_speaker(statement=statement, organisation=make_organisation())
        make_figure(statement=statement)
        make_correction(statement=statement)


def fill_topic(topic, rows):
    for _ in range(rows):
        make_rich_article().topics.add(topic)
        make_rich_event().topics.add(topic)
        rich_statement(topics=[topic])


def fill_place(place, rows):
    for _ in range(rows):
        make_event(place=place, parent=make_event())
        make_event(place=make_place(parent=place))
        make_wording(place=place)


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("make_record", "fill", "queries"),
    [
        (make_rich_article, fill_article, 12),
        (make_rich_event, fill_event, 12),
        (rich_statement, fill_statement, 11),
        (make_topic, fill_topic, 7),
        (venue, fill_place, 4),
    ],
)
def test_record_page_needs_the_same_queries_for_any_number_of_rows(
    client, rows, make_record, fill, queries, django_assert_num_queries
):
    record = make_record()
    fill(record, rows)

    with django_assert_num_queries(queries):
        client.get(record.get_absolute_url())


def make_corrections():
    make_correction(article=make_article())
    make_correction(event=make_event(parent=make_event()))
    make_correction(statement=make_statement())


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("name", "make_row", "queries"),
    [
        # the keys, the rows and all choices of filters; for statements also who and whence
        ("article", make_rich_article, 3),
        ("event", make_rich_event, 3),
        ("statement", rich_statement, 5),
        ("topic", make_rich_article, 1),
        ("place", make_rich_event, 1),
        # the count and the rows
        ("correction", make_corrections, 2),
    ],
)
def test_list_needs_the_same_queries_for_any_number_of_rows(
    client, rows, name, make_row, queries, django_assert_num_queries
):
    for _ in range(rows):
        make_row()

    with django_assert_num_queries(queries):
        client.get(reverse(f"events:{name}-list"))


@pytest.mark.parametrize("rows", [1, 5])
# one query more than without filters: the records that were chosen, for their names
@pytest.mark.parametrize(("name", "queries"), [("article", 4), ("event", 4), ("statement", 6)])
def test_filters_cost_a_list_one_further_query(
    client, rows, name, queries, django_assert_num_queries
):
    topic, event = make_topic(), make_event(place=venue(), date="2025-10-25")
    person, body, source = make_person(), make_organisation(), make_source()
    make_participation(event=event, organisation=body)
    for _ in range(rows):
        make_article(events=[event], topics=[topic])
        statement = rich_statement(event=event, topics=[topic], date="2025-10-25")
        make_speaker(statement=statement, person=person, organisation=body)
        make_report(statement=statement, source=source)
    choices = {
        "article": {"q": "says", "event": event.slug, "topic": topic.slug, "year": 2026},
        "event": {
            "q": "event",
            "place": event.place.slug,
            "organisation": body.slug,
            "year": 2025,
            "when": "past",
        },
        "statement": {
            "q": "point",
            "speaker": person.slug,
            "event": event.slug,
            "topic": topic.slug,
            "organisation": body.slug,
            "source": source.slug,
            "language": "en",
            "mode": "quoted",
            "year": 2025,
            "sort": "oldest",
        },
    }

    with django_assert_num_queries(queries):
        shown = client.get(reverse(f"events:{name}-list"), choices[name])

    assert len(shown.context["page"]) == (1 if name == "event" else rows)


@pytest.mark.parametrize("rows", [1, 5])
def test_empty_list_asks_which_filter_to_drop_in_one_query(client, rows, django_assert_num_queries):
    person = make_person()
    for _ in range(rows):
        make_statement(speaker={"person": person}, date="2025")
    query = {"speaker": person.slug, "year": 2024, "mode": "paraphrase"}

    with django_assert_num_queries(4):  # the person, the keys, the choices, the ways out
        shown = client.get(reverse("events:statement-list"), query)

    assert len(shown.context["page"]) == 0
