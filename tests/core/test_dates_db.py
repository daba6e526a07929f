from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import CharField, F, Value
from django.test.utils import isolate_apps

from hanoiconv.core.date_fields import (
    EarliestDay,
    LatestDay,
    PartialDateField,
    earliest_day,
    latest_day,
)
from hanoiconv.core.dates import parse

SHAPES = [
    "1000",
    "2019",
    "2019~",
    "9999",
    "9999-12",
    "9999-12-31",
    "1900-02",
    "2000-02",
    "2025-10-25",
    "2025-10-25%",
    "2025-10-25T09:30+07:00",
    "2025-10-25T23:30:15-04:00",
    "2025-10-25/2025-10-26",
    "2025-10-25?/2025-10-26~",
    "2025-09-22T09:30-04:00/2025-09-22T11:00-04:00",
    "2019/2025-02%",
    "2024-02~/2025",
    "2025-01/..",
    "2025-01/",
    "2025-01-31~/..",
    "../2024-02",
    "/2024-02?",
    "/2019",
    "../2025-10-25T09:30Z",
]
MONTHS = [f"{year}-{month:02}" for year in range(2023, 2029) for month in range(1, 13)]
MONTH_ENDS = [f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}" for month in MONTHS]
GRID = [
    *SHAPES,
    *MONTHS,
    *MONTH_ENDS,
    *[f"{month}{qualifier}" for month in MONTHS for qualifier in "~?%"],
    *[f"{month}/2028-12" for month in MONTHS],
    *[f"../{month}" for month in MONTHS],
    *[f"{first}-01/{last}" for first, last in zip(MONTHS, MONTH_ENDS, strict=True)],
]


@pytest.fixture
def entries(db):
    """The manager of a table of our own, dropped when the test's transaction is rolled back."""
    with isolate_apps():

        class Entry(models.Model):
            said_on = PartialDateField(blank=True)
            said_earliest = earliest_day("said_on")
            said_latest = latest_day("said_on")

            class Meta:
                app_label = "diary"

            def __str__(self):
                return self.said_on

    editor = connection.schema_editor()
    editor.deferred_sql = []  # entering the editor would set it, but SQLite forbids that here
    editor.create_model(Entry)
    return Entry.objects


def days(entries):
    return list(entries.order_by("pk").values_list("said_on", "said_earliest", "said_latest"))


@pytest.mark.django_db
@pytest.mark.parametrize("text", SHAPES)
def test_sql_and_python_agree_on_the_days_of_a_text(text):
    value = Value(text, output_field=CharField())

    row = ContentType.objects.values_list(EarliestDay(value), LatestDay(value)).first()

    assert row == (parse(text).earliest, parse(text).latest)


@pytest.mark.django_db
def test_sql_finds_no_days_in_the_empty_text():
    value = Value("", output_field=CharField())

    row = ContentType.objects.values_list(EarliestDay(value), LatestDay(value)).first()

    assert row == (None, None)


def test_day_columns_agree_with_python_on_every_month_end(entries):
    entries.bulk_create(entries.model(said_on=text) for text in GRID)

    assert days(entries) == [(text, parse(text).earliest, parse(text).latest) for text in GRID]


def test_day_columns_follow_save(entries):
    entry = entries.create(said_on="2025-10-25")
    entry.said_on = "2024-02"
    entry.save()

    entry.refresh_from_db()

    assert (entry.said_earliest, entry.said_latest) == (date(2024, 2, 1), date(2024, 2, 29))


def test_day_columns_follow_update(entries):
    entries.create(said_on="2025-10-25")

    entries.update(said_on="2025-01/..")
    assert days(entries) == [("2025-01/..", date(2025, 1, 1), None)]

    entries.update(said_on=Value("../2025-03"))
    assert days(entries) == [("../2025-03", None, date(2025, 3, 31))]

    entries.update(said_on="")
    assert days(entries) == [("", None, None)]


def test_day_columns_follow_bulk_update(entries):
    entry = entries.create(said_on="2025-10-25")
    entry.said_on = "2023"

    entries.bulk_update([entry], ["said_on"])

    assert days(entries) == [("2023", date(2023, 1, 1), date(2023, 12, 31))]


def test_day_columns_filter_and_sort_like_dates(entries):
    entries.bulk_create(
        entries.model(said_on=text) for text in ["2025-10", "", "2025-09-30", "../2025-03"]
    )

    before_october = entries.filter(said_earliest__lt=date(2025, 10, 1))
    not_before_october = entries.exclude(said_earliest__lt=date(2025, 10, 1)).order_by("pk")
    oldest_first = entries.order_by(F("said_latest").asc(nulls_last=True))

    assert [entry.said_on for entry in before_october] == ["2025-09-30"]
    assert [entry.said_on for entry in not_before_october] == ["2025-10", "", "../2025-03"]
    assert [entry.said_on for entry in oldest_first] == ["../2025-03", "2025-09-30", "2025-10", ""]


