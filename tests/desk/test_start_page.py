"""The start page: what waits, for whom, in how many queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone

from events.models import Article, Event, Statement
from hanoiconv.models import FrontPage, Import
from people.models import Source
from tests.checks import change_screen, filled_in, logged_in, screen
from tests.make import (
    make_article,
    make_error_report,
    make_event,
    make_person,
    make_statement,
    make_topic,
)
from tests.proposals.asked import decided, page_of, proposed

pytestmark = pytest.mark.django_db

MAKERS = {Article: make_article, Event: make_event, Statement: make_statement}


def start(client):
    return client.get(reverse("admin:index"))


def lines(answer, slug):
    """The titles in one of the sections of what waits."""
    sections = {section.slug: section for section in answer.context["start"]["waiting"]}
    return [line.hit.title for line in sections[slug].lines]


def save(client, row, **values):
    """Saves the form of a row, which writes a version of it."""
    answer = client.post(change_screen(row), filled_in(row) | values)
    assert answer.status_code == 302, answer.context["errors"]
    return row


def write(client, make_row, title, **values):
    """A row that the client has written."""
    return save(client, make_row(**values), **title)


def limited(*codenames):
    user = User.objects.create_user("limited", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return logged_in(user)


def test_my_drafts_are_those_that_i_wrote_the_last_written_first(editor_client, publisher_client):
    draft = {"status": "draft"}
    write(publisher_client, make_article, {"headline": "Of another"}, **draft)
    write(editor_client, make_article, {"headline": "In review"}, status="review")
    first = write(editor_client, make_article, {"headline": "First"}, **draft)
    write(editor_client, make_event, {"title": "Second"}, **draft)
    write(editor_client, make_statement, {"gist": "Third"}, **draft)
    first.refresh_from_db()
    save(editor_client, first, kicker="News")

    answer = start(editor_client)

    assert lines(answer, "drafts") == ["First", "Third", "Second"]
    assert f'href="{change_screen(first)}"' in answer.content.decode()


def test_review_lists_what_was_changed_last_first_with_who_did(editor_client, publisher_client):
    make_event(status="draft")
    make_event(title="Brought by a file", status="review")
    write(publisher_client, make_article, {"headline": "Older"}, status="review")
    write(editor_client, make_statement, {"gist": "Newer"}, status="review")

    answer = start(publisher_client)

    sections = {section.slug: section for section in answer.context["start"]["waiting"]}
    told = [(line.hit.title, line.by) for line in sections["review"].lines]
    assert told == [("Brought by a file", ""), ("Newer", "editor"), ("Older", "publisher")]


def test_scheduled_lists_the_next_first_in_the_zone_of_the_desk_and_in_utc(editor_client, settings):
    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    make_article(headline="Out already")
    make_article(headline="Later", publish_at=datetime(8000, 1, 2, 20, 30, tzinfo=UTC))
    make_event(title="Sooner", publish_at=datetime(7000, 1, 2, 20, 30, tzinfo=UTC))

    answer = start(editor_client)

    assert lines(answer, "scheduled") == ["Sooner", "Later"]
    shown = answer.content.decode()
    assert '<time datetime="7000-01-02T20:30:00+00:00"' in shown
    assert "3 Jan 7000, 03:30 +07 (2 Jan, 20:30 UTC)</time>" in shown


@pytest.mark.parametrize("state", ["draft", "review", "scheduled"])
@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_each_section_leads_to_the_lists_of_all(editor_client, model, state):
    soon = {"publish_at": timezone.now() + timedelta(days=1)}
    rows = {
        "published": MAKERS[model](),
        "draft": MAKERS[model](status="draft"),
        "review": MAKERS[model](status="review"),
        "scheduled": MAKERS[model](**soon),
    }
    sections = start(editor_client).context["start"]["waiting"]
    section = sections[["draft", "review", "scheduled"].index(state)]
    url = next(url for _words, url in section.links if url.startswith(screen(model, "changelist")))

    answer = editor_client.get(url)

    assert [*answer.context["cl"].result_list] == [rows[state]]


def test_sections_are_short(editor_client):
    for _ in range(7):
        make_event(status="review")

    assert len(lines(start(editor_client), "review")) == 6


def test_kinds_that_the_user_may_not_view_are_in_no_section(editor_client):
    for model, make_row in MAKERS.items():
        title = {"events.article": "headline", "events.event": "title"}
        name = title.get(model._meta.label_lower, "gist")
        write(editor_client, make_row, {name: f"Zq{name}"}, status="review")
        make_row(**{name: f"Zqlater{name}"}, publish_at=datetime(8000, 1, 1, tzinfo=UTC))
    make_error_report(what="Zqreport")
    lead = make_article(headline="Zqlead")
    FrontPage.objects.create(lead=lead, focus=make_statement(gist="Zqfocus"))
    Import.objects.create(state="applied", files=[{"name": "zqfile.json"}])

    client = limited("view_event", "view_frontpage")
    shown = start(client).content.decode()

    assert lines(start(client), "review") == ["Zqtitle"]
    assert "Zqlatertitle" in shown
    others = ["Zqheadline", "Zqgist", "Zqlaterheadline", "Zqlatergist", "Zqreport", "Zqlead"]
    assert [word for word in [*others, "Zqfocus", "zqfile"] if word in shown] == []


def test_user_without_any_right_sees_an_empty_desk():
    make_article(status="review", headline="Zqheadline")

    answer = start(limited())

    assert answer.status_code == 200
    assert "Zqheadline" not in answer.content.decode()
    assert answer.context["start"]["waiting"] == answer.context["start"]["quick_links"] == []


def test_changes_by_others_tell_each_record_once_the_last_first(
    editor_client, publisher_client, editor
):
    save(editor_client, make_topic(), name="Mine")
    topic = save(publisher_client, make_topic(), name="Once")
    topic.refresh_from_db()
    person = save(publisher_client, make_person(), name="Ann", _why="A slip.")
    save(publisher_client, topic, name="Twice")
    files = [{"name": "talks.json"}]
    Import.objects.create(state="applied", files=files, applied_at=timezone.now())
    Import.objects.create(state="applied", files=files, user=editor)
    Import.objects.create(state="planned", files=[{"name": "plan.json"}])

    changes = start(editor_client).context["start"]["changes"]

    told = [(change.title, change.by, change.why) for change in changes]
    assert told == [
        ("talks.json", "the command line", ""),
        ("Twice", "publisher", ""),
        ("Ann", "publisher", "A slip."),
    ]
    assert changes[2].url == screen(person, "history", person.pk)


def test_deletion_by_another_leads_to_who_may_restore(editor_client, publisher_client, onlooker):
    topic = make_topic(name="Gone", slug="gone")
    publisher_client.post(screen(topic, "delete", topic.pk), {"post": "yes"})

    seen = [start(client).context["start"]["changes"] for client in (editor_client,)]
    seen.append(start(logged_in(onlooker)).context["start"]["changes"])

    deleted = reverse("admin:hanoiconv_deletedrecord_changelist")
    assert [(change.title, change.how, change.url) for (change,) in seen] == [
        ("Gone", "deleted", f"{deleted}?q=gone"),
        ("Gone", "deleted", ""),
    ]


def test_start_page_tells_what_stops_publishing_and_open_reports(editor_client):
    for _ in range(2):
        make_statement(status="draft", report=None)
    settled = make_error_report(what="Settled.", state="settled")
    report = make_error_report(what="Wrong day.")

    answer = start(editor_client)

    found = [(check.title, check.number) for check in answer.context["start"]["failing"]]
    assert found == [("Statement without a report", 2)]
    assert answer.context["start"]["reports"] == [report]
    shown = answer.content.decode()
    assert reverse("admin:hanoiconv_errorreport_change", args=[report.pk]) in shown
    assert reverse("admin:hanoiconv_errorreport_change", args=[settled.pk]) not in shown


def test_proposals_that_wait_are_told_to_their_author_and_to_publishers(
    editor_client, publisher_client, viewer
):
    other = User.objects.create_user("other", is_staff=True)
    other.groups.add(Group.objects.get(name="Editors"))
    person = make_statement().speakers.get().person
    taken_back = proposed(editor_client, person, name="Taken back")
    decided(editor_client, taken_back, "take_back")
    waiting = proposed(editor_client, person, name="Waiting", _why="As printed.")

    told = start(publisher_client)

    assert told.context["start"]["proposals"] == [waiting]
    assert page_of(waiting) in told.content.decode()
    assert "As printed." in told.content.decode()
    assert start(editor_client).context["start"]["proposals"] == [waiting]
    assert start(logged_in(other)).context["start"]["proposals"] == []
    assert start(logged_in(viewer)).context["start"]["proposals"] is None


def test_front_page_is_chosen_by_publishers(editor_client, publisher_client):
    add = reverse("admin:hanoiconv_frontpage_add")
    assert add in start(publisher_client).content.decode()
    make_article()
    row = FrontPage.objects.create(lead=make_article(headline="Lead", status="review"))

    for client, url in ((editor_client, ""), (publisher_client, change_screen(row))):
        choices, change = start(client).context["start"]["front_page"]
        told = [(choice.place, choice.title, choice.status) for choice in choices]
        assert told == [("Lead story", "Lead", "In review"), ("Statement in focus", "", "")]
        assert change == url


def test_quick_links_are_those_that_the_user_may_follow(editor_client, onlooker):
    links = start(editor_client).context["start"]["quick_links"]

    assert links[0] == ("New statement from a source", screen(Source, "changelist"))
    assert [editor_client.get(url).status_code for _words, url in links] == [200] * len(links)
    assert start(logged_in(onlooker)).context["start"]["quick_links"] == []


def test_lists_of_one_app_have_no_desk_on_them(editor_client):
    answer = editor_client.get(reverse("admin:app_list", args=["people"]))

    assert answer.status_code == 200
    assert "desk-start" not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_start_page_needs_the_same_queries_for_any_number(
    editor_client, publisher_client, rows, django_assert_num_queries
):
    FrontPage.objects.create(lead=make_article(), focus=make_statement())
    for n in range(rows):
        for client in (editor_client, publisher_client):
            write(client, make_article, {"headline": f"{n}"}, status="draft")
            write(client, make_event, {"title": f"{n}"}, status="draft")
            write(client, make_statement, {"gist": f"{n}"}, status="draft", report=None)
            write(client, make_article, {"headline": f"{n}"}, status="review")
        make_statement(publish_at=datetime(8000, 1, 1, tzinfo=UTC))
        make_error_report()
        proposed(editor_client, make_article(), headline=f"Proposed {n}")
        Import.objects.create(state="applied", files=[{"name": "talks.json"}])

    # Four for the user; own versions, drafts of them, three kinds, speakers, last versions; three
    # checks; versions and imports of others, proposals, reports, the front page.
    with django_assert_num_queries(19):
        start(editor_client)
