"""A small public record, and rows that nobody may see tied to it in every way there is.

Each hidden row has a word of its own in every text and slug: it begins with "zq".
"""

from datetime import UTC, datetime
from types import SimpleNamespace

from events.models import Place, Statement
from people.models import Organisation, Source
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

STATES = {
    "draft": {"status": "draft"},
    "review": {"status": "review", "publish_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "scheduled": {"publish_at": datetime(9000, 1, 1, tzinfo=UTC)},
    "withdrawn": {"status": "withdrawn"},
}


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


class Hidden:
    """Rows in a state in which nobody may see them, and what only they name."""

    def __init__(self, state, there):
        self.state, self.there, self.root = state, there, STATES[state]

    def words(self, label, *fields):
        return dict.fromkeys(fields, f"Zqt{label}{self.state}") | {
            "slug": f"zqs{label}{self.state}"
        }

    def body(self, label, **values):
        return make_organisation(**self.words(label, "name", "formal_name"), **values)

    def paper(self, label, **values):
        default = {
            "publisher": self.body(f"publisher{label}"),
            "credited_to": self.body(f"credited{label}"),
        }
        return make_source(**self.words(label, "title", "credit"), **{**default, **values})

    def somebody(self, label):
        person = make_person(**self.words(label, "name", "sort_name"))
        make_name(
            person=person,
            text=f"Zqtname{label}{self.state}",
            sources=[self.there.source, self.paper(f"naming{label}")],
        )
        make_role(
            person=person, organisation=self.there.office, title=f"Zqtrole{label}{self.state}"
        )
        attested = {
            "organisation": self.body(f"holder{label}"),
            "sources": [self.paper(f"role{label}")],
        }
        make_role(person=person, title=f"Zqttitle{label}{self.state}", **attested)
        return person

    def heading(self, label):
        return make_topic(**self.words(label, "name"))

    def event(self):
        """An event, with all that may stand about one."""
        country = self.body("country", kind="state")
        place = make_place(
            **self.words("place", "name"),
            parent=make_place(**self.words("town", "name")),
            country=country,
        )
        make_wording(place=place, text=f"Zqtnamed{self.state}", source=self.paper("named"))
        texts = self.words("event", "title", "summary", "date_words")
        event = make_event(
            **texts, date="8999-01-01", place=place, topics=[self.heading("topic")], **self.root
        )
        make_event(
            **self.words("subevent", "title"),
            parent=event,
            place=make_place(**self.words("hall", "name")),
        )
        for about in (event, self.sub_event()):
            self.tell_of(about)
        make_participation(
            event=event, person=self.somebody("guest"), source=self.paper("tellsguest")
        )
        make_participation(
            event=event, organisation=self.body("host"), source=self.paper("tellshost")
        )
        make_figure(event=event, source=self.paper("counting"), words=f"Zqtcount{self.state}")
        make_wording(event=event, source=self.paper("titling"), text=f"Zqttitled{self.state}")
        photo = make_photo(
            **self.words("photo", "caption"), event=event, source=self.paper("showing")
        )
        make_depiction(
            photo=photo, person=self.somebody("pictured"), organisation=self.body("shown")
        )
        make_correction(
            event=event,
            said=f"Zqtsaid{self.state}",
            says=f"Zqtsays{self.state}",
            why=f"Zqtwhy{self.state}",
        )
        return event

    def sub_event(self):
        """A part of the public event."""
        at_public = {
            "place": self.there.city,
            "parent": self.there.event,
            "instrument": self.there.event.instrument,
        }
        return make_event(
            **self.words("part", "title"), topics=[self.there.topic], **at_public, **self.root
        )

    def tell_of(self, about):
        """What a public source prints of an event, about public people too."""
        label = about.slug.removeprefix("zqs").removesuffix(self.state)
        printed = {"event": about, "source": self.there.source}
        make_participation(
            person=self.there.person, printed_as=f"Zqtcredit{label}{self.state}", **printed
        )
        make_figure(
            words=f"Zqtfigure{label}{self.state}",
            measure=f"Zqtmeasure{label}{self.state}",
            **printed,
        )
        make_wording(text=f"Zqtwording{label}{self.state}", **printed)
        caption = self.words(f"photo{label}", "caption", "credit", "alt")
        make_depiction(photo=make_photo(**caption, **printed), person=self.there.person)

    def statement(self, event):
        """A statement at the event, another that answers a public one, and one without words."""
        speaker = {
            "person": self.somebody("speaker"),
            "organisation": self.body("spokenfor", parent=self.there.office),
        }
        quoted = {"quoted": f"Zqtquoted{self.state}"}
        texts = self.words("statement", "gist", "date_words")
        values = {"event": event, "topics": [self.heading("subject")], **self.root}
        statement = make_statement(**texts, speaker=speaker, report=None, **values)
        names = {"via_printed": f"Zqtvia{self.state}", "printed_as": f"Zqtsaying{self.state}"}
        make_report(
            statement=statement,
            source=self.paper("saying"),
            via=self.body("agency"),
            passage=quoted,
            **names,
        )
        make_report(statement=statement, source=self.paper("given", credited_to=self.there.office))
        make_figure(statement=statement, source=self.paper("sum"), words=f"Zqtsum{self.state}")
        reply = self.reply()
        self.there.statement.responds_to.add(statement, reply)
        make_statement(**self.words("bare", "gist"), event=self.there.event, report=None)

    def reply(self):
        tied = {
            "event": self.there.event,
            "instrument": self.there.event.instrument,
            "topics": [self.there.topic],
        }
        reply = make_statement(
            **self.words("reply", "gist"), speaker=None, report=None, **tied, **self.root
        )
        make_speaker(statement=reply, person=self.there.person, organisation=self.there.office)
        make_report(statement=reply, source=self.there.source, via=self.there.office)
        reply.responds_to.add(self.there.statement)
        return reply

    def article(self):
        texts = self.words(
            "article", "headline", "standfirst", "body", "byline", "kicker", "dateline"
        )
        lead = make_photo(**self.words("lead", "caption"), event=None, source=self.paper("leading"))
        article = make_article(**texts, lead_photo=lead, **self.root)
        article.topics.add(self.there.topic, self.heading("matter"))
        article.events.add(self.there.event)
        article.sources.add(self.there.source, self.paper("basis"))
        make_correction(article=article, said=f"Zqtwrong{self.state}", says=f"Zqtright{self.state}")

    def above(self, event):
        """Hidden rows that public ones name."""
        upper = self.paper("upper")
        self.paper("listed", listed_by=upper)
        make_capture(source=self.there.source, text=f"Zqtcapture{self.state}")
        Source.objects.filter(pk=self.there.source.pk).update(listed_by=upper)
        Organisation.objects.filter(pk=self.there.publisher.pk).update(parent=self.body("owner"))
        Place.objects.filter(pk=self.there.city.pk).update(
            parent=make_place(**self.words("region", "name"))
        )
        Statement.objects.filter(pk=self.there.statement.pk).update(event=event)


def hide(state, there):
    """Rows in a state in which nobody may see them, and what only they name, tied to the record."""
    hidden = Hidden(state, there)
    event = hidden.event()
    hidden.statement(event)
    hidden.article()
    hidden.above(event)
