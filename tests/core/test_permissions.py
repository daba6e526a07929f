from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.utils import timezone

from events.models import Event, Figure, Passage, Place, Topic
from hanoiconv.core.permissions import may_change, publish_permission, within_reach
from hanoiconv.core.records import Record
from people.models import Capture, Name, Person
from tests.make import (
    make_article,
    make_capture,
    make_correction,
    make_depiction,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_passage,
    make_person,
    make_photo,
    make_place,
    make_report,
    make_role,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
    make_wording,
)

ROOTS = [make_article, make_event, make_statement]
WRITING = ["draft", "review"]
SETTLED = ["published", "withdrawn"]
MODELS = [
    model._meta.model_name
    for label in ("people", "events")
    for model in apps.get_app_config(label).get_models()
]
RECORDS = [
    model._meta.model_name
    for label in ("people", "events")
    for model in apps.get_app_config(label).get_models()
    if issubclass(model, Record)
]

# A row that belongs to a root with the given status, or is named by one.
ROWS = {
    "a speaker": lambda **root: make_speaker(statement=make_statement(**root)),
    "a report": lambda **root: make_report(statement=make_statement(**root)),
    "a passage": lambda **root: make_passage(report=make_report(statement=make_statement(**root))),
    "a participation": lambda **root: make_participation(event=make_event(**root)),
    "a wording": lambda **root: make_wording(event=make_event(**root)),
    "the wording of a place": lambda **root: make_wording(
        place=make_event(place=make_place(), **root).place
    ),
    "the figure of an event": lambda **root: make_figure(event=make_event(**root)),
    "the figure of a statement": lambda **root: make_figure(statement=make_statement(**root)),
    "the correction of an article": lambda **root: make_correction(article=make_article(**root)),
    "the correction of an event": lambda **root: make_correction(event=make_event(**root)),
    "the correction of a statement": lambda **root: make_correction(
        statement=make_statement(**root)
    ),
    "a photo": lambda **root: make_photo(event=make_event(**root)),
    "a depiction": lambda **root: make_depiction(photo=make_photo(event=make_event(**root))),
    "a person": lambda **root: make_participation(event=make_event(**root)).person,
    "the role of a person": lambda **root: make_role(
        person=make_participation(event=make_event(**root)).person
    ),
    "the name of a person": lambda **root: make_name(
        person=make_participation(event=make_event(**root)).person
    ),
    "an organisation": lambda **root: (
        make_participation(event=make_event(**root), organisation=make_organisation()).organisation
    ),
    "the name of an organisation": lambda **root: make_name(
        organisation=make_participation(
            event=make_event(**root), organisation=make_organisation()
        ).organisation
    ),
    "a source": lambda **root: make_report(statement=make_statement(**root)).source,
    "a publisher": lambda **root: make_report(statement=make_statement(**root)).source.publisher,
    "a place": lambda **root: make_event(place=make_place(), **root).place,
    "a topic": lambda **root: make_article(topics=[make_topic()], **root).topics.get(),
}


def codenames(group):
    rows = Group.objects.get(name=group).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return sorted(f"{label}.{codename}" for label, codename in rows)


def label_of(model_name):
    people = {"organisation", "person", "role", "name", "source", "capture"}
    return "people" if model_name in people else "events"


@pytest.mark.django_db
def test_editors_may_write_every_model_and_nothing_else():
    expected = sorted(
        f"{label_of(model)}.{what}_{model}"
        for model in MODELS
        for what in ("view", "add", "change", "delete")
    )

    of_the_record = [name for name in codenames("Editors") if not name.startswith("hanoiconv.")]
    assert of_the_record == expected
    assert len(expected) == 22 * 4


@pytest.mark.django_db
def test_publishers_may_also_publish_every_record():
    more = [f"{label_of(model)}.publish_{model}" for model in RECORDS]
    roof = ["delete_errorreport", "add_frontpage", "change_frontpage", "delete_frontpage"]
    more += [f"hanoiconv.{name}" for name in roof]

    assert codenames("Publishers") == sorted([*codenames("Editors"), *more])
    assert len(more) == 10 + 4


@pytest.mark.django_db
def test_editors_import_read_what_readers_report_and_see_the_front_page():
    of_the_roof = [name for name in codenames("Editors") if name.startswith("hanoiconv.")]

    assert of_the_roof == [
        "hanoiconv.add_import",
        "hanoiconv.change_errorreport",
        "hanoiconv.view_errorreport",
        "hanoiconv.view_frontpage",
        "hanoiconv.view_import",
    ]


@pytest.mark.django_db
def test_viewers_see_all_of_the_desk_and_write_nothing():
    of_the_record = [f"{label_of(model)}.view_{model}" for model in MODELS]
    of_the_roof = [f"hanoiconv.view_{model}" for model in ("errorreport", "frontpage", "import")]

    assert codenames("Viewers") == sorted(of_the_record + of_the_roof)


