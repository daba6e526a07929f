"""What is not public shows nowhere.

A public record is walked address by address. Then rows that nobody may see are tied to it in
every way there is, each with a word of its own in every text and slug, and it is walked again:
every answer is the same to the byte, and none holds such a word.
"""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from events.models import Article, Event, Place, Statement, Topic
from people.models import Organisation, Person, Source
from tests.make import (
    make_article,
    make_capture,
    make_correction,
    make_depiction,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
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

STATES = {
    "draft": {"status": "draft"},
    "review": {"status": "review", "publish_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "scheduled": {"publish_at": datetime(9000, 1, 1, tzinfo=UTC)},
    "withdrawn": {"status": "withdrawn"},
}
PAGES = [Article, Event, Statement, Person, Organisation, Source, Topic, Place]
LINK = re.compile(
    r'(?:href="|<loc>|<link>|"(?:page|url)": ")(?:http://(?:127.0.0.1:8000|testserver))?(/[^"<]*)'
)
STAMP = re.compile('name="stamp" value="[^"]+"')  # of the error form: each has its own
LISTS = ["news", "events", "statements", "people", "organisations", "sources"]
START = [
    *["/", "/convention/", "/timeline/", "/search/", "/corrections/", "/topics/", "/places/"],
    *["/convention.json", "/events.ics", "/feeds/", "/sitemap.xml", "/news-sitemap.xml"],
    *["/data/", "/data/fields/"],
    *[f"/{part}/" for part in LISTS],
    # Words and choices that only hidden rows would answer to.
    *[f"/{part}/?q=zqt" for part in [*LISTS, "search"]],
    *[f"/events/?place=zqsplace{state}&year=8999&when=ahead" for state in STATES],
    *[f"/statements/?speaker=zqsspeaker{state}&mode=transcript" for state in STATES],
    *[f"/statements/?event=zqsevent{state}&topic=zqstopic{state}" for state in STATES],
    *[f"/news/?event=zqsevent{state}&topic=zqstopic{state}" for state in STATES],
    *["/organisations/?kind=company", "/sources/?kind=speech-text"],
]


def walked(client):
    """Every address that links lead to, with what it answers."""
    todo, answers = [*START], {}
    while todo:
        address = todo.pop().partition("#")[0].replace("&amp;", "&")
        if address in answers or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        answer = client.get(address)
        answers[address] = (answer.status_code, STAMP.sub("", answer.getvalue().decode()))
        todo += LINK.findall(answers[address][1])
    return answers


def public_record():
    """A small record in which something public stands wherever a hidden row can be tied to."""
    body = "".join(
        f"He [spoke](event:zqsevent{state}) [so](statement:zqsstatement{state}) with "
        f"[her](person:zqsspeaker{state}).\n\n{{statement: zqsstatement{state}}}\n\n"
        for state in STATES
    )
    city = make_place(name="City", slug="city")
    publisher = make_organisation(name="Publisher", slug="publisher", kind="outlet")
    source = make_source(slug="source", publisher=publisher, credited_to=make_organisation())
    office, person, topic = make_organisation(), make_person(), make_topic()
    event = make_event(place=make_place(parent=city), topics=[topic], instrument=make_instrument())
    statement = make_statement(event=None, speaker=None, report=None, topics=[topic])
    make_speaker(statement=statement, person=person, organisation=office)
    make_report(statement=statement, source=source, via=make_organisation(kind="agency"))
    make_participation(event=event, person=person, source=source)
    make_role(person=person, organisation=office, sources=[source])
    photo = make_photo(event=event, source=source)
    make_depiction(photo=photo, person=person)
    article = make_article(body=body, lead_photo=photo, topics=[topic], sources=[source])
    article.events.add(event)
    for subject in ({"article": article}, {"event": event}, {"statement": statement}):
        make_correction(**subject)
    return SimpleNamespace(
        city=city,
        publisher=publisher,
        source=source,
        office=office,
        person=person,
        topic=topic,
        event=event,
        statement=statement,
        article=article,
    )


def hide(state, there):
    """Rows in a state in which nobody may see them, and what only they name, tied to the record."""
    root = STATES[state]

    def words(label, *fields):
        return dict.fromkeys(fields, f"Zqt{label}{state}") | {"slug": f"zqs{label}{state}"}

    def body(label, **values):
        return make_organisation(**words(label, "name", "formal_name"), **values)

    def paper(label, **values):
        default = {"publisher": body(f"publisher{label}"), "credited_to": body(f"credited{label}")}
        return make_source(**words(label, "title", "credit"), **{**default, **values})

    def somebody(label):
        person = make_person(**words(label, "name", "sort_name"))
        make_name(
            person=person,
            text=f"Zqtname{label}{state}",
            sources=[there.source, paper(f"naming{label}")],
        )
        make_role(person=person, organisation=there.office, title=f"Zqtrole{label}{state}")
        attested = {"organisation": body(f"holder{label}"), "sources": [paper(f"role{label}")]}
        make_role(person=person, title=f"Zqttitle{label}{state}", **attested)
        return person

    def heading(label):
        return make_topic(**words(label, "name"))

    country = body("country", kind="state")
    place = make_place(
        **words("place", "name"), parent=make_place(**words("town", "name")), country=country
    )
    make_wording(place=place, text=f"Zqtnamed{state}", source=paper("named"))
    texts = words("event", "title", "summary", "date_words")
    event = make_event(**texts, date="8999-01-01", place=place, topics=[heading("topic")], **root)
    make_event(
        **words("subevent", "title"), parent=event, place=make_place(**words("hall", "name"))
    )
    at_public = {"place": there.city, "parent": there.event, "instrument": there.event.instrument}
    part = make_event(**words("part", "title"), topics=[there.topic], **at_public, **root)
    for about in (event, part):
        label = about.slug.removeprefix("zqs").removesuffix(state)
        printed = {"event": about, "source": there.source}
        make_participation(person=there.person, printed_as=f"Zqtcredit{label}{state}", **printed)
        make_figure(
            words=f"Zqtfigure{label}{state}", measure=f"Zqtmeasure{label}{state}", **printed
        )
        make_wording(text=f"Zqtwording{label}{state}", **printed)
        caption = words(f"photo{label}", "caption", "credit", "alt")
        make_depiction(photo=make_photo(**caption, **printed), person=there.person)
    make_participation(event=event, person=somebody("guest"), source=paper("tellsguest"))
    make_participation(event=event, organisation=body("host"), source=paper("tellshost"))
    make_figure(event=event, source=paper("counting"), words=f"Zqtcount{state}")
    make_wording(event=event, source=paper("titling"), text=f"Zqttitled{state}")
    photo = make_photo(**words("photo", "caption"), event=event, source=paper("showing"))
    make_depiction(photo=photo, person=somebody("pictured"), organisation=body("shown"))
    make_correction(
        event=event, said=f"Zqtsaid{state}", says=f"Zqtsays{state}", why=f"Zqtwhy{state}"
    )

    speaker = {
        "person": somebody("speaker"),
        "organisation": body("spokenfor", parent=there.office),
    }
    quoted = {"quoted": f"Zqtquoted{state}"}
    texts = words("statement", "gist", "date_words")
    values = {"event": event, "topics": [heading("subject")], **root}
    statement = make_statement(**texts, speaker=speaker, report=None, **values)
    names = {"via_printed": f"Zqtvia{state}", "printed_as": f"Zqtsaying{state}"}
    make_report(
        statement=statement, source=paper("saying"), via=body("agency"), passage=quoted, **names
    )
    make_report(statement=statement, source=paper("given", credited_to=there.office))
    make_figure(statement=statement, source=paper("sum"), words=f"Zqtsum{state}")
    tied = {"event": there.event, "instrument": there.event.instrument, "topics": [there.topic]}
    reply = make_statement(**words("reply", "gist"), speaker=None, report=None, **tied, **root)
    make_speaker(statement=reply, person=there.person, organisation=there.office)
    make_report(statement=reply, source=there.source, via=there.office)
    reply.responds_to.add(there.statement)
    there.statement.responds_to.add(statement, reply)
    make_statement(**words("bare", "gist"), event=there.event, report=None)

    texts = words("article", "headline", "standfirst", "body", "byline", "kicker", "dateline")
    lead = make_photo(**words("lead", "caption"), event=None, source=paper("leading"))
    article = make_article(**texts, lead_photo=lead, **root)
    article.topics.add(there.topic, heading("matter"))
    article.events.add(there.event)
    article.sources.add(there.source, paper("basis"))
    make_correction(article=article, said=f"Zqtwrong{state}", says=f"Zqtright{state}")

    upper = paper("upper")
    paper("listed", listed_by=upper)
    make_capture(source=there.source, text=f"Zqtcapture{state}")
    Source.objects.filter(pk=there.source.pk).update(listed_by=upper)
    Organisation.objects.filter(pk=there.publisher.pk).update(parent=body("owner"))
    Place.objects.filter(pk=there.city.pk).update(parent=make_place(**words("region", "name")))
    Statement.objects.filter(pk=there.statement.pk).update(event=event)


def leaks(answers, mark):
    """The words of hidden rows in each answer; an address that names one may say it back."""
    found = {address: set(re.findall(mark, text.lower())) for address, (_, text) in answers.items()}
    return {address: words for address, words in found.items() if words and "zq" not in address}


def test_hidden_rows_change_no_answer_and_show_in_none(client):
    there = public_record()
    before = walked(client)
    for state in STATES:
        hide(state, there)

    after = walked(client)

    assert leaks(after, r"zq\w+") == {}
    assert {address for address in after if after[address] != before.get(address)} == set()
    assert after.keys() == before.keys()
    assert {status for status, _ in after.values()} == {200}
    reached = {row.get_absolute_url() for model in PAGES for row in model.objects.public()}
    assert reached <= after.keys()


def test_hidden_records_have_no_page_and_no_document(client):
    hide("draft", public_record())
    rows = [[*model.objects.filter(slug__startswith="zqs")] for model in PAGES]
    pages = [row.get_absolute_url() for of_model in rows for row in of_model]
    documents = [f"{of_model[0].get_absolute_url().rstrip('/')}.json" for of_model in rows]

    answers = [client.get(address) for address in pages + documents]

    assert len(pages) > 50
    assert {answer.status_code for answer in answers} == {404}
    assert [answer for answer in answers if "zqt" in answer.content.decode().lower()] == []
