"""Merging at the desk: the other record is chosen, what would move is shown, then it is merged."""

import pytest
from django.urls import reverse

from hanoiconv.merge_admin import MERGED
from hanoiconv.merging.planning import plan
from people.models import Organisation, Person
from tests.checks import change_screen, said, screen, the_record
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.merging.naming import KINDS
from tests.pages import page

pytestmark = pytest.mark.django_db


def merge_screen(row):
    return screen(row, "merge", row.pk)


def inside(shown, name, tag):
    """The elements of that tag within those of a class."""
    boxes = (box for box in shown.all() if name in box.attributes.get("class", "").split())
    return [item for box in boxes for item in box.all(tag)]


def texts(shown, name, tag):
    return [item.text for item in inside(shown, name, tag)]


def sent(gone, user, kept):
    """What the form of the preview sends."""
    return {"other": gone.pk, "shown": plan(kept, gone, user).fingerprint}


@pytest.mark.parametrize("model", MERGED)
def test_form_of_every_kind_leads_to_merging(publisher_client, model):
    row = KINDS[model]()

    links = inside(page(publisher_client.get(change_screen(row))), "object-tools", "a")

    assert merge_screen(row) in [link.attributes["href"] for link in links]
    assert publisher_client.get(merge_screen(row)).status_code == 200


def test_form_of_a_source_does_not(publisher_client):
    answer = publisher_client.get(change_screen(make_source()))

    assert "Merge another" not in answer.content.decode()


@pytest.mark.parametrize("model", MERGED)
def test_other_is_found_while_typing(publisher_client, model):
    title = "title" if "title" in [field.name for field in model._meta.fields] else "name"
    kept, gone = KINDS[model](), KINDS[model](**{title: "Lương Cường"})
    box = page(publisher_client.get(merge_screen(kept))).one("select", name="other").attributes
    query = {
        "app_label": box["data-app-label"],
        "model_name": box["data-model-name"],
        "field_name": box["data-field-name"],
        "term": "luong cuong",
    }

    found = publisher_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert [(one["id"], one["text"]) for one in found] == [(str(gone.pk), "Lương Cường")]


@pytest.mark.parametrize("typed", ["was", " was ", "/people/was/", "https://x.org/people/was/"])
def test_other_is_found_by_slug_or_address_without_scripts(publisher_client, typed):
    kept, gone = make_person(), make_person(slug="was")

    answer = publisher_client.get(merge_screen(kept), {"slug": typed, "other": ""})

    assert answer.context["plan"].gone == gone


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"slug": "nobody"}, "There is no such record to merge."),
        ({"slug": "", "other": ""}, "There is no such record to merge."),
        ({"slug": "\x00"}, "Null characters are not allowed."),
        ({"other": "\x00"}, "Null characters are not allowed."),
        ({"slug": "a" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
        *[
            (
                {"other": other},
                "Select a valid choice. That choice is not one of the available choices.",
            )
            for other in ("99999", "-1", "x", "9" * 40)
        ],
    ],
)
def test_what_names_no_other_record_is_told(publisher_client, query, reason):
    answer = publisher_client.get(merge_screen(make_person()), query)

    assert answer.context["plan"] is None
    assert texts(page(answer), "errorlist", "li") == [reason]


def test_record_itself_is_no_other(publisher_client):
    row = make_topic(slug="is")

    for query in ({"slug": "is"}, {"other": row.pk}):
        answer = publisher_client.get(merge_screen(row), query)
        assert answer.context["plan"] is None
        assert texts(page(answer), "errorlist", "li") == [
            "This is one and the same record: choose another."
        ]


def test_preview_shows_what_moves_and_writes_nothing(publisher_client):
    kept = make_person(name="Ghada Waly", lang="", slug="is")
    gone = make_person(name="Ghada Waly", lang="ar", slug="was", sort_name="Waly")
    make_name(person=gone, text="G. Waly")
    for person in (kept, gone):
        make_name(person=person, text="Waly")
    make_statement(gist="A point & more.", speaker={"person": gone})
    before = the_record()

    answer = publisher_client.get(merge_screen(kept), {"other": gone.pk})

    shown = page(answer)
    assert texts(shown, "merge-summary", "li")[0] == (
        "Moves: 1 name, 1 speaker. 1 row is there already, to the letter, and is kept once."
    )
    assert texts(shown, "merge-differing", "tr")[1:] == [
        "Lang empty ar",
        f"Sort name {kept.sort_name} Waly",
    ]
    assert texts(shown, "merge-move", "h3") == ["Names 2", "Speakers 1"]
    assert texts(shown, "merge-move", "li") == [
        "G. Waly",
        "Waly already there",
        "A point & more. Ghada Waly",
    ]
    assert the_record() == before


def test_preview_leads_to_merging_the_other_way_round(publisher_client):
    kept, gone = make_place(), make_place()

    answer = publisher_client.get(merge_screen(kept), {"other": gone.pk})

    [link] = inside(page(answer), "merge-summary", "a")
    assert link.attributes["href"] == f"{merge_screen(gone)}?other={kept.pk}"


