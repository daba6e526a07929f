import random

import pytest

from events.models import Event, Participation, Report, Statement
from hanoiconv.interchange.importing import import_fixtures
from people.models import Organisation, Role, Source
from tests.interchange.written import (
    event,
    imported,
    organisation,
    person,
    report,
    row,
    said,
    source,
    statement,
    words,
    written,
)
from tests.make import make_person, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_many_links_are_set_added_and_removed():
    role = {"key": "r", "person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}
    base = [organisation(), person(), *[source(slug) for slug in ("s1", "s2", "s3")]]
    imported(*base, row("people.role", **role, sources=[["s1"], ["s2"]]))

    result = imported(*base, row("people.role", **role, sources=[["s3"], ["s2"], ["s3"]]))

    assert said(result) == {"luong-cuong": ["people.role r: sources: s1, s2 -> s2, s3"]}
    assert {source.slug for source in Role.objects.get().sources.all()} == {"s2", "s3"}


def test_many_links_in_another_order_are_unchanged():
    role = {"key": "r", "person": ["luong-cuong"], "organisation": ["vov"], "title": "President"}
    base = [organisation(), person(), source("s1"), source("s2")]
    imported(*base, row("people.role", **role, sources=[["s1"], ["s2"]]))

    result = imported(*base, row("people.role", **role, sources=[["s2"], ["s1"]]))

    assert result.counts == {
        "unchanged": {"people.organisation": 1, "people.person": 1, "people.source": 2}
    }


def test_rows_may_name_what_is_on_record_alone():
    stored = make_source(slug="vov-report")
    somebody = make_person(slug="luong-cuong")

    result = imported(
        statement(),
        row("events.speaker", key="s", statement=["point"], person=["luong-cuong"]),
        report(),
    )

    assert words(result.faults) == []
    assert Report.objects.get().source == stored
    assert Statement.objects.get().speakers.get().person == somebody


FAMILY = [
    organisation("un", kind="un-body"),
    organisation("secretariat", parent=["un"]),
    organisation("unodc", parent=["secretariat"]),
    event("week"),
    event("day", parent=["week"]),
    event("hour", parent=["day"]),
    source("listing", publisher=["unodc"]),
    source("listed", publisher=["un"], listed_by=["listing"]),
    statement("question", event=["day"]),
    statement("answer", event=["hour"], responds_to=[["question"], ["remark"]]),
    statement("remark", responds_to=[["answer"]]),
]


@pytest.mark.parametrize("seed", range(6))
def test_rows_and_files_may_stand_in_any_order(seed):
    rows = random.Random(seed).sample(FAMILY, len(FAMILY))  # noqa: S311 - an order, no secret
    files = [
        written(name, *rows[start::3]) for start, name in enumerate(["b.json", "a.json", "c.json"])
    ]

    result = import_fixtures(files)

    assert words(result.faults) == []
    assert Organisation.objects.get(slug="unodc").parent.parent.slug == "un"
    assert Event.objects.get(slug="hour").parent.parent.slug == "week"
    assert Source.objects.get(slug="listed").listed_by.slug == "listing"
    answer = Statement.objects.get(slug="answer")
    assert {other.slug for other in answer.responds_to.all()} == {"question", "remark"}
    assert [other.slug for other in answer.responses.all()] == ["remark"]


@pytest.mark.parametrize("turned", [False, True])
def test_unique_value_may_move_from_one_row_to_another(turned):
    address = "https://example.org/1"
    imported(organisation(), source("old", url=address), source("other"))
    rows = [source("old", url="https://example.org/2"), source("other", url=address)]

    result = imported(organisation(), *(reversed(rows) if turned else rows))

    assert words(result.faults) == []
    assert Source.objects.get(url=address).slug == "other"


def test_credited_role_is_checked_against_rows_of_the_same_import():
    role = row("people.role", key="r", person=["p"], organisation=["vov"], title="Director")
    credit = {"key": "c", "event": ["ceremony"], "source": ["vov-report"], "part": "guest"}
    rows = [
        row("events.participation", **credit, person=["luong-cuong"], role=["r"]),
        *[organisation(), source(), event(), role, person(), person("p")],
    ]

    result = imported(*rows)

    reason = "a.json:2: events.participation c: role: This role is another person's."
    assert words(result.faults) == [reason]
    assert not Participation.objects.exists()
