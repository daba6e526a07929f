import pytest
from django.utils import timezone

from hanoiconv.search import MOST_HITS, search
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import page

pytestmark = pytest.mark.django_db


def found(text):
    """What a search finds, as addresses."""
    return [hit.url for hit in search(text, timezone.now())]


def publish(person):
    """Makes a person public, by a part in a public event."""
    make_participation(person=person)
    return person


@pytest.mark.parametrize(
    "typed",
    [
        "Đặng Hoàng Giang",
        "dang hoang giang",
        "DANG GIANG",
        "đặng",
        "ĐẶNG",
        "  giang \t dang\n",
        "\u0110a\u0323\u0306ng",  # the marks as characters of their own
        "hoan",
    ],
)
def test_search_folds_marks_case_and_crossed_letters(typed):
    person = publish(make_person(name="Đặng Hoàng Giang"))
    publish(make_person(name="António Guterres"))

    assert found(typed) == [person.get_absolute_url()]


@pytest.mark.parametrize("typed", ["公约", "конвенция", "اتفاقية"])
def test_search_finds_words_in_other_scripts(typed):
    source = make_source(title="联合国公约 Конвенция اتفاقية")
    make_report(statement=make_statement(), source=source)
    make_report(statement=make_statement(), source=make_source(title="另外"))

    assert found(typed) == [source.get_absolute_url()]


def test_search_wants_every_word_each_anywhere_in_the_record():
    both = make_article(headline="Signing in Hanoi", body="Many signed.")
    make_article(headline="Signing in Vienna")
    make_article(headline="Hanoi", body="A city.")

    assert found("hanoi signing") == found("signed HANOI") == [both.get_absolute_url()]
    assert found("hanoi signing vienna") == []


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\u00a0", "\u0301"])
def test_search_for_nothing_finds_nothing(typed, django_assert_num_queries):
    make_article()

    with django_assert_num_queries(0):
        assert found(typed) == []


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", '"', "' or 1=1 --", "h%i", "han_i"])
def test_search_takes_signs_as_they_stand(typed):
    make_article(headline="Hanoi")
    signed = make_article(headline=f"With {typed} in it", standfirst="x", byline="x", body="x")

    assert found(typed) == [signed.get_absolute_url()]


def ways_to_find():
    """One row of each kind for every text that is searched."""
    person = make_person(name="Zqname")
    make_name(person=person, text="Zqspelling")
    make_role(person=person, title="Zqoffice")
    publish(person)
    body = make_organisation(name="Zqbody", formal_name="Zqformal")
    make_name(organisation=body, text="Zqacronym")
    make_participation(organisation=body)
    event = make_event(title="Zqevent", summary="Zqsummary", place=make_place(name="Zqplace"))
    make_wording(event=event, text="Zqtheme", aspect="theme")
    make_wording(place=event.place, text="Zqtown")
    statement = make_statement(
        gist="Zqgist", speaker={"person": person, "described_as": "Zqsomeone"}
    )
    make_speaker(statement=statement, organisation=body)
    publisher = make_organisation(name="Zqpublisher")
    report = make_report(
        statement=statement, source=make_source(title="Zqtitle", publisher=publisher), passage=None
    )
    make_passage(report=report, quoted="Zqquoted")
    texts = {"headline": "Zqheadline", "standfirst": "Zqstandfirst", "body": "Zqarticle"}
    article = make_article(**texts, topics=[make_topic(name="Zqtopic")])
    return {
        article: ["zqheadline", "zqstandfirst", "zqarticle"],
        statement: ["zqgist", "zqsomeone", "zqquoted", "zqname", "zqspelling", "zqbody"],
        event: ["zqevent", "zqsummary", "zqtheme"],
        person: ["zqname", "zqspelling", "zqoffice"],
        body: ["zqbody", "zqformal", "zqacronym"],
        publisher: ["zqpublisher"],
        report.source: ["zqtitle", "zqpublisher"],
        article.topics.get(): ["zqtopic"],
        event.place: ["zqplace", "zqtown"],
    }


def test_search_finds_each_kind_by_each_of_its_texts():
    ways = ways_to_find()
    words = {word for of_row in ways.values() for word in of_row}

    hits = {word: set(found(word)) for word in words}

    assert hits == {
        word: {row.get_absolute_url() for row, of_row in ways.items() if word in of_row}
        for word in words
    }


