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
    make_person,
    make_photo,
    make_place,
    make_role,
    make_source,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def get(client, record):
    return client.get(record.get_absolute_url())


def section(response, name):
    return page(response).one("section", aria_labelledby=name)


def test_event_page_says_what_when_where_and_what_it_is_part_of(client):
    hanoi = make_place(name="Hanoi")
    centre = make_place(name="National Convention Center", kind="venue", parent=hanoi)
    whole = make_event(title="The high-level conference")
    event = make_event(
        title="The signing ceremony",
        kind="ceremony",
        date="2025-10-25/2025-10-26",
        place=centre,
        parent=whole,
        instrument=make_instrument(name="the Hanoi Convention"),
        summary="Where it was opened for signature.",
    )

    shown = page(get(client, event)).one("article").one("header")

    assert shown.texts("p")[:2] == ["Ceremony", "Where it was opened for signature."]
    assert shown.texts("dd") == [
        "25–26 October 2025",
        "National Convention Center, Hanoi",
        "The high-level conference",
        "the Hanoi Convention",
    ]


def test_event_page_says_what_is_not_reported(client):
    event = make_event(date="", standing="planned")
    vague = make_event(date="2025-10", date_words="earlier this week")

    shown, of_vague = page(get(client, event)), page(get(client, vague))

    assert shown.texts("p", class_="kicker") == ["Meeting · Planned"]
    assert shown.texts("span", class_="unknown") == ["date not reported", "place not reported"]
    assert of_vague.texts("dd")[0] == "earlier this week"


def test_event_page_shows_its_programme_in_order(client):
    event = make_event()
    second = make_event(parent=event, order=2, title="The panel", place=make_place(name="Hall B"))
    first = make_event(parent=event, order=1, title="The opening", date="2025-10-25T08:30+07:00")
    make_event(parent=first, title="The anthem")
    for hidden in (
        {"status": "draft"},
        {"status": "withdrawn"},
        {"publish_at": "9000-01-01T00:00Z"},
    ):
        make_event(parent=event, **hidden)

    shown = get(client, event)

    assert shown.context["programme"] == [first, second]
    assert section(shown, "programme").texts("li") == [
        "25 October 2025, 08:30 (UTC+7) The opening Meeting",
        "25 October 2025 The panel Meeting · Hall B",
    ]


def test_sub_event_page_names_no_hidden_brother(client):
    whole = make_event(title="The conference")
    event = make_event(parent=whole)
    make_event(parent=whole, title="Another part")

    shown = get(client, event)

    assert (shown.context["parent"], shown.context["programme"]) == (whole, [])
    assert "Another part" not in shown.content.decode()


def test_event_page_groups_participations_by_part_and_by_who(client):
    event = make_event()
    vna = make_source(publisher=make_organisation(name="VNA"))
    vov = make_source(publisher=make_organisation(name="VOV"), lang="vi")
    person, ministry = make_person(name="Lương Cường"), make_organisation(name="Nigeria")
    role = make_role(person=person, title="President")
    rows = [
        {"part": "host", "person": person, "role": role, "source": vna, "printed_as": "President"},
        {"part": "guest", "described_as": "Minister of Justice", "organisation": ministry},
        {"part": "guest", "described_as": "delegates"},
        {"part": "guest", "organisation": ministry},
        {"part": "guest", "person": person},
        {"part": "host", "person": person, "source": vov, "printed_as": "Chủ tịch", "paragraph": 2},
        {"part": "host", "organisation": ministry, "source": vna, "basis": "planned"},
    ]
    for order, values in enumerate(rows):
        make_participation(event=event, order=order, **{"source": vna} | values)
    make_participation(event=make_event())

    shown = section(get(client, event), "who")

    assert shown.texts("h3") == ["Host", "Guest"]
    assert shown.texts("p", class_="roster-who") == [
        "Lương Cường, President",
        "Nigeria",
        "Lương Cường",
        "Nigeria",
        "Minister of Justice, Nigeria",
        "delegates",
    ]
    assert shown.texts("ul", class_="printed") == [
        "President VNA Chủ tịch VOV, paragraph 2",
        "VNA planned",
        *["VNA"] * 4,
    ]
    assert shown.one("span", lang="vi", dir="ltr").text == "Chủ tịch"


def test_event_page_shows_titles_themes_and_dates_as_printed(client):
    event = make_event()
    vov = make_source(publisher=make_organisation(name="VOV"))
    values = {"event": event, "source": vov}
    make_wording(text="Lễ mở ký", lang="vi", **values)
    vna = make_source(publisher=make_organisation(name="VNA"))
    make_wording(text="Lễ mở ký", lang="vi", event=event, source=vna, paragraph=7)
    make_wording(text="The signing", paragraph=3, **values)
    make_wording(aspect="theme", text="Sharing responsibility", **values)
    make_wording(aspect="date", text="in January", date="2026-01", basis="planned", **values)
    make_wording(text="Of another")

    shown = section(get(client, event), "wordings")

    assert shown.facts == {
        "Title": ["Lễ mở ký VOV · VNA, paragraph 7", "The signing VOV, paragraph 3"],
        "Theme": ["Sharing responsibility VOV"],
        "Date": ["in January (planned: January 2026) VOV"],
    }
    assert [*shown.facts] == ["Title", "Theme", "Date"]
    assert shown.one("span", lang="vi", dir="ltr").text == "Lễ mở ký"


