import pytest
from django.urls import reverse

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
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def section(response, name):
    return page(response).one("section", aria_labelledby=name)


def test_person_page_shows_roles_with_what_dates_them(client):
    person = make_person(name="Lương Cường", lang="vi")
    state = make_organisation(name="Viet Nam")
    older, newer = make_source(published_on="2025-09-22"), make_source(published_on="2025-10")
    roles = [
        {"title": "President", "sources": [newer, older]},
        {"title": "Member", "started_on": "2021", "ended_on": "2024-10"},
        {"title": "Chair", "started_on": "2024", "sources": [older]},
        {"title": "Founder"},
    ]
    for values in roles:
        make_role(person=person, organisation=state, **values)
    make_role(title="Minister")
    make_participation(person=person)

    shown = get(client, person)

    assert sorted(section(shown, "roles").texts("li")) == [
        "Chair, Viet Nam (from 2024, still held as of 22 September 2025)",
        "Founder, Viet Nam (dates not known)",
        "Member, Viet Nam (from 2021 to October 2024)",
        "President, Viet Nam (as of October 2025)",
    ]
    heading = page(shown).one("h1")
    assert (heading.text, heading.attributes) == ("Lương Cường", {"lang": "vi", "dir": "ltr"})


def test_person_page_shows_other_spellings_with_the_sources_that_write_them(client):
    person = make_person()
    arabic = make_source(publisher=make_organisation(name="صحيفة", lang="ar"))
    make_name(person=person, text="كوونغ", lang="ar", sources=[arabic])
    vov = make_source(publisher=make_organisation(name="VOV"))
    make_name(person=person, text="Luong Cuong", sources=[vov], kind="short")
    make_name(person=person, text="Cuong")
    make_name(text="Guterres")
    make_participation(person=person)

    shown = section(get(client, person), "names")

    assert shown.texts("li") == [
        "Cuong spelling",
        "Luong Cuong short form: VOV",
        "كوونغ spelling, Arabic: صحيفة",
    ]
    assert shown.one("span", lang="ar", dir="rtl").text == "كوونغ"
    assert shown.one("a", lang="ar", dir="rtl").text == "صحيفة"


def test_person_page_shows_public_statements_newest_first_once_each(client):
    person, event = make_person(), make_event()
    second = make_statement(event=event, order=2, speaker={"person": person})
    first = make_statement(event=event, order=1, speaker={"person": person})
    make_speaker(statement=first, person=person)
    for hidden in ({"status": "draft"}, {"status": "withdrawn"}, {"report": None}):
        make_statement(event=event, speaker={"person": person}, **hidden)
    make_statement(event=event)

    shown = get(client, person)

    assert shown.context["statements"] == [second, first]
    assert page(shown).texts("p", class_="gist") == [second.gist, first.gist]
    assert "in the archive" not in page(shown).text


def test_person_page_shows_parts_in_public_events_as_printed(client):
    person = make_person()
    event = make_event(title="The opening", date="2025-10-25")
    source = make_source(lang="vi", publisher=make_organisation(name="VNA"))
    credit = {"part": "chair", "printed_as": "Chủ tịch nước", "paragraph": 3}
    make_participation(person=person, event=event, source=source, **credit)
    later = make_event(title="The session", date="2026-01")
    make_participation(person=person, event=later, source=source, basis="planned")
    make_participation(person=person, event=make_event(status="draft"))
    make_participation(event=event)

    shown = section(get(client, person), "took-part")

    assert shown.one("ul", class_="roster plain").texts("p") == [
        "The session",
        "January 2026",
        "The opening",
        "25 October 2025",
    ]
    assert shown.texts("ul", class_="printed") == [
        "Guest (planned) VNA",
        "Chair: Chủ tịch nước VNA, paragraph 3",
    ]
    assert shown.one("span", lang="vi", dir="ltr").text == "Chủ tịch nước"


def test_person_page_shows_public_pictures(client):
    person = make_person()
    photo = make_photo(caption="On the stage.")
    make_depiction(person=person, photo=photo, position="fifth from left")
    make_depiction(person=person, photo=make_photo(event=make_event(status="draft")))
    make_depiction(photo=make_photo())

    shown = get(client, person)

    assert section(shown, "photos").texts("li") == ["On the stage. (fifth from left)"]