def test_what_stands_in_the_way_leaves_no_button(publisher_client):
    gone = make_organisation(name="Whole")
    kept = make_organisation(name="Part", parent=gone)

    shown = page(publisher_client.get(merge_screen(kept), {"other": gone.pk}))

    assert texts(shown, "merge-problems", "li") == [
        "The organisation “Part”: An organisation cannot be part of itself."
    ]
    assert [*shown.all("input", name="shown")] == []


def test_merge_moves_and_tells_so(publisher_client, publisher):
    kept, gone = make_person(name="One", slug="is"), make_person(name="Two", slug="was")
    role = make_role(person=gone)

    answer = publisher_client.post(merge_screen(kept), sent(gone, publisher, kept))

    assert answer.url == change_screen(kept)
    assert said(answer) == ["“Two” (was) was merged into “One”. Moved: 1 role."]
    assert [*kept.roles.all()] == [role]
    assert [*Person.objects.all()] == [kept]


def test_button_sends_what_was_shown(publisher_client):
    kept, gone = make_topic(), make_topic()
    article = make_article(topics=[gone])
    shown = page(publisher_client.get(merge_screen(kept), {"other": gone.pk}))
    form = {
        box.attributes["name"]: box.attributes["value"]
        for box in shown.one("form", method="post", class_="merge-now").all("input", type="hidden")
        if box.attributes["name"] != "csrfmiddlewaretoken"
    }

    assert form.keys() == {"other", "shown"}
    assert publisher_client.post(merge_screen(kept), form).url == change_screen(kept)
    assert [*article.topics.all()] == [kept]


def test_name_is_kept_by_a_ticked_box(publisher_client, publisher):
    kept, gone = make_person(), make_person(name="Ghada Waly")
    shown = page(publisher_client.get(merge_screen(kept), {"other": gone.pk}))
    box = shown.one("input", type="checkbox").attributes

    assert (box["name"], "checked" in box) == ("keep_spelling", True)
    publisher_client.post(merge_screen(kept), sent(gone, publisher, kept) | {"keep_spelling": "on"})
    assert [row.text for row in kept.names.all()] == ["Ghada Waly"]


def test_stale_preview_is_shown_anew(publisher_client, publisher):
    kept, gone = make_person(), make_person()
    form = sent(gone, publisher, kept)
    make_speaker(person=gone)
    before = the_record()

    answer = publisher_client.post(merge_screen(kept), form)

    assert answer.url == f"{merge_screen(kept)}?other={gone.pk}"
    assert said(answer) == ["What would move has changed since it was shown: look again."]
    assert the_record() == before


def test_second_click_is_told_that_it_is_done(publisher_client, publisher):
    kept, gone = make_person(), make_person()
    form = sent(gone, publisher, kept)
    publisher_client.post(merge_screen(kept), form)

    answer = publisher_client.post(merge_screen(kept), form)

    assert answer.url == merge_screen(kept)
    assert said(answer)[-1].startswith("Select a valid choice.")


@pytest.mark.parametrize("rows", [1, 5])
def test_preview_needs_the_same_queries_for_any_number_of_rows(
    publisher_client, rows, django_assert_num_queries
):
    kept, gone, body = make_organisation(), make_organisation(), make_organisation()
    for n in range(rows):
        make_role(organisation=gone, title=f"Director {n}").sources.add(make_source())
        make_source(publisher=gone, credited_to=gone)
        make_organisation(parent=gone)
        make_participation(organisation=gone, person=make_person())
        make_speaker(organisation=gone, person=make_person())
        for each in (kept, gone):
            make_name(organisation=each, text=f"Name {n}").sources.add(make_source())
    make_name(organisation=body)

    with django_assert_num_queries(35):
        publisher_client.get(merge_screen(kept), {"other": gone.pk})


@pytest.mark.parametrize("rows", [1, 5])
def test_preview_of_events_needs_the_same_queries(
    publisher_client, rows, django_assert_num_queries
):
    kept, gone, topic = make_event(), make_event(), make_topic()
    for _ in range(rows):
        make_statement(event=gone)
        make_event(parent=gone)
        make_article(events=[gone], topics=[topic])
        gone.topics.add(make_topic())

    with django_assert_num_queries(30):
        publisher_client.get(merge_screen(kept), {"other": gone.pk})


def test_markup_in_names_is_text(publisher_client):
    kept, gone = make_person(), make_person(name="<b>Two</b>")
    make_name(person=gone, text="<script>x</script>")

    shown = publisher_client.get(merge_screen(kept), {"other": gone.pk}).content.decode()

    assert "<script>x" not in shown
    assert "<b>Two" not in shown
    assert "&lt;script&gt;x" in shown


def test_kinds_of_organisations_are_told_in_words(publisher_client):
    kept, gone = make_organisation(kind="un-body"), make_organisation(kind="party")

    shown = page(publisher_client.get(merge_screen(kept), {"other": gone.pk}))

    assert "Kind United Nations body Political party" in texts(shown, "merge-differing", "tr")
    assert Organisation.objects.count() == 2