def test_event_page_shows_figures_with_basis_day_and_source(client):
    event = make_event()
    vna = make_source(publisher=make_organisation(name="VNA"))
    values = {"measure": "signatories", "words": "72 countries", "as_of": "2025-10-26"}
    make_figure(event=event, source=vna, paragraph=2, **values)
    make_figure(event=event, source=vna, words="about 110", basis="planned")
    make_figure(event=make_event(), words="another")

    rows = [*section(get(client, event), "figures").all("tr")]

    assert [row.texts("th") + row.texts("td") for row in rows[1:]] == [
        ["countries represented", "about 110", "planned", "", "VNA"],
        ["signatories", "72 countries", "final", "26 October 2025", "VNA, paragraph 2"],
    ]


def test_event_page_shows_public_statements_photos_news_topics_and_corrections(client):
    event = make_event()
    topic, correction = make_topic(), make_correction(event=event)
    event.topics.set([topic])
    second, first = make_statement(event=event, order=2), make_statement(event=event, order=1)
    article = make_article(events=[event])
    photo = make_photo(event=event, caption="On the stage.", credit="Bảo Chi", source=make_source())
    for hidden in ({"status": "draft"}, {"publish_at": "9000-01-01T00:00Z"}):
        make_statement(event=event, **hidden)
        make_article(events=[event], **hidden)
    make_photo(), make_statement(), make_article(), make_correction(), make_topic()

    shown = get(client, event)

    assert shown.context["said"] == [(event, [first, second])]
    assert shown.context["photos"] == [photo]
    assert list(shown.context["articles"]) == [article]
    assert list(shown.context["topics"]) == [topic]
    assert list(shown.context["corrections"]) == [correction]
    assert section(shown, "photos").text.startswith("Photographs On the stage. (Bảo Chi)")
    assert "71 articles" in section(shown, "corrections").text


def test_event_page_leads_to_its_calendar_entry_and_document(client):
    event = make_event()

    links = [row.attributes["href"] for row in page(get(client, event)).all("link")]
    twins = [link for link in links if link.startswith(f"/events/{event.slug}.")]

    assert twins == [f"/events/{event.slug}.json", f"/events/{event.slug}.ics"]
    assert [client.get(link).status_code for link in twins] == [200, 200]


def test_place_page_shows_where_it_is_its_venues_names_and_public_events(client):
    country = make_organisation(name="Viet Nam", kind="state")
    hanoi = make_place(
        name="Hanoi",
        country=country,
        latitude="21.02450",
        longitude="105.84117",
        time_zone="Asia/Ho_Chi_Minh",
    )
    hall = make_place(name="The Hall", kind="venue", parent=hanoi)
    wording = make_wording(place=hanoi, text="Hà Nội", lang="vi")
    event = make_event(place=hanoi)
    make_event(place=hall)
    make_event(place=hanoi, status="draft")
    make_event(place=make_place(name="Secret hall", parent=hanoi), status="draft")

    shown = get(client, hanoi)
    of_hall = page(get(client, hall))

    assert page(shown).one("header", class_="page-head").texts("dd") == [
        "Viet Nam",
        "21.02450, 105.84117",
        "Asia/Ho_Chi_Minh",
    ]
    assert shown.context["venues"] == [hall]
    assert shown.context["wordings"] == [("Name", [[wording]])]
    assert list(shown.context["events"]) == [event]
    assert page(shown).one("span", lang="vi", dir="ltr").text == "Hà Nội"
    assert of_hall.one("header", class_="page-head").texts("dd") == ["Hanoi"]
    assert of_hall.one("nav", class_="crumbs").texts("li") == ["Places", "Hanoi"]


def test_topic_page_shows_what_is_public_under_it(client):
    topic = make_topic()
    rows = {}
    for hidden in ({}, {"status": "draft"}, {"status": "withdrawn"}):
        made = {
            "articles": make_article(topics=[topic], **hidden),
            "events": make_event(topics=[topic], **hidden),
            "statements": make_statement(topics=[topic], **hidden),
        }
        rows = rows or made

    shown = get(client, topic).context

    assert {name: list(shown[name]) for name in rows} == {name: [row] for name, row in rows.items()}


def test_corrections_are_listed_newest_first_with_the_page_they_are_about(client):
    for month, values in [
        ("2026-01", {"article": make_article(headline="A ceremony")}),
        ("2026-03", {"event": make_event(title="The opening")}),
        ("2026-02", {"statement": make_statement(gist="It matters.")}),
        ("2026-04", {"event": make_event(status="withdrawn")}),
        ("2026-05", {"event": make_event(parent=make_event(status="draft"))}),
    ]:
        make_correction(made_at=f"{month}-05T00:00Z", **values)

    shown = page(client.get(reverse("events:correction-list"))).one("main")

    assert shown.texts("h2") == ["The opening", "It matters.", "A ceremony"]
    for link in [row.one("a").attributes["href"] for row in shown.all("h2")]:
        address, _, key = link.partition("#")
        assert page(client.get(address)).one("div", id=key).attributes["class"] == "correction"
