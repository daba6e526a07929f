"""Lists and forms of the desk on a large record: bounded, and as right as on a small one."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Participation, Statement, Topic
from hanoiconv.core import deletion, lists, many_parts
from people.models import Organisation
from tests.checks import change_screen, filled_in, logged_in, opened_by, screen
from tests.make import (
    make_article,
    make_event,
    make_figure,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)

pytestmark = pytest.mark.django_db


def listed(client, model, **query):
    answer = client.get(screen(model, "changelist"), query)
    return [*answer.context["cl"].result_list]


def text(answer):
    return " ".join(answer.content.decode().split())


# The filter by a record that is found by typing.


def test_list_is_filtered_by_a_record_and_says_which(publisher_client):
    event, other = make_event(title="The signing"), make_event(title="The dinner")
    made = make_statement(event=event)
    make_statement(event=other)

    page = publisher_client.get(screen(Statement, "changelist"), {"event__id__exact": event.pk})

    assert [*page.context["cl"].result_list] == [made]
    assert f'<option value="{event.pk}" selected>The signing</option>' in text(page)
    assert "The dinner" not in text(page)


def test_filter_keeps_the_search_and_the_other_filters(publisher_client):
    event = make_event()
    query = {"event__id__exact": event.pk, "status__exact": "draft", "q": "words"}

    shown = text(publisher_client.get(screen(Statement, "changelist"), query))
    shown = shown.split('class="related-filter"')[2].split("</form>")[0]

    assert '<input type="hidden" name="status__exact" value="draft">' in shown
    assert '<input type="hidden" name="q" value="words">' in shown
    assert 'type="hidden" name="event__id__exact"' not in shown
    assert 'type="hidden" name="topics__id__exact"' not in shown


@pytest.mark.parametrize("value", ["x", "0", "-1", "9" * 30, "\x00", "٣"])
@pytest.mark.parametrize("name", ["event__id__exact", "date_earliest__year"])
def test_odd_value_of_a_filter_shows_no_row_or_the_whole_list(publisher_client, name, value):
    make_statement()

    answer = publisher_client.get(screen(Statement, "changelist"), {name: value}, follow=True)

    assert answer.status_code == 200


def test_years_of_a_list_are_those_from_the_first_to_the_last(publisher_client):
    early, late = make_event(date="2019-12"), make_event(date="2022")
    make_event(date="")

    page = publisher_client.get(screen(Event, "changelist"))
    years = [spec for spec in page.context["cl"].filter_specs if "year" in str(vars(spec))][-1]

    shown = [choice["display"] for choice in years.choices(page.context["cl"])]
    assert shown == ["All", 2022, 2021, 2020, 2019]
    assert listed(publisher_client, Event, date_earliest__year=2019) == [early]
    assert listed(publisher_client, Event, date_earliest__year=2022) == [late]


# Counting no further than anybody reads.


def test_list_counts_no_further_than_it_shows(publisher_client, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 3)
    monkeypatch.setattr(lists.DeskList, "most_counted", 3)
    for _ in range(3):
        make_topic()
    three = text(publisher_client.get(screen(Topic, "changelist")))
    make_topic()
    make_topic()

    five = text(publisher_client.get(screen(Topic, "changelist")))

    assert "3 topics" in three
    assert "More than 3 topics: search or filter to see fewer." in five


# Parts that are too many for the form of their record.


@pytest.fixture
def crowded(monkeypatch):
    """An event with more participations than a form holds."""
    monkeypatch.setattr(many_parts, "MOST_PARTS", 2)
    event = make_event(status="draft", publish_at=None)
    for _ in range(3):
        make_participation(event=event)
    return event


def test_form_leaves_out_parts_that_are_too_many_and_leads_to_them(publisher_client, crowded):
    make_figure(event=crowded)

    page = publisher_client.get(change_screen(crowded))

    prefixes = [form.formset.prefix for form in page.context["inline_admin_formsets"]]
    assert prefixes == ["wordings", "figures", "corrections"]
    there = f"{screen(Participation, 'changelist')}?event__id__exact={crowded.pk}"
    assert f'Too many participations for this form: <a href="{there}">' in text(page)
    assert len(listed(publisher_client, Participation, event__id__exact=crowded.pk)) == 3


def test_form_saved_without_them_leaves_them_alone(editor, crowded):
    client = logged_in(editor)
    form = filled_in(crowded) | opened_by(client, change_screen(crowded))
    forged = {name: "" for name in form if name.startswith("participations-0")}
    forged |= {"participations-0-DELETE": "on", "title": "Renamed"}

    client.post(change_screen(crowded), form | forged)

    crowded.refresh_from_db()
    assert (crowded.title, crowded.participations.count()) == ("Renamed", 3)


def test_as_many_as_the_form_holds_are_in_it(publisher_client, crowded):
    crowded.participations.first().delete()

    page = publisher_client.get(change_screen(crowded))

    prefixes = [form.formset.prefix for form in page.context["inline_admin_formsets"]]
    assert prefixes == ["wordings", "participations", "figures", "corrections"]


# Before a deletion.


def deletion_page(client, row):
    return client.get(screen(row, "delete", row.pk)).context


def test_page_before_a_deletion_tells_what_goes_and_what_stands_in_the_way(publisher_client):
    topic = make_topic()
    make_article(topics=[topic])
    organisation = make_organisation(name="The ministry")
    make_role(organisation=organisation)

    goes, held = (
        deletion_page(publisher_client, topic),
        deletion_page(publisher_client, organisation),
    )

    assert [(str(name), number) for name, number in goes["model_count"]] == [
        ("topics", "1"),
        ("article-topic relationships", "1"),
    ]
    assert len(held["protected"]) == 1
    assert "Role" in held["protected"][0]


def test_links_that_go_and_rows_in_the_way_are_told_up_to_a_number(publisher_client, monkeypatch):
    monkeypatch.setattr(deletion, "MOST_TOLD", 2)
    topic, organisation = make_topic(), make_organisation()
    for _ in range(3):
        make_article(topics=[topic])
        make_role(organisation=organisation)

    goes, held = (
        deletion_page(publisher_client, topic),
        deletion_page(publisher_client, organisation),
    )

    assert ("article-topic relationships", "2 or more") in [
        (str(name), number) for name, number in goes["model_count"]
    ]
    assert len(held["protected"]) == 2
    publisher_client.post(screen(topic, "delete", topic.pk), {"post": "yes"})
    publisher_client.post(screen(organisation, "delete", organisation.pk), {"post": "yes"})
    assert not Topic.objects.exists()
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_parts_that_the_user_may_not_delete_stop_the_deletion(editor):
    groups = Group.objects.get(name="Editors").permissions
    editor.groups.clear()
    editor.user_permissions.set(groups.exclude(codename="delete_figure"))
    client, draft = logged_in(editor), make_event(status="draft")
    make_figure(event=draft)

    context = deletion_page(client, draft)
    answer = client.post(screen(draft, "delete", draft.pk), {"post": "yes"})

    assert [str(name) for name in context["perms_lacking"]] == ["figure"]
    assert answer.status_code == 403
    assert Event.objects.filter(pk=draft.pk).exists()


# Boxes that show what was read with their row.


def test_form_asks_for_no_chosen_record_again(publisher_client):
    statement = make_statement(event=make_event(title="The signing"), topics=[make_topic(name="T")])
    numbers = []
    for _ in range(2):
        person = make_person(name="An envoy")
        make_speaker(statement=statement, person=person, role=make_role(person=person))
        publisher_client.get(change_screen(statement))  # which notes that the form is open
        with CaptureQueriesContext(connection) as queries:
            page = publisher_client.get(change_screen(statement))
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    assert "The signing</option>" in text(page)
    assert ">T</option>" in text(page)
    assert text(page).count("An envoy</option>") == 2


def test_refused_form_shows_what_was_typed_not_what_is_stored(editor_client):
    stored, typed = make_event(title="The stored"), make_event(title="The typed")
    statement = make_statement(status="draft", event=stored)
    form = filled_in(statement) | {"event": typed.pk, "gist": ""}

    page = text(editor_client.post(change_screen(statement), form))

    assert f'<option value="{typed.pk}" selected>The typed</option>' in page
    assert "The stored</option>" not in page


# Search, a table at a time.


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("nguyen dang", True),
        ("“Only THE beginning", True),
        ('"only the"', True),
        ('"the only"', False),
        ("envoy nguyen beginning", True),
        ("envoy nobody", False),
        ("line two", True),
        ("100%", True),
        ("100_", False),
        ("o'clock", True),
        ("'", True),
    ],
)
def test_search_finds_words_wherever_they_stand(publisher_client, typed, is_found):
    statement = make_statement(gist="At 9 o'clock it was 100% “only the  beginning”.")
    person = make_person(name="The envoy")
    make_name(person=person, text="Nguyễn Đặng")
    make_speaker(statement=statement, person=person)
    report = make_report(statement=statement, source=make_source())
    make_passage(report=report, quoted="First line\ntwo")

    found = listed(publisher_client, Statement, q=typed)

    assert found == ([statement] if is_found else [])
