import pytest

from hanoiconv.documents import PRIVATE
from tests.make import (
    make_article,
    make_correction,
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
    make_wording,
)

pytestmark = pytest.mark.django_db

# What the rows of small_record() look like in a file, by the address of their page.
FIGURE = {
    "measure": "countries represented",
    "low": 110,
    "high": 110,
    "unit": "countries",
    "qualifier": "exactly",
    "basis": "final",
    "as_of": "",
    "source": "tin",
    "words": "110 countries",
    "paragraph": None,
}
WORDING = {"source": "tin", "lang": "vi", "paragraph": None, "date": "", "basis": ""}
CREDIT = {"person": "luong-cuong", "organisation": "viet-nam", "described_as": ""}
DOCUMENTS = {
    "organisations/vna": {
        "type": "organisation",
        "name": "VNA",
        "lang": "en",
        "kind": "agency",
        "formal_name": "",
        "country_code": "",
        "parent": "viet-nam",
        "names": [
            {"key": "vna-n1", "text": "TTXVN", "kind": "acronym", "lang": "vi", "sources": []}
        ],
    },
    "people/luong-cuong": {
        "type": "person",
        "name": "Lương Cường",
        "lang": "vi",
        "sort_name": "Lương Cường",
        "roles": [
            {
                "key": "luong-cuong-role1",
                "organisation": "viet-nam",
                "title": "President",
                "started_on": "2024-10",
                "ended_on": "",
                "sources": ["tin"],
            }
        ],
        "names": [
            {
                "key": "luong-cuong-n1",
                "text": "Luong Cuong",
                "kind": "spelling",
                "lang": "",
                "sources": ["tin"],
            }
        ],
    },
    "sources/tin": {
        "type": "source",
        "title": "Tin",
        "kind": "press-report",
        "publisher": "vna",
        "published_on": "2025-10-25",
        "lang": "vi",
        "url": "https://example.org/tin",
        "credit": "(TTXVN)",
        "credited_to": "vna",
        "read_on": "2026-11-21",
        "listed_by": None,
    },
    "topics/trust": {"type": "topic", "name": "Trust"},
    "places/hanoi": {
        "type": "place",
        "name": "Hanoi",
        "kind": "city",
        "parent": None,
        "country": "viet-nam",
        "lang": "en",
        "latitude": "21.02450",
        "longitude": "105.84117",
        "time_zone": "Asia/Ho_Chi_Minh",
        "wordings": [{"key": "hanoi-w1", "aspect": "name", "text": "Hà Nội"} | WORDING],
    },
    "convention": {
        "type": "instrument",
        "name": "the Convention",
        "formal_title": "United Nations Convention",
        "symbol": "",
        "adopted_on": "2024-12-24",
        "opened_on": "",
        "closes_on": "",
        "in_force_on": "",
        "summary": "",
        "entry_rule": "",
        "sources": ["tin"],
        "figures": [{"key": "convention-f1"} | FIGURE],
        "wordings": [],
        "provisions": [],
    },
    "events/opening": {
        "type": "event",
        "publish_at": "2026-01-01T00:00:00Z",
        "title": "The opening",
        "kind": "meeting",
        "standing": "held",
        "date": "2025-10-25",
        "date_words": "",
        "place": "hanoi",
        "parent": None,
        "order": 0,
        "instrument": "convention",
        "summary": "",
        "topics": ["trust"],
        "participations": [
            {
                "key": "opening-part1",
                "role": "luong-cuong-role1",
                "part": "guest",
                "source": "tin",
                "printed_as": "Chủ tịch nước",
                "paragraph": 2,
                "basis": "held",
                "order": 0,
            }
            | CREDIT
        ],
        "wordings": [{"key": "opening-w1", "aspect": "title", "text": "Lễ mở ký"} | WORDING],
        "figures": [{"key": "opening-f1"} | FIGURE],
        "corrections": [
            {
                "key": "opening-c1",
                "made_at": "2026-01-01T00:00:00Z",
                "said": "71 chapters",
                "says": "71 articles",
                "why": "A slip.",
                "told_by": "",
            }
        ],
    },
    "statements/it-matters": {
        "type": "statement",
        "publish_at": "2026-01-01T00:00:00Z",
        "gist": "It matters.",
        "event": "opening",
        "instrument": "convention",
        "date": "",
        "date_words": "",
        "order": 0,
        "responds_to": [],
        "original_lang": "",
        "topics": ["trust"],
        "speakers": [{"key": "it-matters-s1", "role": None, "order": 1} | CREDIT],
        "reports": [
            {
                "key": "it-matters-r1",
                "source": "tin",
                "via": "vna",
                "via_printed": "TTXVN",
                "mode": "quotation",
                "printed_as": "",
                "printed_in": None,
                "occasion": "",
                "lang": "en",
                "verdict": "unchecked",
                "checked_on": None,
                "checked_sha256": "",
                "passages": [
                    {
                        "key": "it-matters-r1-p1",
                        "order": 1,
                        "paragraph": 1,
                        "quoted": "Words in print.",
                        "starts": "",
                        "ends": "",
                    }
                ],
            }
        ],
        "figures": [],
        "corrections": [],
    },
    "news/signed": {
        "type": "article",
        "publish_at": "2026-01-01T00:00:00Z",
        "kicker": "",
        "headline": "Signed",
        "standfirst": "What it says in short.",
        "byline": "Compiled from reports by VNA",
        "dateline": "",
        "body": '<p><a href="/people/luong-cuong/">He</a> spoke.</p>\n',
        "lead_photo": "stage",
        "topics": [],
        "events": ["opening"],
        "sources": ["tin"],
        "updated_at": None,
        "corrections": [],
    },
}