@pytest.mark.django_db
def test_administrators_do_what_publishers_do_and_keep_accounts():
    accounts = ["add_user", "change_user", "delete_user", "view_group", "view_user"]

    more = sorted({*codenames("Administrators")} - {*codenames("Publishers")})

    assert more == [f"auth.{name}" for name in accounts] + ["hanoiconv.add_errorreport"]
    assert {*codenames("Publishers")} <= {*codenames("Administrators")}


@pytest.mark.django_db
def test_there_are_no_other_groups():
    found = sorted(Group.objects.values_list("name", flat=True))

    assert found == ["Administrators", "Editors", "Publishers", "Viewers"]


def test_publish_permission_is_named_for_the_model():
    assert publish_permission(Event) == "events.publish_event"
    assert publish_permission(Person) == "people.publish_person"


@pytest.mark.django_db
@pytest.mark.parametrize("make_root", ROOTS)
def test_root_is_changed_by_publishers_alone_once_it_is_settled(make_root, editor, publisher):
    open_rows = [make_root(status=status) for status in WRITING]
    settled = [make_root(status=status) for status in SETTLED]
    scheduled = make_root(publish_at=timezone.now() + timedelta(days=9))

    assert [may_change(editor, row) for row in open_rows] == [True, True]
    assert [may_change(editor, row) for row in [*settled, scheduled]] == [False, False, False]
    assert all(may_change(publisher, row) for row in [*open_rows, *settled, scheduled])


@pytest.mark.django_db
@pytest.mark.parametrize("make_row", ROWS.values(), ids=ROWS)
def test_row_of_a_root_is_changed_by_publishers_alone_once_that_is_settled(
    make_row, editor, publisher
):
    draft = make_row(status="draft")
    published = make_row()
    scheduled = make_row(publish_at=timezone.now() + timedelta(days=9))
    rows = type(draft).objects.filter(pk__in=[draft.pk, published.pk, scheduled.pk]).order_by("pk")

    assert list(within_reach(rows, editor)) == [draft]
    assert list(within_reach(rows, publisher)) == [draft, published, scheduled]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make_row",
    [
        lambda **root: make_figure(event=make_event(**root)),
        lambda **root: make_correction(article=make_article(**root)),
        lambda **root: make_report(statement=make_statement(**root)),
    ],
)
def test_part_of_a_withdrawn_root_is_changed_by_publishers_alone(make_row, editor, publisher):
    row = make_row(status="withdrawn")

    assert may_change(editor, row) is False
    assert may_change(publisher, row) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make_row", [make_person, make_organisation, make_source, make_place, make_topic, make_role]
)
def test_row_that_nothing_names_is_changed_by_editors(make_row, editor):
    row = make_row()

    assert may_change(editor, row) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make_row",
    [
        make_instrument,
        lambda: make_figure(instrument=make_instrument()),
        lambda: make_wording(instrument=make_instrument()),
    ],
)
def test_instrument_is_changed_by_publishers_alone(make_row, editor, publisher):
    row = make_row()

    assert may_change(editor, row) is False
    assert may_change(publisher, row) is True


@pytest.mark.django_db
def test_capture_is_private_and_changed_by_editors(editor):
    capture = make_capture(source=make_report().source)

    assert may_change(editor, capture) is True
    assert Capture.objects.get() == capture


@pytest.mark.django_db
def test_row_as_stored_decides_not_the_row_in_memory(editor):
    event, draft = make_event(), make_event(status="draft")
    event.status = "draft"
    figure = make_figure(event=event)
    figure.event = draft

    assert may_change(editor, event) is False
    assert may_change(editor, figure) is False


@pytest.mark.django_db
def test_publishing_one_kind_takes_the_permission_for_that_kind(editor):
    kinds = Group.objects.get(name="Publishers").permissions
    editor.user_permissions.add(kinds.get(codename="publish_event"))
    event, statement = make_event(), make_statement()
    photo = make_photo(event=event)

    assert may_change(editor, make_figure(event=event)) is True
    assert may_change(editor, make_figure(statement=statement)) is False
    assert may_change(editor, photo) is False


@pytest.mark.django_db
def test_superuser_may_change_everything(admin_user):
    rows = [make_event(), make_instrument(), make_figure()]

    assert [may_change(admin_user, row) for row in rows] == [True, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Event, Figure, Name, Passage, Person, Place, Topic])
def test_asking_is_one_query_once_permissions_are_known(model, editor, django_assert_num_queries):
    editor.has_perm("people.view_person")
    rows = model.objects.all()

    with django_assert_num_queries(1):
        list(within_reach(rows, editor))
    with django_assert_num_queries(1):
        may_change(editor, model(pk=1))
