"""The rows that are hardest to show, added to the fixtures: long, foreign, hostile, gone."""

from datetime import timedelta

from django.utils import timezone

from people.models import Organisation
from tests.make import (
    make_article,
    make_correction,
    make_event,
    make_figure,
    make_name,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_role,
    make_source,
    make_statement,
    make_topic,
)

WITHDRAWN = "/statements/withdrawn/"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "المكتب المعني بالمخدرات والجريمة"
HOSTILE = "</script><script>alert(1)</script> & “so on” <b>"


def add():
    now = timezone.now()
    topic = make_topic(slug="hard", name=f"Hard to show: {LONG_WORD}")
    office = Organisation.objects.get(slug="unodc")
    long = make_person(slug="long", name=LONG_WORD, sort_name=LONG_WORD)
    make_name(person=long, text=ARABIC, lang="ar")
    make_name(person=long, text="联合国毒品和犯罪问题办公室", lang="zh")
    make_role(person=long, organisation=office, title=f"Deputy {LONG_WORD}")
    source = make_source(slug="hard-source", title=f"{LONG_WORD} {HOSTILE}", publisher=office)
    source.url = "https://example.org/" + "a-long-path/" * 30
    source.save()
    event = make_event(
        slug="hard-event",
        title=f"{HOSTILE} {LONG_WORD}",
        standing="cancelled",
        date="2027-02-03",
        summary=f"{ARABIC} {LONG_WORD}",
        place=make_place(slug="hard-place", name=f"{LONG_WORD} Hall"),
        topics=[topic],
    )
    make_participation(event=event, person=long, source=source, printed_as=ARABIC)
    make_figure(event=event, source=source, low=None, high=None, words="trillions", unit=LONG_WORD)
    make_photo(event=event, caption=f"{HOSTILE} {ARABIC}")
    statement = make_statement(
        slug="hard-statement",
        gist=f"{HOSTILE} {LONG_WORD}",
        event=event,
        speaker={"person": long, "organisation": office},
        report={"source": source, "lang": "ar", "passage": {"quoted": ARABIC}},
        topics=[topic],
    )
    make_statement(slug="withdrawn", status="withdrawn", withdrawn_reason=f"An error {LONG_WORD}.")
    article = make_article(
        slug="hard-article",
        headline=f"{HOSTILE} {LONG_WORD}",
        body=f"{HOSTILE}\n\n{ARABIC}\n\n{{statement: hard-statement}}\n\n{LONG_WORD}",
        publish_at=now - timedelta(days=400),
        topics=[topic],
        events=[event],
    )
    for page in ({"article": article}, {"event": event}, {"statement": statement}):
        make_correction(**page, said=HOSTILE, says=LONG_WORD, told_by=ARABIC)