def small_record():
    """One row of each kind and of each part, with links in both directions."""
    state = make_organisation(slug="viet-nam", name="Viet Nam", kind="state")
    vna = make_organisation(slug="vna", name="VNA", kind="agency", parent=state)
    make_name(organisation=vna, text="TTXVN", kind="acronym", lang="vi")
    values = {"publisher": vna, "credited_to": vna, "credit": "(TTXVN)", "lang": "vi"}
    values |= {"url": "https://example.org/tin", "published_on": "2025-10-25"}
    tin = make_source(slug="tin", title="Tin", **values)
    names = {"name": "Lương Cường", "sort_name": "Lương Cường", "lang": "vi"}
    person = make_person(slug="luong-cuong", **names)
    values = {"title": "President", "started_on": "2024-10", "sources": [tin]}
    role = make_role(person=person, organisation=state, **values)
    make_name(person=person, text="Luong Cuong", sources=[tin])
    values = {"latitude": "21.0245", "longitude": "105.84117", "time_zone": "Asia/Ho_Chi_Minh"}
    hanoi = make_place(slug="hanoi", name="Hanoi", country=state, **values)
    values = {"formal_title": "United Nations Convention", "adopted_on": "2024-12-24"}
    treaty = make_instrument(slug="convention", name="the Convention", sources=[tin], **values)
    values = {"instrument": treaty, "topics": [make_topic(slug="trust", name="Trust")]}
    event = make_event(slug="opening", title="The opening", place=hanoi, **values)
    credit = {"person": person, "organisation": state}
    printed = {"role": role, "printed_as": "Chủ tịch nước", "paragraph": 2}
    make_participation(event=event, source=tin, **printed, **credit)
    make_wording(place=hanoi, source=tin, text="Hà Nội", lang="vi")
    make_wording(event=event, source=tin, text="Lễ mở ký", lang="vi")
    make_figure(event=event, source=tin)
    make_figure(instrument=treaty, source=tin)
    make_correction(event=event)
    report = {"source": tin, "via": vna, "via_printed": "TTXVN"}
    values |= {"event": event, "speaker": credit, "report": report}
    make_statement(slug="it-matters", gist="It matters.", **values)
    photo = make_photo(slug="stage", event=event, source=tin)
    values = {"body": "[He](person:luong-cuong) spoke.", "lead_photo": photo}
    make_article(slug="signed", headline="Signed", events=[event], sources=[tin], **values)


@pytest.mark.parametrize("address", DOCUMENTS)
def test_document_has_every_field_and_part_of_the_record(client, address):
    small_record()

    answer = client.get(f"/{address}.json")

    own = {"page": f"http://testserver/{address}/", "slug": address.rpartition("/")[2]}
    assert answer.json() == own | DOCUMENTS[address]
    assert answer["Content-Type"] == "application/json"


def test_document_is_readable_text(client):
    small_record()

    text = client.get("/people/luong-cuong.json").content.decode()

    assert '\n  "name": "Lương Cường",\n' in text


def test_document_has_no_links_to_what_is_not_public(client):
    hidden = make_event(status="draft", slug="secret-talks")
    source = make_source(
        listed_by=make_source(), publisher=make_organisation(parent=make_organisation())
    )
    hall = make_place(parent=make_place(parent=make_place()))
    event = make_event(place=hall)
    statement = make_statement(event=hidden, report={"source": source})
    statement.responds_to.add(make_statement(status="draft"), make_statement(report=None))
    article = make_article(events=[hidden, event], body=f"[There](event:{hidden.slug}).")

    def get(row):
        return client.get(f"{row.get_absolute_url().rstrip('/')}.json").json()

    assert [get(statement)["event"], get(statement)["responds_to"]] == [None, []]
    assert get(source)["listed_by"] is None
    assert get(source.publisher)["parent"] is None
    assert [get(hall)["parent"], get(hall.parent)["parent"]] == [hall.parent.slug, None]
    assert get(article)["events"] == [event.slug]
    assert get(article)["body"] == "<p>There.</p>\n"


def test_document_tells_nothing_of_the_work_on_the_record(client):
    record = make_event()

    document = client.get(f"/events/{record.slug}.json").json()

    assert {"status", "withdrawn_reason"} == PRIVATE
    assert PRIVATE & document.keys() == set()


@pytest.mark.parametrize("rows", [1, 5])
def test_document_needs_the_same_queries_for_any_number_of_parts(
    client, rows, django_assert_num_queries
):
    event = make_event(place=make_place(), instrument=make_instrument())
    for _ in range(rows):
        event.topics.add(make_topic())
        role, source = make_role(), make_source()
        make_participation(event=event, person=role.person, role=role, source=source)
        make_participation(event=event, organisation=role.organisation, source=source)
        make_wording(event=event, source=source)
        make_figure(event=event, source=source)
        make_correction(event=event)

    # the event, its parts (5), and which of the linked are public (7)
    with django_assert_num_queries(13):
        client.get(f"/events/{event.slug}.json")
