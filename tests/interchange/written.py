"""Fixture files for tests: rows as they stand in them, a row a line, and all tables to compare."""

import json
from pathlib import Path

from django.apps import apps

from hanoiconv.interchange.importing import import_fixtures


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


def imported(*rows):
    """The result of importing the rows from one file."""
    return import_fixtures([written("a.json", *rows)])


def words(faults):
    return [str(fault) for fault in faults]


def names(items):
    return [item.row.name for item in items]


def tables():
    """Every row of every table, to say that nothing was written."""
    models = apps.get_models(include_auto_created=True)
    return {model: sorted(model._base_manager.values_list(), key=repr) for model in models}


def refused(*rows):
    """What an import of the rows says is wrong; it must leave every table as it was."""
    before = tables()
    result = imported(*rows)
    assert tables() == before
    return words(result.faults)
