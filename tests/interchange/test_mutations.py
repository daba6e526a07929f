"""Damaged files: each is refused with a place, or imported whole; none ends in an exception."""

import copy
import json
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.shape import record_models
from tests.interchange.written import article, event, row, small_record

ROWS = [
    *small_record(),
    event(date="2025-10-25", order=3, status="published", publish_at="2026-11-21T08:00:00Z"),
    article(body="[He](person:luong-cuong) said:\n\n{statement: point}", events=[["ceremony"]]),
    row("people.role", key="r", person=["luong-cuong"], organisation=["vov"], title="Director"),
]
ODD = [
    *[None, True, 0, -1, 2**70, 1.5, float("nan"), [], {}, [[]], ["vov"], [["vov"]], [None]],
    *["", " ", "vov", "o\u031b", "\x00", "\ud800", "x" * 400, "2025-02-30", "../..", "(", "25"],
    *["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "[x](person:y)", "{statement: z}"],
]
DAMAGE = ["drop", "retype", "swap", "invent", "double", "lose", "model"]
values = st.sampled_from(ODD) | st.text(max_size=8) | st.integers() | st.lists(st.text(max_size=3))


@st.composite
def damaged_rows(draw):
    """The rows with up to three things about them wrong, or right by chance."""
    rows = copy.deepcopy(ROWS)
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(0, len(rows) - 1))
        fields = rows[number]["fields"]
        name = draw(st.sampled_from(sorted(fields)))
        match draw(st.sampled_from(DAMAGE)):
            case "drop":
                del fields[name]
            case "retype":
                fields[name] = draw(values)
            case "swap":
                fields[name] = draw(st.sampled_from(rows))["fields"].get(name, "")
            case "invent":
                fields[draw(st.text(max_size=5))] = draw(values)
            case "double":
                rows.append(copy.deepcopy(rows[number]))
            case "lose":
                del rows[number]
            case "model":
                rows[number]["model"] = draw(st.sampled_from([*sorted(record_models()), "x.y"]))
        rows = [row for row in rows if row["fields"]] or copy.deepcopy(ROWS)
    return json.dumps(rows, indent=1).encode()


@st.composite
def damaged_bytes(draw):
    """The file with a few bytes lost, changed or put in."""
    content = json.dumps(ROWS, indent=1, ensure_ascii=draw(st.booleans())).encode()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 3))
        content = content[:start] + draw(st.binary(max_size=3)) + content[end:]
    return content


def rows_on_record():
    return sum(model._base_manager.count() for model in record_models().values())


@pytest.mark.django_db
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged_rows() | damaged_bytes())
def test_damaged_file_is_refused_with_a_place_or_imported_whole(content, folder):
    path = Path("a.json")
    path.write_bytes(content)

    with transaction.atomic():
        result = import_fixtures([path])
        written = rows_on_record()
        transaction.set_rollback(True)

    if result.faults:
        last = content.count(b"\n") + 1
        assert all(fault.path == path and 1 <= fault.line <= last for fault in result.faults)
        assert all(fault.reason for fault in result.faults)
        assert written == 0
    else:
        assert (result.changed, result.unchanged) == ([], [])
        assert written == len(result.new) == len(json.loads(content.decode("utf-8-sig")))
