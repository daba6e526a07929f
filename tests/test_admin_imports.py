"""Files uploaded at the desk: planned, refused, found to say nothing new; tables to fill in."""

import io
import zipfile

import pytest

from hanoiconv.imports import forms
from hanoiconv.interchange.shape import record_models
from hanoiconv.models import Import, ImportFile
from people.models import Person
from tests.checks import said, the_record
from tests.imports.uploads import ADD, LIST, file, plan_of, send, upload
from tests.interchange.written import event, organisation, person, source
from tests.make import make_person

pytestmark = pytest.mark.django_db


def test_upload_of_several_files_is_one_plan_and_writes_nothing(editor, editor_client):
    before = the_record()

    answer = send(
        editor_client,
        file("people.csv", "slug,name,sort_name\nluong-cuong,Lương Cường,Lương Cường\n"),
        file("sources.json", [source()]),
        file(
            "organisations.jsonl",
            '{"model": "people.organisation", "fields": {"slug": "vov", '
            '"name": "VOV", "kind": "outlet"}}\n',
        ),
    )

    log = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, log.get_absolute_url())
    assert (log.state, log.user, log.publish) == ("planned", editor, False)
    assert [each["name"] for each in log.files] == [
        "people.csv",
        "sources.json",
        "organisations.jsonl",
    ]
    assert log.counts == {"new": {"people.organisation": 1, "people.person": 1, "people.source": 1}}
    assert the_record() == before


def test_more_files_than_django_would_take_are_one_plan(editor_client):
    files = [file(f"{number}.json", [organisation(f"of-{number}")]) for number in range(101)]

    send(editor_client, *files)

    assert Import.objects.get().entries.count() == 101


def test_faults_are_shown_with_their_place_and_nothing_is_kept(editor_client):
    answer = upload(editor_client, person(), event(kind="nope"))

    ending = answer.context["ending"]
    assert answer.status_code == 200
    assert ending.sentence == "Nothing can be imported: the files have 1 fault."
    assert [(fault.file, fault.record, fault.field) for fault in ending.faults] == [
        ("upload.json", "events.event ceremony", "kind")
    ]
    assert b"<td>upload.json</td>" in answer.content
    assert (Import.objects.count(), ImportFile.objects.count()) == (0, 0)


def test_as_many_faults_are_shown_as_anybody_reads(editor_client):
    rows = [event(slug=f"event-{n}", kind="nope") for n in range(503)]

    answer = upload(editor_client, *rows)

    assert answer.content.count(b"<td>upload.json</td>") == 500
    assert "… and 3 more." in answer.content.decode()


def test_files_that_say_nothing_new_are_not_kept(editor_client):
    make_person(slug="luong-cuong", name="Lương Cường", sort_name="Lương Cường")

    answer = upload(editor_client, person())

    assert (answer.status_code, answer.url) == (302, ADD)
    assert said(answer) == ["These files say nothing new: 1 person. Nothing was kept."]
    assert Import.objects.count() == 0


def test_file_names_and_words_of_faults_are_escaped(editor_client):
    answer = send(editor_client, file("<b>.json", [person(slug="<i>x</i>")]))

    assert b"&lt;b&gt;.json" in answer.content
    assert b"<i>x</i>" not in answer.content


@pytest.mark.parametrize(
    ("files", "errors"),
    [
        ([], ["This field is required."]),
        (
            [file("a.exe", "x"), file("b.yaml", "x"), file("c.json", [])],
            [
                "a.exe: only .json, .jsonl, .csv and .zip files are read.",
                "b.yaml: only .json, .jsonl, .csv and .zip files are read.",
            ],
        ),
    ],
)
def test_form_refuses_what_is_no_file_of_records(editor_client, files, errors):
    answer = send(editor_client, *files)

    assert answer.status_code == 200
    assert answer.context["form"].errors == {"files": errors}


def test_form_refuses_files_that_are_too_large_together(editor_client, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", 2 * 1024**2)
    half = file("a.json", " " * (1024**2 + 1))
    other = file("b.json", " " * (1024**2 + 1))

    answer = send(editor_client, half, other)

    assert answer.context["form"].errors == {
        "files": ["These files have 3 MB together; one import takes 2 MB."]
    }


def test_empty_file_is_named(editor_client):
    answer = send(editor_client, file("empty.json", ""))

    assert [fault.file for fault in answer.context["ending"].faults] == ["empty.json"]


def test_list_tells_what_each_import_does_the_newest_first(editor_client):
    plan_of(editor_client, person())
    make_person(slug="known", name="Known", sort_name="Known")
    rows = [organisation(f"o-{n}") for n in range(2)]
    answer = send(
        editor_client,
        *(file(f"{n}.json", [row]) for n, row in enumerate(rows)),
        file("people.csv", "slug,name,sort_name\nknown,Now known,Known\n"),
        file("more.json", []),
    )
    assert answer.status_code == 302

    page = editor_client.get(LIST)

    desk = page.context["cl"].model_admin
    found = [
        (desk.named_files(row), row.user.username, row.state, desk.in_words(row))
        for row in page.context["cl"].result_list
    ]
    assert found == [
        ("0.json, 1.json, people.csv and 1 more", "editor", "planned", "2 new, 1 changed"),
        ("upload.json", "editor", "planned", "1 new"),
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_list_needs_the_same_queries_for_any_number_of_imports(
    editor_client, rows, django_assert_num_queries
):
    for n in range(rows):
        plan_of(editor_client, person(slug=f"person-{n}"))

    with django_assert_num_queries(6):
        editor_client.get(LIST)


def test_list_is_filtered_by_state(editor_client):
    plan_of(editor_client, person())

    found = [
        [*editor_client.get(f"{LIST}?state__exact={state}").context["cl"].result_list]
        for state in ("planned", "applied")
    ]

    assert [len(rows) for rows in found] == [1, 0]


def test_empty_table_is_read_when_it_is_filled_in(editor_client):
    answer = editor_client.get("/admin/hanoiconv/import/tables/people.csv")
    head = answer.content.decode("utf-8-sig").strip()
    values = {"slug": "luong-cuong", "name": "Lương Cường", "sort_name": "Lương Cường"}
    line = ",".join(values.get(name, "") for name in head.split(","))

    send(editor_client, file("people.csv", f"\ufeff{head}\r\n{line}\r\n"))

    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert list(Import.objects.get().entries.values_list("kind", "slug")) == [
        ("people.person", "luong-cuong")
    ]
    assert Person.objects.count() == 0


def test_zip_of_tables_has_one_for_each_kind_of_row(editor_client):
    answer = editor_client.get("/admin/hanoiconv/import/tables.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
    form = editor_client.get(ADD)
    assert len(names) == len(record_models())
    assert names == [*form.context["tables"]]
    assert editor_client.get("/admin/hanoiconv/import/tables/users.csv").status_code == 404
