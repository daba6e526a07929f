"""Fixture files for tests: rows as they stand in them, a row a line, and all tables to compare."""

import json
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.core.management import CommandError, call_command

from hanoiconv.interchange.files import Reading, inputs_of
from hanoiconv.interchange.importing import import_fixtures
from hanoiconv.interchange.rows import Row
from hanoiconv.management.commands.import_fixtures import shown

PUBLISHED = {"status": "published", "publish_at": "2026-01-01T00:00:00Z"}


def row(model, **fields):
    return {"model": model, "fields": fields}


def organisation(slug="vov", **fields):
    return row("people.organisation", slug=slug, **{"name": slug, "kind": "outlet"} | fields)


def person(slug="luong-cuong", **fields):
    default = {"name": "Lương Cường", "sort_name": "Lương Cường"}
    return row("people.person", slug=slug, **default | fields)


def source(slug="vov-report", **fields):
    default = {"title": "Three messages", "publisher": ["vov"]}
    return row("people.source", slug=slug, **default | fields)


def event(slug="ceremony", **fields):
    default = {"title": "Ceremony", "kind": "ceremony", "standing": "held"}
    return row("events.event", slug=slug, **default | fields)


def statement(slug="point", **fields):
    return row("events.statement", slug=slug, **{"gist": "A point."} | fields)


def report(key="point-r1", **fields):
    default = {"statement": ["point"], "source": ["vov-report"], "mode": "quotation"}
    return row("events.report", key=key, **default | fields)


def passage(key="point-r1-p1", **fields):
    located = {} if fields.keys() & {"quoted", "starts"} else {"quoted": "Only the beginning."}
    return row("events.passage", key=key, **{"report": ["point-r1"]} | located | fields)


def article(slug="our-article", **fields):
    default = {"headline": "News", "standfirst": "In short.", "byline": "Compiled", "body": "Text."}
    return row("events.article", slug=slug, **default | fields)


def wording(key="x", **fields):
    default = {"aspect": "title", "text": "T", "event": ["ceremony"], "source": ["vov-report"]}
    return row("events.wording", key=key, **default | fields)


def provision(key="x", **fields):
    default = {"kind": "chapter", "number": "I", "instrument": ["treaty"], "source": ["vov-report"]}
    return row("events.provision", key=key, **default | fields)


def participation(key="x", **fields):
    default = {"part": "guest", "event": ["ceremony"], "source": ["vov-report"]}
    return row("events.participation", key=key, **default | fields)


def figure(key="x", **fields):
    counted = {"measure": "countries", "unit": "countries", "basis": "final", "words": "110"}
    default = counted | {"event": ["ceremony"], "source": ["vov-report"]}
    return row("events.figure", key=key, **default | fields)


def photo(slug="x", **fields):
    default = {"caption": "Delegates.", "source": ["vov-report"]}
    return row("events.photo", slug=slug, **default | fields)


def small_record():
    """One statement of one person in one source, with everything that it needs."""
    speaker = {"key": "point-s1", "statement": ["point"], "person": ["luong-cuong"]}
    return [
        organisation(),
        person(),
        source(),
        statement(),
        row("events.speaker", **speaker),
        report(),
        passage(),
    ]


def written(name, *rows):
    """A file in the folder of the test; its first row stands in line 2, the second in line 3."""
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(row) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return path


def imported(*rows, **options):
    """The result of importing the rows from one file, with the plan of every record."""
    return import_fixtures([written("a.json", *rows)], with_entries=True, **options)


def words(faults):
    return [str(fault) for fault in faults]


def said(result):
    """What an import does to each record, by slug: a line for each difference."""
    return {entry.slug: lines(entry) for entry in result.entries}


def lines(entry):
    """The first line says that a record is new, or changes and is left alone; then each change."""
    own = f"{entry.kind} {entry.slug}: "
    told = ["new"] if entry.change == "new" else []
    told += ["conflict"] if entry.is_conflict else []
    for difference in entry.differences:
        row, field = difference["row"], difference.get("field")
        name = f"{row}: {field}".removeprefix(own) if field else row
        old, new = (shown(difference.get(side)) for side in ("old", "new"))
        told.append(f"{name}: {old} -> {new}" if field else f"{difference['change']} {name}")
    return told


def tables():
    """Every row of every table, to say that nothing was written."""
    models = apps.get_models(include_auto_created=True)
    return {model: sorted(model._base_manager.values_list(), key=repr) for model in models}


def refused(*rows, **options):
    """What an import of the rows says is wrong; it must leave every table as it was."""
    before = tables()
    result = imported(*rows, **options)
    assert tables() == before
    return words(result.faults)


def table(name, *lines):
    """A CSV file in the folder of the test."""
    path = Path(name)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def uploaded(*rows):
    """The rows as the one file of an upload."""
    return [("a.json", json.dumps(rows).encode())]


def inputs(*rows):
    """The rows as the one file to read."""
    return inputs_of(uploaded(*rows))


def read_file(name, content):
    """The rows in a file of that name and content, and what is wrong with it."""
    content = content if isinstance(content, bytes) else content.encode()
    return sorted_out(Reading(inputs_of([(name, content)])))


def sorted_out(found):
    """The rows of what was read, and the faults in words."""
    rows, faults = [], []
    for item in found:
        (rows if isinstance(item, Row) else faults).append(item)
    return rows, words(faults)


def tick(log, *slugs):
    """Ticks these records and no others."""
    log.entries.update(is_chosen=False)
    log.entries.filter(slug__in=slugs).update(is_chosen=True)


def told(*arguments, **options):
    """What import_fixtures prints, what it prints of errors, and what it ends with."""
    out, err, end = StringIO(), StringIO(), ""
    try:
        call_command("import_fixtures", *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        end = str(error)
    return out.getvalue(), err.getvalue(), end
