"""Work that takes long: its lines on the way, its end, and what becomes of it when it fails."""

import io
import logging
import threading
import zipfile

import pytest
from django.contrib import messages
from django.db import connection, connections

from hanoiconv.imports import progress
from hanoiconv.imports.progress import Ending, answer
from hanoiconv.models import Import
from people.models import Organisation, Person
from tests.checks import the_record
from tests.imports.uploads import ADD, file, press, send, state, way
from tests.interchange.written import event, organisation, person

# The work has a connection of its own, so that it sees only what is stored.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(autouse=True)
def connections_of_threads_close(monkeypatch):
    """Django keeps a database in memory open, which Python 3.13 finds when the thread is gone."""
    close_all = connections.close_all

    def close_in_memory_too():
        raw = connection.connection
        close_all()
        if (
            connection.vendor == "sqlite"
            and raw
            and threading.current_thread() is not threading.main_thread()
        ):
            raw.close()

    monkeypatch.setattr(connections, "close_all", close_in_memory_too)


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(progress, "LARGE", 1)


def text_of(response):
    return b"".join(response.streaming_content).decode()


def test_large_upload_tells_how_far_it_is_and_leads_to_the_plan(everything_is_large, editor_client):
    response = send(editor_client, file("people.json", [person()]))
    text = text_of(response)

    log = Import.objects.get()
    assert "<li>Rows read: 1</li>\n<li>Linking</li>\n<li>Comparing</li>" in text
    assert f'<meta http-equiv="refresh" content="1; url={log.get_absolute_url()}">' in text
    assert text.count("<h1>") == 1
    assert text.rstrip().endswith("</html>")
    assert progress.HERE not in text


def test_zip_stands_for_the_files_in_it_and_is_large_however_small(editor_client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("people.csv", "slug,name,sort_name\nluong-cuong,Lương Cường,Lương Cường\n")

    text = text_of(send(editor_client, file("all.ZIP", packed.getvalue())))

    assert "<li>Rows read: 1</li>" in text
    assert list(Import.objects.get().entries.values_list("slug", "file")) == [
        ("luong-cuong", "all.ZIP/people.csv")
    ]


def test_large_import_is_applied_and_undone(everything_is_large, editor_client):
    text_of(send(editor_client, file("people.json", [person(), organisation()])))
    log = Import.objects.get()

    applied = text_of(press(editor_client, log, "apply", chosen=["vov"]))
    there = [Organisation.objects.count(), Person.objects.count(), state(log)]
    undone = text_of(editor_client.post(way(log, "undo")))

    assert "The import is applied." in applied
    assert there == [1, 0, "applied"]
    assert "The import is undone" in undone
    assert (Organisation.objects.count(), state(log)) == (0, "undone")


def test_large_upload_shows_its_faults_in_place(everything_is_large, editor_client):
    text = text_of(send(editor_client, file("x.json", [event(kind="nope")])))

    assert "Nothing can be imported: the files have 1 fault." in text
    assert "<td>events.event ceremony</td>" in text
    assert 'http-equiv="refresh"' not in text
    assert text.rstrip().endswith("</html>")


def test_stale_plan_stays_to_be_read(everything_is_large, editor_client):
    text_of(send(editor_client, file("people.json", [person()])))
    log = Import.objects.get()
    Person.objects.create(slug="luong-cuong", name="Meanwhile", sort_name="Meanwhile")

    text = text_of(press(editor_client, log, "apply"))

    assert "the record changed meanwhile" in text
    assert "<li>person luong-cuong</li>" in text
    assert 'http-equiv="refresh"' not in text
    assert Person.objects.get().name == "Meanwhile"


def test_progress_is_not_held_back_to_be_compressed(everything_is_large, editor_client):
    form = {"files": [file("people.json", [person()])]}
    response = editor_client.post(ADD, form, headers=GZIP)
    pieces = [*response.streaming_content]

    assert "Content-Encoding" not in response
    assert pieces[1] == b"<li>Rows read: 1</li>\n"


def test_reader_who_goes_away_stops_nothing(everything_is_large, editor_client):
    response = send(editor_client, file("people.json", [person()]))
    pieces = iter(response.streaming_content)
    assert [next(pieces), next(pieces)][1] == b"<li>Rows read: 1</li>\n"
    before = the_record()

    response.close()
    for thread in threading.enumerate():
        if thread.name == "import at the desk":
            thread.join()

    assert Import.objects.get().state == "planned"
    assert the_record() == before


def test_work_that_fails_is_logged_and_told(rf, publisher, caplog):
    def work(tell):
        tell("half done", 7)
        raise RuntimeError("a secret of ours")

    request = rf.get("/")
    request.user = publisher
    context = {"opts": Import._meta, "title": "Work"}
    response = answer(request, context, work, size=progress.LARGE, back="/back/")
    with caplog.at_level(logging.ERROR):
        text = text_of(response)

    assert "Half done: 7" in text
    assert str(progress.FAILED) in text
    assert 'href="/back/"' in text
    assert "secret" not in text
    assert "a secret of ours" in caplog.text


def test_message_names_some_and_counts_the_rest():
    names = [f"<{n}>" for n in range(25)]
    ending = Ending("Look:", messages.WARNING, "/", "On", names)

    told = progress._message(ending)

    assert told.startswith("Look:<ul><li>&lt;0&gt;</li>")
    assert told.endswith("<li>… and 5 more</li></ul>")
    assert told.count("<li>") == 21
