"""Two at the desk, in a browser: changes proposed and decided, and what was typed kept safe."""

from functools import partial

import pytest

from events.models import Event
from hanoiconv.models import Opening, Proposal, Version
from people.models import Name, Person
from tests.browser.desk import (
    Looks,
    content,
    follow,
    in_two_windows,
    log_in,
    messages,
    press,
    with_and_without_scripts,
)
from tests.make import make_event, make_person


@pytest.fixture
def stored(stored):
    """What a test brings in is gone afterwards."""
    yield
    for model in (Proposal, Opening, Version):
        model.objects.all().delete()
    for model in (Event, Person):
        model.objects.filter(slug__startswith="desk-").delete()


@pytest.fixture
def open_start(open_desk):
    """Makes windows in which an account is logged in."""
    return partial(open_desk, "/admin/")


def log_out(page):
    press(page, "Log out")
    page.goto("/admin/")


def drafts(page):
    """What the browser keeps of forms."""
    kept = page.evaluate("Object.entries(localStorage)")
    return [text for name, text in kept if name.startswith("draft:")]


def form_of(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def event():
    return make_event(slug="desk-event", title="Signing ceremony", summary="It was signed.")


@with_and_without_scripts
def test_change_is_proposed_and_accepted(open_start, options):
    row = event()
    editor, publisher = (
        open_start("desk-editor", **options),
        open_start("desk-publisher", **options),
    )

    editor.goto(form_of(row))
    follow(editor, "Propose a change")
    editor.get_by_label("Title:").fill("Opening for signature")
    editor.get_by_label("Why", exact=True).fill("The treaty stays open.")
    press(editor, "Propose this")

    assert "Proposed. A publisher sees it next" in messages(editor)
    assert Event.objects.get(slug="desk-event").title == "Signing ceremony"

    publisher.goto("/admin/hanoiconv/proposal/")
    follow(publisher, "Signing ceremony")
    assert "The treaty stays open." in content(publisher)
    assert publisher.locator("ins").all_inner_texts() == ["Opening for signature"]
    press(publisher, "Accept")

    assert "now says what desk-editor proposed." in messages(publisher)
    assert Event.objects.get(slug="desk-event").title == "Opening for signature"


def test_change_is_declined_with_a_note(open_start):
    row = event()
    editor, publisher = open_start("desk-editor"), open_start("desk-publisher")
    editor.goto(f"{form_of(row)}../propose/")
    editor.get_by_label("Title:").fill("Something else")
    press(editor, "Propose this")

    publisher.goto(form_of(row))
    follow(publisher, "Look at it")
    publisher.get_by_label("Note").fill("No source says so.")
    press(publisher, "Decline")
    editor.goto("/admin/hanoiconv/proposal/")
    follow(editor, "Signing ceremony")

    assert "No source says so." in content(editor)
    assert Event.objects.get(slug="desk-event").title == "Signing ceremony"


def test_others_are_told_who_has_it_open(open_start):
    row = make_person(slug="desk-anna", name="Anna")
    one, other = open_start("desk-editor"), open_start("desk-publisher")

    one.goto(form_of(row))
    other.goto(form_of(row))

    assert "desk-editor opened this at " in content(other)
    assert "opened this at" not in content(one)


@pytest.fixture
def typed(open_start):
    """A window in which something was typed into a form, with a new row, and left unsaved."""
    row = make_person(slug="desk-anna", name="Anna")
    Name.objects.create(person=row, text="Ana")
    page = open_start("desk-editor")
    page.goto(form_of(row))
    page.locator("#id_name").fill("Anna Typed")
    page.get_by_role("button", name="Add another Name").click()
    page.locator("#id_names-1-text").fill("Hanna")
    page.wait_for_timeout(600)
    page.on("dialog", lambda dialog: dialog.accept())
    return page, row


def test_what_was_typed_is_brought_back_with_its_rows_and_saved(typed):
    page, row = typed
    page.goto(form_of(row))
    assert page.locator("#id_name").input_value() == "Anna"

    page.get_by_role("button", name="Bring it back").click()

    assert page.locator("#id_name").input_value() == "Anna Typed"
    assert page.locator("#id_names-0-text").input_value() == "Ana"
    assert page.locator("#id_names-1-text").input_value() == "Hanna"
    press(page, "Save and continue editing")
    assert Person.objects.get(pk=row.pk).name == "Anna Typed"
    assert sorted(name.text for name in row.names.all()) == ["Ana", "Hanna"]
    assert page.get_by_role("button", name="Bring it back").count() == 0
    page.goto("/admin/")
    assert drafts(page) == []


def test_what_was_typed_never_overwrites_what_others_saved_unseen(typed):
    page, row = typed
    Name.objects.filter(person=row).delete()
    Name.objects.create(person=row, text="Theirs")
    Person.objects.filter(pk=row.pk).update(name="Anna Theirs")

    page.goto(form_of(row))
    assert "The record was changed since." in content(page)
    page.get_by_role("button", name="Bring it back").click()
    press(page, "Save")

    assert "What changed since you opened this" in content(page)
    assert page.locator("#id_name").input_value() == "Anna Typed"
    texts = [page.locator(f"#id_names-{n}-text").input_value() for n in range(3)]
    assert sorted(texts) == ["Ana", "Hanna", "Theirs"]
    assert Person.objects.get(pk=row.pk).name == "Anna Theirs"


def test_what_was_typed_is_forgotten_when_asked(typed):
    page, row = typed
    page.goto(form_of(row))

    page.get_by_role("button", name="Forget it").click()
    page.goto(form_of(row))

    assert page.get_by_role("button", name="Bring it back").count() == 0
    assert page.locator("#id_name").input_value() == "Anna"


def test_nobody_else_in_this_browser_is_offered_it(typed):
    page, row = typed
    page.context.clear_cookies()
    page.goto("/admin/")
    assert page.locator("#drafts").count() == 0
    log_in(page, "desk-publisher")
    page.goto(form_of(row))
    assert page.get_by_role("button", name="Bring it back").count() == 0
    log_out(page)

    log_in(page, "desk-editor")
    page.goto(form_of(row))
    assert page.get_by_role("button", name="Bring it back").count() == 1
    log_out(page)

    assert drafts(page) == []


def test_refused_form_stays_a_draft(typed):
    page, row = typed
    page.locator("#id_sort_name").fill("")
    press(page, "Save")
    assert "Please correct the error below." in content(page)

    page.goto(form_of(row))
    page.get_by_role("button", name="Bring it back").click()

    assert page.locator("#id_name").input_value() == "Anna Typed"
    assert len(drafts(page)) == 1
    assert "csrfmiddlewaretoken" not in drafts(page)[0]


def test_new_record_is_brought_back_with_what_was_searched(open_start):
    page = open_start("desk-editor")
    page.goto("/admin/events/event/add/")
    page.locator("#id_title").fill("Desk conference")
    page.locator(".field-place .select2-selection").click()
    page.locator(".select2-search__field").last.fill("Hanoi")
    option = page.locator(".select2-results__option:not(.loading-results)").first
    option.wait_for()
    page.wait_for_timeout(500)
    chosen = option.inner_text().partition("\n")[0]  # a second line tells it from others
    option.click()
    page.wait_for_timeout(600)
    page.on("dialog", lambda dialog: dialog.accept())

    page.goto("/admin/events/event/add/")
    page.get_by_role("button", name="Bring it back").click()

    assert page.locator("#id_title").input_value() == "Desk conference"
    assert page.locator(".field-place .select2-selection").inner_text().endswith(chosen)
    assert page.locator("#id_slug").input_value() == "desk-conference"


@in_two_windows
def test_pages_are_not_faulted_and_fit(open_start, width, scheme):
    row = event()
    window = {"width": width, "color_scheme": scheme}
    editor = open_start("desk-editor", **window)
    publisher = open_start("desk-publisher", **window)
    editor.goto(f"{form_of(row)}../propose/")
    editor.get_by_label("Title:").fill("Opening for signature")
    press(editor, "Propose this")
    looks = Looks(publisher)

    publisher.goto(form_of(row))
    looks.at("form", ".proposals-waiting")
    follow(publisher, "Look at it")
    looks.at("proposal")
    press(publisher, "Decline")
    looks.at("refused")
    Event.objects.filter(pk=row.pk).update(title="Theirs")
    publisher.goto(publisher.url)
    looks.at("conflict")

    assert not looks.told(), looks.told()