def test_organisation_page_shows_what_it_is_part_of_and_its_public_bodies(client):
    parent = make_organisation(name="United Nations")
    office = make_organisation(
        name="UNODC", formal_name="The Office", kind="un-body", parent=parent
    )
    for name in ("Mission", "Branch"):
        body = make_organisation(name=name, parent=office)
        make_participation(organisation=body)
    hidden = make_organisation(name="Secret branch", parent=office)
    make_participation(organisation=hidden, event=make_event(status="draft"))
    make_participation(organisation=office)

    shown = page(get(client, office))

    assert shown.one("h1").text == "UNODC"
    assert shown.texts("dd") == ["The Office", "United Nations"]
    bodies = shown.one("section", aria_labelledby="children")
    assert bodies.texts("li") == ["Branch", "Mission"]


def test_organisation_page_shows_its_public_people(client):
    office = make_organisation()
    person = make_person(name="Đặng Hoàng Giang", sort_name="Đặng Hoàng Giang", lang="vi")
    dated = make_source(published_on="2025-10-25")
    make_role(person=person, organisation=office, title="Deputy Minister", sources=[dated])
    make_participation(person=person, organisation=office)
    hidden = make_role(organisation=office).person
    make_participation(person=hidden, event=make_event(status="draft"))

    shown = section(get(client, office), "people")

    assert shown.texts("li") == ["Đặng Hoàng Giang Deputy Minister (as of 25 October 2025)"]
    assert shown.one("a", lang="vi", dir="ltr").text == "Đặng Hoàng Giang"


def test_organisation_page_shows_statements_parts_names_and_pictures(client):
    office = make_organisation()
    statement = make_statement(speaker={"organisation": office})
    make_statement(speaker={"organisation": office}, status="review")
    host = make_participation(organisation=office, part="host")
    make_participation(organisation=office, event=make_event(status="review"))
    name = make_name(organisation=office, text="The Office")
    depiction = make_depiction(organisation=office)
    make_depiction(organisation=office, photo=make_photo(event=make_event(status="review")))

    shown = get(client, office).context

    assert list(shown["statements"]) == [statement]
    assert list(shown["participations"]) == [host]
    assert list(shown["names"]) == [name]
    assert list(shown["depictions"]) == [depiction]


def test_organisation_page_shows_sources_it_published_is_credited_in_or_passed_on(client):
    agency = make_organisation(kind="agency")
    values = [{"publisher": agency}, {"credited_to": agency}, {}, {}]
    days = ["2025-10-25", "2025-10-26", "2025-10-27", "2025-10-28"]
    sources = [make_source(published_on=on, **more) for on, more in zip(days, values, strict=True)]
    for source in sources:
        make_report(statement=make_statement(), source=source)
    make_report(statement=make_statement(), source=sources[2], via=agency)
    make_source(publisher=agency)

    shown = get(client, agency)

    assert list(shown.context["sources"]) == [sources[2], sources[1], sources[0]]


@pytest.mark.parametrize(
    ("name", "make_record"),
    [("person", make_person), ("organisation", make_organisation), ("source", make_source)],
)
def test_record_that_only_a_draft_names_has_no_page(client, name, make_record):
    record = make_record()
    make_participation(event=make_event(status="draft"), **{name: record})

    shown = get(client, record)
    machine = client.get(f"{record.get_absolute_url().rstrip('/')}.json")

    assert (shown.status_code, machine.status_code) == (404, 404)
    assert "There is no such page" in shown.content.decode()


def test_people_are_listed_by_sort_name_with_their_roles(client):
    waly = make_person(name="Ghada Waly", sort_name="Waly, Ghada")
    guterres = make_person(name="António Guterres", sort_name="Guterres, António")
    for person in (waly, guterres):
        make_participation(person=person)
    make_person(name="Nobody")
    body = make_organisation(name="United Nations")
    make_role(person=guterres, organisation=body, title="Secretary-General")

    shown = page(client.get(reverse("people:person-list")))

    assert shown.texts("div", class_="entry-words") == [
        "António Guterres Secretary-General, United Nations (dates not known)",
        "Ghada Waly",
    ]


def test_organisations_are_listed_by_name_with_their_kind(client):
    for name, kind in [("VNA", "agency"), ("Austria", "state")]:
        make_participation(organisation=make_organisation(name=name, kind=kind))
    make_organisation(name="Atlantis", kind="state")

    shown = client.get(reverse("people:organisation-list"))
    states = client.get(reverse("people:organisation-list"), {"kind": "state"})

    assert "Austria State" in page(shown).texts("div", class_="entry-words")
    assert [row.name for row in states.context["page"]] == ["Austria"]
