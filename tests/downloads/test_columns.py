import pytest

from events.models import Event
from hanoiconv.downloads.columns import Row, cited, field_columns
from hanoiconv.downloads.kinds import KINDS
from tests.downloads.files import items_of
from tests.make import make_correction, make_depiction, make_photo, make_provision, make_source
from tests.test_documents import small_record


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_column_has_a_name_of_its_own_a_form_and_a_meaning(kind):
    names = [column.name for column in kind.documented]
    bare = [column.name for column in kind.documented if not (column.meaning and column.form)]

    assert len(set(names)) == len(names)
    assert bare == []
    assert names[0] in ("slug", "key")


@pytest.mark.django_db
def test_every_field_in_json_is_documented(client):
    small_record()
    make_depiction(photo=make_photo(source=make_source()))
    make_correction()
    make_provision()

    items = [(kind, item) for kind in KINDS.values() for item in items_of(client, kind.name)]

    assert {kind.name for kind, _item in items} == KINDS.keys()
    for kind, item in items:
        said = {column.name for column in kind.documented if column.is_in_json}
        parts = {name for name, _has_file in kind.parts}
        inside = {
            f"{name}.{field}" for name in parts - KINDS.keys() for field in fields(item[name])
        }
        assert item.keys() - parts - {"type"} == {name for name in said if "." not in name}
        assert inside <= said


def fields(parts):
    return {field for part in parts for field in part}


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("", (None, None)),
        ("2025-02~", ("2025-02-01", "2025-02-28")),
        ("2025-10-25T09:30+07:00", ("2025-10-25", "2025-10-25")),
        ("2025-01/..", ("2025-01-01", None)),
        ("../2025-03", (None, "2025-03-31")),
    ],
)
def test_partial_date_has_its_first_and_last_day_beside_it(date, days):
    columns = {column.name: column for column in field_columns(Event)}
    row = Row(item={"date": date}, record={}, cited=[], urls={})

    earliest, latest = (columns[f"date_{end}"].value(row) for end in ("earliest", "latest"))

    assert tuple(day and day.isoformat() for day in (earliest, latest)) == days


def test_days_are_named_as_in_the_models():
    names = {column.name for kind in KINDS.values() for column in kind.columns}

    assert {"published_earliest", "started_earliest", "ended_latest", "as_of_earliest"} <= names


def test_cited_finds_sources_in_order_each_once():
    document = {
        "sources": ["b"],
        "listed_by": "z",
        "figures": [{"source": "a", "words": "x"}, {"source": None}],
        "roles": [{"sources": ["b", "c"]}],
    }

    assert cited(document) == ["b", "a", "c"]
