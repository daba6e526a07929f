"""docs/coverage.md says of each paragraph of each source we read which rows hold what it says."""

import re

import pytest
from django.conf import settings

from hanoiconv.interchange.files import fixture_paths, read_rows

PARAGRAPHS = {
    "qdnd-foreign-media": 11,
    "vna-signing-ceremony": 8,
    "vns-towards-ha-noi": 17,
    "vov-just-secure-cyberspace": 11,
    "wvr-road-to-hanoi": 22,
}
LINE = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)
KEY = re.compile(r"`([^`]*)`")


@pytest.fixture(scope="module")
def sections():
    """The sections of the page by the source that they are about."""
    page = (settings.BASE_DIR / "docs/coverage.md").read_text(encoding="utf-8")
    _introduction, *parts = page.split("\n## ")
    return {part.partition("\n")[0]: part for part in parts}


@pytest.fixture(scope="module")
def coverage(sections):
    """What stands beside each paragraph, by source, in the order of the page."""
    return {
        slug: [(int(number), held) for number, held in LINE.findall(section)]
        for slug, section in sections.items()
    }


@pytest.fixture(scope="module")
def rows():
    """The rows of the fixtures by model and name."""
    files = fixture_paths([settings.BASE_DIR / "fixtures"])
    return {(row.model, row.name): row for path in files for row in read_rows(path)[0]}


def test_every_source_that_was_read_for_the_record_has_a_section(sections):
    assert sorted(sections) == sorted(PARAGRAPHS)


@pytest.mark.parametrize("slug", PARAGRAPHS)
def test_every_paragraph_has_a_line_in_order(coverage, slug):
    numbers = [number for number, _held in coverage[slug]]

    assert numbers == list(range(1, PARAGRAPHS[slug] + 1))


@pytest.mark.parametrize("slug", PARAGRAPHS)
def test_every_paragraph_has_keys_or_a_reason(coverage, slug):
    bare = [
        number
        for number, held in coverage[slug]
        if not KEY.search(held) and len(re.findall(r"\w+", held)) < 3
    ]

    assert bare == []


@pytest.mark.parametrize("slug", PARAGRAPHS)
def test_every_key_is_in_the_fixtures(sections, rows, slug):
    names = {name for _model, name in rows}

    assert set(KEY.findall(sections[slug])) - names == set()


def named_by(row, name):
    link = row.fields.get(name)
    return {link[0]} if link else set()


def places(rows):
    """Each row that stands in a paragraph: its source, the paragraph, the names that cover it."""
    for (model, name), row in rows.items():
        number, covers = row.fields.get("paragraph"), {name}
        if model == "events.passage":
            report = rows["events.report", row.fields["report"][0]]
            covers |= {report.name} | named_by(report, "statement")
            yield report.fields["source"][0], number, covers
        elif model in ("events.participation", "events.wording", "events.figure", "events.photo"):
            yield row.fields["source"][0], number, covers | named_by(row, "statement")
        elif model == "events.report":
            covers |= named_by(row, "statement")
            yield row.fields["source"][0], row.fields.get("printed_in"), covers


@pytest.mark.parametrize("slug", PARAGRAPHS)
def test_every_row_of_a_paragraph_stands_beside_it(coverage, rows, slug):
    held = {number: set(KEY.findall(words)) for number, words in coverage[slug]}
    standing = [place for place in places(rows) if place[0] == slug and place[1] is not None]

    missing = [
        (number, min(covers))
        for _source, number, covers in standing
        if not covers & held.get(number, set())
    ]

    assert len(standing) > 20
    assert missing == []
