"""Every form of the desk, sent by everybody: what comes of it, and whether anything changes."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from hanoiconv.merging.planning import plan
from hanoiconv.models import FrontPage, Merge
from hanoiconv.second_checks import prints_of
from tests.articles.pages import NEW_PREVIEW, link_page, preview_of, publish_page
from tests.articles.test_publishing import drafted, shown
from tests.capturing.sent import address
from tests.capturing.sent import sent as captured
from tests.capturing.texts import TEXT
from tests.checks import change_screen, filled_in, opened_by, screen
from tests.drawn import upload
from tests.imports.uploads import ADD, file, plan_of, press, way
from tests.interchange.written import organisation
from tests.make import (
    make_article,
    make_capture,
    make_error_report,
    make_event,
    make_participation,
    make_photo,
    make_statement,
)
from tests.matrix.people import row, tried
from tests.matrix.rows import UNSEEN
from tests.merging.naming import merged
from tests.proposals.asked import page_of, proposed, proposing
from tests.test_admin_corrections_rights import form_of
from tests.test_admin_corrections_rights import sent as correcting
from tests.versions.kept import restoring, saved, version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

# Whoever is not meant is refused as on opening the page: "done" says that rows were written.
EDITORS = row("refused on,done on,done on,done")
PUBLISHERS = row("refused refused on,done on,done")


def post(url, form):
    return lambda client: client.post(url, form)


def restore(clients, by="editor", **root):
    event = make_event(**root)
    saved(clients[by], event, title="Another")
    url = restoring(version(event, 1))
    return post(url, opened_by(clients[by], url))


def restore_deleted(clients):
    event = make_event(**UNSEEN)
    clients["editor"].post(screen(event, "delete", event.pk), {"post": "yes"})
    url = restoring(version(event, 2))
    return post(url, opened_by(clients["editor"], url))


def merge(clients, **root):
    kept, gone = (make_participation(event=make_event(**root)).person for _ in range(2))
    fingerprint = plan(kept, gone, User.objects.get(username="publisher")).fingerprint
    return post(screen(kept, "merge", kept.pk), {"other": gone.pk, "shown": fingerprint})


def unmerge(clients, **root):
    kept, gone = (make_participation(event=make_event(**root)).person for _ in range(2))
    merged(kept, gone, User.objects.get(username="publisher"))
    return post(f"{screen(kept, 'unmerge', kept.pk)}?merge={Merge.objects.get().pk}", {})


def propose(clients):
    event = make_event()
    return post(proposing(event), filled_in(event) | {"title": "Another"})


def decide(clients, act):
    proposal = proposed(clients["editor"], make_event(), title="Another")
    form = opened_by(clients["publisher"], page_of(proposal))
    return post(page_of(proposal), form | {"act": act, "note": "So it is."})


def second_check(clients, **root):
    statement = make_statement(**root)
    shown_print = prints_of([statement.pk])[statement.pk]
    return post(screen(statement, "second_check", statement.pk), {"shown": shown_print})


def capture(clients, form):
    source = make_statement().reports.get().source
    make_capture(source=source, text=TEXT)
    return post(address(source), form)


def correct(clients, **root):
    article = make_article(headline="It has 71 chapters", **root)
    return post(form_of(article), correcting(article, "headline"))


def preview(clients, **root):
    article = make_article(**root)
    return post(preview_of(article), filled_in(article))


def publish_with_statements(clients):
    statement = make_statement(slug="quoted", **UNSEEN)
    article = drafted(body=f"{{statement: {statement.slug}}}")
    return post(publish_page(article), shown(clients["publisher"], article))


def upload_files(clients):
    return lambda client: client.post(ADD, {"files": [file("o.json", [organisation("another")])]})


def plan_page(clients, button):
    log = plan_of(clients["editor"], organisation())
    return lambda client: press(client, log, button)


def throw_away(clients):
    return post(way(plan_of(clients["editor"], organisation()), "throw_away"), {})


def undo_import(clients):
    log = plan_of(clients["editor"], organisation())
    press(clients["editor"], log, "apply")
    return post(way(log, "undo"), {})


def photo(clients, **root):
    row = make_photo(event=make_event(**root), alt="A full hall", credit="Photo: VNA")
    form = filled_in(row)
    return lambda client: client.post(change_screen(row), form | {"file": upload()})


def change(clients, made, **values):
    return post(change_screen(made), filled_in(made) | values)


def new_account(clients):
    form = {"username": "another", "usable_password": "true"}
    passwords = dict.fromkeys(["password1", "password2"], "pencil-and-paper-9")
    return post(screen(User, "add"), form | passwords)


def delete(clients, made):
    return post(screen(made, "delete", made.pk), {"post": "yes"})


ACTS = {
    "restore a draft": (lambda each: restore(each, **UNSEEN), EDITORS),
    "restore what readers see": (lambda each: restore(each, by="publisher"), PUBLISHERS),
    "restore what was deleted": (restore_deleted, EDITORS),
    "merge what nobody sees": (lambda each: merge(each, **UNSEEN), EDITORS),
    "merge what readers see": (merge, PUBLISHERS),
    "undo a merge that nobody sees": (lambda each: unmerge(each, **UNSEEN), EDITORS),
    "undo a merge that readers see": (unmerge, PUBLISHERS),
    # Who may change it is led to its form instead.
    "propose": (propose, row("refused on,done on on")),
    # The proposal is the editor's own; who sees none of it is refused before.
    "accept": (lambda each: decide(each, "accept"), PUBLISHERS),
    "decline": (lambda each: decide(each, "decline"), PUBLISHERS),
    "take back": (lambda each: decide(each, "take_back"), row("refused on,done refused refused")),
    "decide nothing": (lambda each: decide(each, ""), row("refused refused refused refused")),
    "check a draft": (lambda each: second_check(each, **UNSEEN), EDITORS),
    "check what readers see": (second_check, PUBLISHERS),
    "paste a text": (lambda each: capture(each, {"text-text": "Another text."}), EDITORS),
    "make a statement of it": (lambda each: capture(each, captured()), EDITORS),
    "read off": (lambda each: capture(each, {"read": "2"}), row("refused shown shown shown")),
    "correct what readers see": (correct, PUBLISHERS),
    "correct a draft": (lambda each: correct(each, **UNSEEN), row("refused refused on on")),
    "preview a new one": (
        lambda each: post(NEW_PREVIEW, {"headline": "New"}),
        row("refused shown shown shown"),
    ),
    "preview a draft": (lambda each: preview(each, **UNSEEN), row("refused shown shown shown")),
    "preview what readers see": (preview, row("refused refused shown shown")),
    "make a link for a reviewer": (  # which is stored nowhere
        lambda each: post(link_page(make_article(**UNSEEN)), {}),
        row("refused shown shown shown"),
    ),
    "publish with statements": (publish_with_statements, PUBLISHERS),
    "upload files": (upload_files, EDITORS),
    "untick all": (lambda each: plan_page(each, "untick"), EDITORS),
    "apply a plan": (lambda each: plan_page(each, "apply"), EDITORS),
    "throw a plan away": (throw_away, EDITORS),
    "undo an import": (undo_import, EDITORS),
    "upload a picture nobody sees": (lambda each: photo(each, **UNSEEN), EDITORS),
    "upload a picture readers see": (photo, PUBLISHERS),
    "choose what leads": (
        lambda each: change(each, FrontPage.objects.create(), lead=make_article().pk),
        PUBLISHERS,
    ),
    "answer a reader": (
        lambda each: change(each, make_error_report(), state="in-hand", note="Looked up."),
        EDITORS,
    ),
    "delete a report of a reader": (lambda each: delete(each, make_error_report()), PUBLISHERS),
    "add an account": (new_account, row("refused refused refused on,done")),
    "delete an account": (
        lambda each: delete(each, User.objects.get(username="stranger")),
        row("refused refused refused on,done"),
    ),
    "send something to the checks": (
        lambda each: post(reverse("admin:checks"), {}),
        row("never never never never"),
    ),
    "send something to the search": (
        lambda each: post(reverse("admin:search"), {}),
        row("never never never never"),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_act_by_everybody(clients, name):
    prepare, line = ACTS[name]
    send = prepare(clients)

    found = {who: tried(send, client) for who, client in clients.items()}

    assert found == line
