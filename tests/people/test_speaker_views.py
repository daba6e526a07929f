import pytest

from people import views
from tests.make import (
    make_depiction,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def section(response, name):
    return page(response).one("section", aria_labelledby=name)


def test_person_page_shows_a_bounded_number_of_statements_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(views, "STATEMENTS_SHOWN", 2)
    person = make_person()
    rows = [make_statement(speaker={"person": person}, date=f"2025-0{n}") for n in range(1, 4)]
    make_statement(speaker={"person": person}, status="draft")

    shown = get(client, person)

    assert shown.context["statements"] == [rows[2], rows[1]]
    (more,) = section(shown, "statements").all("a", class_="button button-quiet")
    assert (more.text, more.attributes["href"]) == (
        "All 3 in the archive",
        f"/statements/?speaker={person.slug}",
    )


@pytest.mark.parametrize(
    ("name", "make_record", "parameter"),
    [("person", make_person, "speaker"), ("organisation", make_organisation, "organisation")],
)
def test_page_counts_the_topics_of_public_statements(client, name, make_record, parameter):
    record = make_record()
    law, peace, hidden = (make_topic(name=name) for name in ("Law", "Peace", "Hidden"))
    make_statement(topics=[law, peace], speaker={name: record})
    make_statement(topics=[peace], speaker={name: record})
    make_statement(topics=[law, hidden], speaker={name: record}, status="draft")
    make_statement(topics=[law])

    shown = section(get(client, record), "about")

    assert shown.texts("li") == ["Peace 2", "Law 1"]
    assert [row.attributes["href"] for row in shown.all("a")] == [
        f"/statements/?{parameter}={record.slug}&topic={topic.slug}" for topic in (peace, law)
    ]


@pytest.mark.parametrize(
    ("name", "make_record"), [("person", make_person), ("organisation", make_organisation)]
)
def test_page_lists_the_sources_that_mention_who_it_is_about(client, name, make_record):
    record = make_record()
    days = [f"2025-10-2{n}" for n in range(5)]
    sources = [make_source(published_on=day) for day in days]
    make_statement(speaker={name: record}, report={"source": sources[0]})
    make_participation(source=sources[1], **{name: record})
    make_depiction(photo=make_photo(source=sources[2]), **{name: record})
    make_name(sources=[sources[3]], **{name: record})
    make_role(sources=[sources[4]], **{"person": make_speaker().person} | {name: record})
    draft = make_event(status="draft")
    secret = make_statement(speaker={name: record}, status="draft")
    known = [make_source(title=f"Known {n}") for n in range(3)]
    for source in known:
        make_report(statement=make_statement(), source=source)
    make_report(statement=secret, source=known[0])
    make_participation(source=known[1], event=draft, **{name: record})
    make_depiction(photo=make_photo(source=known[2], event=draft), **{name: record})

    shown = get(client, record).context["sources" if name == "person" else "mentions"]

    assert shown == sources[::-1]


@pytest.mark.parametrize(
    ("name", "make_record", "said"),
    [
        ("person", make_person, "Not shown here: 1 more"),
        ("organisation", make_organisation, "Not shown here: 1 more. All its events"),
    ],
)
def test_page_shows_a_bounded_number_of_parts_and_says_so(
    client, monkeypatch, name, make_record, said
):
    monkeypatch.setattr(views, "PARTS_SHOWN", 2)
    record = make_record()
    for n in range(1, 4):
        make_participation(event=make_event(date=f"2025-0{n}"), **{name: record})
    make_participation(event=make_event(status="draft"), **{name: record})

    shown = get(client, record)

    assert [event.date for event, _rows in shown.context["took_part"]] == ["2025-03", "2025-02"]
    assert section(shown, "took-part").texts("p", class_="meta more") == [said]
