"""Who sees and decides proposals: authors theirs, publishers those of their kinds, readers none."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from events.models import Article, Event
from hanoiconv.models import Proposal
from tests.checks import change_screen, logged_in, opened_by, screen, the_record
from tests.make import make_article, make_event, make_figure
from tests.proposals.asked import decided, page_of, proposed, shown

pytestmark = pytest.mark.django_db

LIST = screen(Proposal, "changelist")


def problems(answer):
    assert answer.status_code == 200
    return answer.context["problems"]


def test_proposals_are_seen_by_their_authors_and_by_publishers_of_the_kind(
    editor_client, publisher_client, onlooker, stranger, client
):
    event = proposed(editor_client, make_event(title="Zqevent"), title="Zqother")
    article = proposed(editor_client, make_article(headline="Zqarticle"), headline="Zqsame")
    colleague = User.objects.create_user("colleague", is_staff=True)
    colleague.groups.add(Group.objects.get(name="Editors"))
    half = User.objects.create_user("half", is_staff=True)
    codes = ["view_article", "change_article", "publish_article"]
    half.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    clients = {
        "editor": editor_client,
        "publisher": publisher_client,
        "half": logged_in(half),
        "colleague": logged_in(colleague),
        "onlooker": logged_in(onlooker),
        "stranger": logged_in(stranger),
        "reader": client,
    }

    lists = {name: each.get(LIST) for name, each in clients.items()}
    pages = {
        name: [each.get(page_of(one)).status_code for one in (event, article)]
        for name, each in clients.items()
    }

    assert {
        name: {*answer.context["cl"].result_list}
        for name, answer in lists.items()
        if answer.status_code == 200
    } == {
        "editor": {event, article},
        "publisher": {event, article},
        "half": {article},
        "colleague": set(),
    }
    assert [lists[name].status_code for name in ("onlooker", "stranger", "reader")] == [
        403,
        302,
        302,
    ]
    assert pages == {
        "editor": [200, 200],
        "publisher": [200, 200],
        "half": [404, 200],
        "colleague": [404, 404],
        "onlooker": [403, 403],
        "stranger": [302, 302],
        "reader": [302, 302],
    }


@pytest.mark.parametrize("act", ["accept", "decline", "take_back", ""])
def test_nobody_else_decides(editor_client, onlooker, stranger, client, publisher_client, act):
    proposal = proposed(editor_client, make_event(), title="Second")
    form = opened_by(publisher_client, page_of(proposal)) | {"act": act, "note": "x"}
    before = the_record()
    clients = [logged_in(onlooker), logged_in(stranger), client]
    clients += [editor_client] if act != "take_back" else [publisher_client]

    codes = [each.post(page_of(proposal), form).status_code for each in clients]

    assert codes == [403, 302, 302, 403]
    assert (the_record(), Proposal.objects.get().state) == (before, "waiting")


def test_publisher_accepts_no_part_that_this_publisher_may_not_write(editor_client):
    row = make_event(title="First")
    make_figure(event=row, words="zqsecret")
    proposal = proposed(editor_client, row, **{"figures-0-words": "zqother"}, title="Second")
    half = User.objects.create_user("half", is_staff=True)
    codes = ["view_event", "change_event", "publish_event"]
    half.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    before = the_record()

    page = logged_in(half).get(page_of(proposal))
    answer = decided(logged_in(half), proposal, "accept")

    assert shown(page) == [("", "changed", [("Title", "First", "Second")])]
    assert "zq" not in page.content.decode()
    assert problems(answer) == ["You may not change all of it: figures."]
    assert the_record() == before


def test_form_and_history_say_that_a_proposal_waits(
    editor_client, publisher_client, onlooker, client
):
    row = make_event(title="First")
    proposal = proposed(editor_client, row, title="Zqsecond")
    urls = [change_screen(row), screen(row, "history", row.pk)]
    told = "A proposal of editor of "

    found = {
        name: [
            (told in page, page_of(proposal) in page)
            for page in (each.get(url).content.decode() for url in urls)
        ]
        for name, each in {
            "editor": editor_client,
            "publisher": publisher_client,
            "onlooker": logged_in(onlooker),
        }.items()
    }
    public = client.get(row.get_absolute_url()).content.decode()
    decided(publisher_client, proposal, "decline", note="No.")

    assert found == {
        "editor": [(True, True)] * 2,
        "publisher": [(True, True)] * 2,
        "onlooker": [(True, False)] * 2,
    }
    assert "Zqsecond" not in public
    assert told not in publisher_client.get(change_screen(row)).content.decode()


@pytest.mark.parametrize("number", [0, 999])
def test_proposal_that_is_not_there(publisher_client, number):
    assert publisher_client.get(f"{LIST}{number}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_list_and_page_take_the_same_queries_for_any_number(
    editor_client, publisher_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        row = make_event()
        make_figure(event=row)
        proposal = proposed(editor_client, row, title="Second")
        for _each in range(rows):
            make_figure(event=row)

    with django_assert_num_queries(7):
        publisher_client.get(LIST)
    with django_assert_num_queries(13):
        publisher_client.get(page_of(proposal))


def test_list_is_filtered_and_searched(editor_client, publisher_client):
    event = proposed(editor_client, make_event(title="Ký kết"), summary="Other.")
    article = proposed(editor_client, make_article(), headline="Other")
    decided(publisher_client, article, "decline", note="No.")

    found = [
        [*publisher_client.get(LIST, query).context["cl"].result_list]
        for query in ({"q": "ky ket"}, {"state__exact": "declined"}, {"kind": "events.event"})
    ]

    assert found == [[event], [article], [event]]
    assert Article.objects.count() == Event.objects.count() == 1
