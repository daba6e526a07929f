"""What belongs to a record is guarded as the record is, on every screen where it can be written."""

import pytest

from events.models import Wording
from people.models import Capture
from tests import make
from tests.checks import as_new, change_screen, filled_in, logged_in, opened_by, screen, the_record
from tests.make import (
    make_article,
    make_capture,
    make_event,
    make_instrument,
    make_organisation,
    make_participation,
    make_photo,
    make_place,
    make_report,
    make_source,
    make_speaker,
    make_statement,
    make_wording,
)

pytestmark = pytest.mark.django_db

# Where a part may belong; each belongs to a root with the given status, or is named by one.
OWNERS = {
    "article": make_article,
    "event": make_event,
    "statement": make_statement,
    "report": lambda **root: make_report(statement=make_statement(**root)),
    "photo": lambda **root: make_photo(event=make_event(**root)),
    "place": lambda **root: make_event(place=make_place(), **root).place,
    "person": lambda **root: make_participation(event=make_event(**root)).person,
    "organisation": lambda **root: (
        make_participation(event=make_event(**root), organisation=make_organisation()).organisation
    ),
}
PARTS = [
    ("role", "person"),
    ("name", "person"),
    ("name", "organisation"),
    ("participation", "event"),
    ("wording", "event"),
    ("wording", "place"),
    ("figure", "event"),
    ("figure", "statement"),
    ("speaker", "statement"),
    ("report", "statement"),
    ("passage", "report"),
    ("depiction", "photo"),
    ("correction", "article"),
    ("correction", "event"),
    ("correction", "statement"),
]
NOT_OFFERED = ["Select a valid choice. That choice is not one of the available choices."]


def make_part(model, link, owner):
    passage = {"passage": None} if model == "report" else {}
    return getattr(make, f"make_{model}")(**{link: owner}, **passage)


def moved(form, links, link, owner):
    """The form of a part with another owner in place of the one it has."""
    return {name: value for name, value in form.items() if name not in links} | {link: owner.pk}


def attacks(model, link):
    """Five ways to change what is published through a part's own screen, with their forms."""
    draft, published = OWNERS[link](status="draft"), OWNERS[link]()
    mine, theirs = make_part(model, link, draft), make_part(model, link, published)
    links = type(mine).part_of
    forms = {}
    for part in (mine, theirs):
        forms[part] = filled_in(part)
    text = {"name": "text", "wording": "text", "figure": "words", "role": "title"}.get(model)
    changed = {text: "Changed"} if text else {"order": 9, "via_printed": "AFP cited", "why": "Why."}
    added = as_new(forms[mine], **changed)
    return [
        (change_screen(theirs), forms[theirs] | changed),
        (change_screen(theirs), moved(forms[theirs], links, link, draft)),
        (change_screen(mine), moved(forms[mine], links, link, published)),
        (screen(mine, "add"), moved(added, links, link, published)),
        (screen(mine, "delete", theirs.pk), {"post": "yes"}),
    ]


@pytest.mark.parametrize(("model", "link"), PARTS)
def test_editor_cannot_touch_what_is_published_through_its_parts(editor_client, model, link):
    tried = attacks(model, link)
    before = the_record()

    answers = [editor_client.post(page, form) for page, form in tried]

    assert [answer.status_code for answer in answers] == [403, 403, 200, 200, 403]
    assert [answer.context["adminform"].errors for answer in answers[2:4]] == [
        {link: NOT_OFFERED},
        {link: NOT_OFFERED},
    ]
    assert the_record() == before


@pytest.mark.parametrize(("model", "link"), PARTS)
def test_publisher_may_do_all_that_with_the_same_forms(publisher_client, model, link):
    tried = attacks(model, link)

    answers = [
        publisher_client.post(page, form | opened_by(publisher_client, page))
        for page, form in tried
    ]

    assert [answer.status_code for answer in answers] == [302] * 5