def test_field_cannot_be_written_with_what_is_no_date(entries):
    entry = entries.create(said_on="2025-10-25")
    wrong = entries.model(pk=entry.pk, said_on="2025-02-30")
    message = ["February 2025 has no day 30: write a day from 01 to 28."]

    for write in [
        lambda: entries.create(said_on="2025-02-30"),
        lambda: entries.bulk_create([entries.model(said_on="2025-02-30")]),
        lambda: entries.update(said_on="2025-02-30"),
        lambda: entries.bulk_update([wrong], ["said_on"]),
        wrong.clean_fields,
        wrong.save,
    ]:
        with pytest.raises(ValidationError) as refusal, transaction.atomic():
            write()
        assert refusal.value.messages == message

    assert [text for text, *_ in days(entries)] == ["2025-10-25"]


def test_field_is_never_null_in_the_database(entries):
    with pytest.raises(IntegrityError), transaction.atomic():
        entries.create(said_on=None)

    assert days(entries) == []


def test_field_can_be_written_as_a_parsed_date(entries):
    entries.create(said_on=parse("2025-02~"))

    assert days(entries) == [("2025-02~", date(2025, 2, 1), date(2025, 2, 28))]


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({"said_on__startswith": "2025-1"}, ["2025-10-25"]),
        ({"said_on__contains": "~"}, ["2025-02~"]),
        ({"said_on": ""}, [""]),
        ({"said_on": "not a date"}, []),
        ({"said_on": parse("2025-02~")}, ["2025-02~"]),
        ({"said_on__in": ["2025-10-25", "x"]}, ["2025-10-25"]),
        ({"said_on__regex": "^2025-0[0-9]"}, ["2025-02~"]),
        ({"said_on__isnull": True}, []),
    ],
)
def test_lookups_take_any_text(entries, lookup, expected):
    entries.bulk_create(entries.model(said_on=text) for text in ["", "2025-02~", "2025-10-25"])

    assert [entry.said_on for entry in entries.filter(**lookup)] == expected


@pytest.mark.parametrize("value", ["", None, "2025-02~", "2025-10-25/2025-10-26"])
def test_to_python_leaves_a_date_as_it_is(value):
    assert PartialDateField().to_python(value) == value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (2025, "A date is text such as 2025-10-25, not the number 2025."),
        (2025.5, "A date is text such as 2025-10-25, not the number 2025.5."),
        (True, "A date is text such as 2025-10-25, not a value of type bool."),
        (Decimal(2025), "A date is text such as 2025-10-25, not a value of type Decimal."),
        (date(2025, 10, 25), "A date is text such as 2025-10-25, not a value of type date."),
        (["2025"], "A date is text such as 2025-10-25, not a value of type list."),
        ("2025-13", "There is no month 13: write a month from 01 to 12."),
        (" 2025", "A date has no white space: write 2025-10-25 or 2025-10-25/2025-10-26."),
    ],
)
def test_to_python_refuses_what_is_no_date(value, message):
    with pytest.raises(ValidationError) as refusal:
        PartialDateField().to_python(value)

    assert refusal.value.messages == [message]


def test_field_refuses_a_text_longer_than_its_column():
    longest = "2025-10-25T09:30:15+07:00/2025-10-25T11:30:15+07:00"

    assert PartialDateField().clean(longest, None) == longest
    with pytest.raises(ValidationError) as refusal:
        PartialDateField(max_length=50).clean(longest, None)

    assert refusal.value.messages == ["Ensure this value has at most 50 characters (it has 51)."]


def test_field_cannot_be_declared_null():
    with pytest.raises(TypeError) as refusal:
        PartialDateField(null=True)

    assert str(refusal.value) == "A PartialDateField is never null: no date is the empty text."


def test_form_field_strips_and_gives_examples():
    form_field = PartialDateField(blank=True).formfield()

    assert form_field.clean(" 2025-10 \n") == "2025-10"
    assert form_field.clean("  ") == ""
    assert str(form_field.help_text) == (
        "For example 2019, 2025-09, 2025-10-25, 2025-10-25/2025-10-26, 2025-02~ (about)."
    )


def test_form_field_prefers_the_help_of_the_model_field():
    form_field = PartialDateField(help_text="The day of the speech.").formfield()

    assert form_field.help_text == "The day of the speech."


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            PartialDateField(blank=True),
            "hanoiconv.core.date_fields.PartialDateField(blank=True)",
        ),
        (
            PartialDateField(max_length=20),
            "hanoiconv.core.date_fields.PartialDateField(max_length=20)",
        ),
        (
            earliest_day("said_on"),
            "models.GeneratedField(db_persist=True, "
            "expression=hanoiconv.core.date_fields.EarliestDay('said_on'), "
            "null=True, output_field=models.DateField())",
        ),
        (
            latest_day("said_on"),
            "models.GeneratedField(db_persist=True, "
            "expression=hanoiconv.core.date_fields.LatestDay('said_on'), "
            "null=True, output_field=models.DateField())",
        ),
    ],
)
def test_migrations_write_the_fields_and_read_them_back(field, expected):
    code, imports = MigrationWriter.serialize(field)
    scope = {"models": models}
    exec("\n".join([*imports, f"read_back = {code}"]), scope)  # noqa: S102  as a migration would

    assert code == expected
    assert MigrationWriter.serialize(scope["read_back"]) == (code, imports)
