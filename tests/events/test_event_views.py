from datetime import date

import pytest

from events import views
from tests.make import (
    make_event,
    make_figure,
    make_participation,
    make_photo,
    make_place,
    make_report,
    make_source,
    make_statement,
    make_topic,
    make_wording,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

HIDDEN = [{"status": "draft"}, {"status": "withdrawn"}, {"publish_at": "9000-01-01T00:00Z"}]


def get(client, record):
    return client.get(record.get_absolute_url())


def section(response, name):
    return page(response).one("section", aria_labelledby=name)


def test_event_page_shows_what_was_said_in_each_part_of_its_programme(client):
    event = make_event()
    second = make_event(parent=event, order=2, title="The panel")
    first = make_event(parent=event, order=1, title="The opening")
    silent = make_event(parent=event, order=3)
    said = {row: make_statement(event=row) for row in (second, event, first)}
    for hidden in HIDDEN:
        make_statement(event=make_event(parent=event, **hidden))
        make_statement(event=first, **hidden)
    make_statement(event=make_event(parent=first))
    make_statement(event=make_event())

    shown = get(client, event)

    assert shown.context["programme"] == [first, second, silent]
    assert shown.context["said"] == [(row, [said[row]]) for row in (event, first, second)]
    assert section(shown, "statements").texts("h3") == ["The opening", "The panel"]


def test_event_page_shows_a_bounded_number_of_statements_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(views, "EVENT_STATEMENTS", 2)
    event = make_event()
    rows = [make_statement(event=event, order=n) for n in range(3)]
    make_statement(event=event, status="draft")

    shown = get(client, event)

    assert shown.context["statements"] == rows[:2]
    (more,) = section(shown, "statements").all("a", class_="button button-quiet")
    assert (more.text, more.attributes["href"]) == (
        "All 3 in the archive",
        f"/statements/?event={event.slug}",
    )


def test_event_page_leads_nowhere_further_when_it_shows_all(client, monkeypatch):
    monkeypatch.setattr(views, "EVENT_STATEMENTS", 2)
    event = make_event()
    for n in range(2):
        make_statement(event=event, order=n)
    make_statement(event=event, status="draft")

    shown = section(get(client, event), "statements")

    assert [*shown.all("a", class_="button button-quiet")] == []


def test_event_page_names_every_source_it_rests_on_once_newest_first(client):
    event = make_event()
    days = ["", "2025-10-24", "2025-10-25", "2025-10-26", "2025-10-27"]
    rows = [make_source(published_on=day) for day in days]
    make_figure(event=event, source=rows[0])
    make_wording(event=event, source=rows[1])
    make_participation(event=event, source=rows[2])
    make_photo(event=event, source=rows[3])
    make_photo(event=event)
    statement = make_statement(event=make_event(parent=event), report=None)
    for _ in range(2):
        make_report(statement=statement, source=rows[4])
    make_report(statement=make_statement(event=event, status="draft"))

    shown = get(client, event)

    assert shown.context["sources"] == [rows[4], rows[3], rows[2], rows[1], rows[0]]
    assert len(section(shown, "sources").texts("li")) == 5


def test_event_page_tells_the_time_by_the_clock_of_its_venue(client):
    hanoi = make_place(name="Hanoi", time_zone="Asia/Ho_Chi_Minh")
    event = make_event(date="2025-10-25T02:30Z", place=hanoi)

    shown = page(get(client, event)).one("header", class_="page-head")

    assert shown.facts["When"] == ["25 October 2025, 09:30 (UTC+7), Hanoi time"]


def test_topic_page_shows_the_topics_that_share_its_statements(client):
    topic, often, once = (make_topic(name=name) for name in ("Law", "Peace", "Crime"))
    make_topic(name="Alone")
    make_statement(topics=[topic, often, once])
    make_statement(topics=[topic, often])
    make_statement(topics=[topic, once, often], status="draft")
    make_statement(topics=[make_topic()])

    shown = get(client, topic)

    assert [(row, row.number) for row in shown.context["related"]] == [(often, 2), (once, 1)]
    assert section(shown, "related").texts("li") == ["Peace 2 statements", "Crime 1 statement"]


def test_topic_page_shows_a_bounded_number_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(views, "TOPIC_STATEMENTS", 1)
    topic = make_topic()
    make_statement(topics=[topic], date="2025-10-25")
    newest = make_statement(topics=[topic], date="2025-10-26")
    make_statement(topics=[topic], status="draft")

    shown = get(client, topic)

    assert shown.context["statements"] == [newest]
    (more,) = section(shown, "statements").all("a", class_="button button-quiet")
    assert (more.text, more.attributes["href"]) == (
        "All 2 in the archive",
        f"/statements/?topic={topic.slug}",
    )


def test_names_in_other_scripts_and_markup_in_titles_break_nothing(client):
    event = make_event(title="</script><b>& “公约”", summary="اتفاقية " * 40)
    source = make_source(title="صحيفة " * 20, lang="ar", read_on=date(2026, 11, 1))
    make_participation(event=event, source=source, printed_as="الأمين العام")
    statement = make_statement(event=event, gist="x" * 300, report=None)
    for words in ("公约是重要的", "公约是一个"):
        passage = {"quoted": words}
        make_report(statement=statement, source=source, lang="zh-Hans", passage=passage)

    shown, of_statement = page(get(client, event)), page(get(client, statement))

    assert shown.one("h1").text == "</script><b>& “公约”"
    assert (shown.faults, of_statement.faults) == ([], [])
    assert of_statement.texts("mark") == ["一个"]
    assert of_statement.one("div", class_="comparison").one("li").attributes["lang"] == "zh-Hans"