@pytest.mark.parametrize("model", ["wording", "figure"])
def test_editor_cannot_touch_the_parts_of_an_instrument(editor_client, model):
    mine = make_part(model, "event", make_event(status="draft"))
    theirs = make_part(model, "instrument", make_instrument())
    page = change_screen(mine)
    form = moved(filled_in(mine), ["event"], "instrument", theirs.instrument)
    before = the_record()

    answers = [
        editor_client.post(page, form),
        editor_client.post(screen(theirs, "delete", theirs.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert answers[0].context["adminform"].errors["instrument"] == NOT_OFFERED
    assert the_record() == before


INLINES = [
    (make_event, "wordings", {"aspect": "title", "text": "Forged"}),
    (make_event, "participations", {"part": "host", "basis": "held", "order": 0}),
    (make_event, "figures", {"measure": "m", "unit": "u", "words": "w", "basis": "final"}),
    (make_statement, "speakers", {"described_as": "Forged", "order": 1}),
    (make_statement, "reports", {"mode": "paraphrase"}),
    (make_article, "corrections", {"said": "a", "says": "b", "why": "c"}),
]


def with_new_part(form, prefix, values):
    """The form of a record with one more part in it."""
    n = int(form[f"{prefix}-TOTAL_FORMS"])
    source = make_source()
    filled = {"source": source.pk, "described_as": "Forged", "lang": "en", "qualifier": "exactly"}
    filled |= {"made_at_0": "2026-11-21", "made_at_1": "12:00:00"} | values
    return (
        form
        | {f"{prefix}-{n}-{name}": value for name, value in filled.items()}
        | {f"{prefix}-TOTAL_FORMS": n + 1}
    )


@pytest.mark.parametrize(("make_root", "prefix", "values"), INLINES)
def test_inline_posts_follow_the_record(publisher_client, editor_client, make_root, prefix, values):
    roots = [make_root(status="draft"), make_root()]
    pages = [change_screen(root) for root in roots]
    forms = [
        with_new_part(filled_in(root), prefix, values)
        | ({"status": "draft"} if root.status == "draft" else {})
        for page, root in zip(pages, roots, strict=True)
    ]
    before = the_record()

    refused = editor_client.post(pages[1], forms[1])
    assert refused.status_code == 403
    assert the_record() == before

    taken = [editor_client.post(pages[0], forms[0]), publisher_client.post(pages[1], forms[1])]
    assert [answer.status_code for answer in taken] == [302, 302]
    number = getattr(make_root(), prefix).count() + 1
    assert [getattr(root, prefix).count() for root in roots] == [number, number]


def test_inline_post_cannot_carry_off_the_part_of_another_record(editor_client):
    mine, theirs = make_statement(status="draft"), make_statement()
    page = change_screen(mine)
    form = filled_in(mine) | {
        "speakers-0-id": theirs.speakers.get().pk,
        "speakers-0-described_as": "Forged",
    }
    before = the_record()

    answer = editor_client.post(page, form)

    assert answer.status_code == 302  # Django passes over a part that is not the record's
    assert the_record() == before


def test_inline_post_cannot_name_another_record_as_owner(editor_client):
    mine, theirs = make_statement(status="draft"), make_statement()
    page = change_screen(mine)
    form = filled_in(mine) | {"speakers-0-statement": theirs.pk}
    before = the_record()

    answer = editor_client.post(page, form)

    assert answer.status_code == 200
    assert the_record() == before


def test_inline_passages_of_a_published_report_are_guarded(editor_client):
    report = make_report()
    page = change_screen(report)
    form = filled_in(report) | {"passages-0-quoted": "Forged words."}
    before = the_record()

    answer = editor_client.post(page, form)

    assert answer.status_code == 403
    assert the_record() == before


MISFIT = "An event has titles, themes and dates, a place names, an instrument titles and dates."


def test_inline_wording_that_does_not_fit_is_an_error_not_a_crash(publisher_client):
    event = make_event(status="draft")
    wording = {"aspect": "name", "text": "Hà Nội"}

    answer = publisher_client.post(
        change_screen(event), with_new_part(filled_in(event), "wordings", wording)
    )

    assert answer.context["errors"] == [[MISFIT]]
    assert not Wording.objects.exists()


@pytest.mark.parametrize("aspect", ["theme", "name"])
def test_own_screen_explains_a_wording_that_does_not_fit(publisher_client, aspect):
    wording = make_wording(place=make_place()) if aspect == "theme" else make_wording()

    answer = publisher_client.post(change_screen(wording), filled_in(wording) | {"aspect": aspect})

    assert answer.context["adminform"].errors == {"aspect": [MISFIT]}


def test_text_captured_twice_is_an_error_not_a_crash(publisher_client):
    capture = make_capture(text="One line.")
    form = {"source": capture.source.pk, "captured_on": "2026-11-21", "text": "One line."}

    answer = publisher_client.post(screen(Capture, "add"), form)

    assert answer.status_code == 200
    assert Capture.objects.get() == capture


@pytest.mark.parametrize("make_row", [make_speaker, make_report, make_wording])
def test_onlooker_may_look_at_parts_and_nothing_more(onlooker, make_row):
    row = make_row()
    client = logged_in(onlooker)
    before = the_record()

    answers = [
        client.get(change_screen(row)),
        client.post(change_screen(row), {}),
        client.post(screen(row, "delete", row.pk), {"post": "yes"}),
        client.post(screen(row, "add"), {}),
    ]

    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
    assert the_record() == before