def test_search_orders_by_kind_then_by_title():
    for name in ("Zq b", "Zq a"):
        publish(make_person(name=name, slug=name.lower().replace(" ", "-")))
        make_article(headline=name, slug=name.lower().replace(" ", "-"))
    make_event(title="Zq", slug="zq")

    assert found("zq") == [
        "/news/zq-a/",
        "/news/zq-b/",
        "/events/zq/",
        "/people/zq-a/",
        "/people/zq-b/",
    ]


def test_search_finds_a_record_once_however_often_it_matches():
    person = publish(make_person(name="Zq zq"))
    for text in ("Zq one", "Zq two"):
        make_name(person=person, text=text)
    for _ in range(2):
        publish(person)

    assert found("zq") == [person.get_absolute_url()]


def test_search_finds_only_what_is_public():
    shown = make_event(title="Zq")
    for hidden in ({"status": "draft"}, {"status": "review"}, {"status": "withdrawn"}):
        make_article(headline="Zq", **hidden)
        make_event(title="Zq", **hidden)
        make_statement(gist="Zq", speaker={"person": make_person(name="Zq")}, **hidden)
    make_event(title="Zq", publish_at="9000-01-01T00:00Z")
    make_event(title="Zq", parent=make_event(status="draft"))
    make_statement(gist="Zq", report=None)
    make_topic(name="Zq"), make_place(name="Zq"), make_source(title="Zq")

    assert found("zq") == [shown.get_absolute_url()]


def test_search_shows_at_most_two_hundred_hits_and_says_how_many(client):
    for n in range(MOST_HITS + 1):
        make_event(title=f"Zq {n:03}")

    shown = client.get("/search/", {"q": "zq"})

    assert len(shown.context["hits"]) == MOST_HITS == 200
    assert [hit.title for hit in shown.context["hits"]][::199] == ["Zq 000", "Zq 199"]
    assert page(shown).one("p", role="status").text == "The first 200 records found for “zq”"


def test_search_reads_at_most_eight_words():
    article = make_article(headline="a b c d e f g h")

    assert found("a b c d e f g h nowhere") == [article.get_absolute_url()]


def test_search_page_groups_hits_by_kind_and_keeps_what_was_typed(client):
    statement = make_statement(gist="Zq <b>", speaker={"described_as": "Minister"})
    event = make_event(title="Zq event")

    shown = client.get("/search/", {"q": 'zq <"'})
    all_of_them = page(client.get("/search/", {"q": "zq"}))

    assert page(shown).one("input", type="search").attributes["value"] == 'zq <"'
    assert all_of_them.one("main").texts("h2") == ["Statements", "Events"]
    assert all_of_them.one("ul", class_="chips").texts("a") == ["Statements 1", "Events 1"]
    found = [section.one("a") for section in all_of_them.one("main").all("section")]
    assert [(link.text, link.attributes["href"]) for link in found] == [
        ("Zq <b>", statement.get_absolute_url()),
        ("Zq event", event.get_absolute_url()),
    ]
    assert all_of_them.one("p", role="status").text == "2 records found for “zq”"


def test_search_page_without_words_explains_itself(client):
    shown = page(client.get("/search/"))

    assert shown.one("main").texts("p") == [
        "Type a name, a word or several into the field above. Accents and capitals do not matter."
    ]


def test_search_that_finds_nothing_leads_on_to_the_lists(client):
    make_statement(gist="zq", status="draft")

    shown = page(client.get("/search/", {"q": "zq"}))

    assert shown.one("p", role="status").text == "0 records found for “zq”"
    links = [link.attributes["href"] for link in shown.one("div", class_="empty").all("a")]
    assert links == ["/statements/", "/people/", "/events/", "/news/"]


@pytest.mark.parametrize("address", ["/search/", "/news/"])
@pytest.mark.parametrize(
    "body",
    [
        "Words [linked](statement:zqhidden).",
        "Words\n\n{statement: zqhidden}\n\nmore",
        "Words [linked][1].\n\n[1]: statement:zqhidden",
        "Words <statement:zqhidden>.",
        "Words [linked](<statement:zqhidden> 'zqhidden')",
    ],
)
def test_search_reads_no_target_of_a_link_in_an_article(client, address, body):
    make_statement(slug="zqhidden", status="draft")
    make_article(body=body)

    found = client.get(address, {"q": "words"}).content.decode()
    probed = client.get(address, {"q": "zqhidden"}).content.decode()

    assert "Headline" in found
    assert "Headline" not in probed
