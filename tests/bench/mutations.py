"""Damaged files in every format: the same number always gives the same damage.

Fields are dropped, retyped, swapped, doubled and reordered, rows lost and repeated, bytes lost,
changed and put in. Some of it comes out right by chance, which is as well.
"""

import copy
import csv
import io
import json
import warnings
import zipfile
from random import Random

from hanoiconv.interchange.shape import record_models
from hanoiconv.interchange.tables import header, table_name, to_cells

ODD = [
    *[None, True, 0, -1, 2**70, 1.5, float("nan"), [], {}, [[]], ["vov"], [["vov"]], [None]],
    *["", " ", "o\u031b", "\x00", "\ud800", "\u202e", "x" * 400, "2025-02-30", "../..", "(", "25"],
    *["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "[x](person:y)", "{statement: z}"],
    *["'=1+1", "=1+1", "a|b", "\\", "organisation-1", ["organisation-1"], [["topic-1"]] * 3],
]
PIECES = [
    *[
        b"",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b'"',
        b"'",
        b",",
        b";",
        b"[{",
        b"}",
    ],
    *[b"\\ud800", b"1e999", b"-", b"null", b"NaN", b"[" * 5000, b"9" * 5000, b"/*", b"\xc3"],
]
NAMES = [
    *["../up.json", "/root.json", "a/b/c.json", "users.csv", "x.txt", " ", "C:\\x.json", "n" * 300],
    *["statements.csv", "people.csv", "auth.user.csv", "a.json.zip", ".json", "\u202ea.json"],
]
WAYS = [
    "drop",
    "retype",
    "retype",
    "alter",
    "swap",
    "invent",
    "double",
    "lose",
    "model",
    "rename",
    "shuffle",
]


def damaged_rows(rows, rng):
    """The rows with one to three things about them wrong, or right by chance."""
    rows = copy.deepcopy(rows)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        number = rng.randrange(len(rows))
        fields = rows[number]["fields"]
        name = rng.choice(sorted(fields) or ["slug"])
        match rng.choice(WAYS):
            case "drop":
                fields.pop(name, None)
            case "retype":
                fields[name] = rng.choice(ODD)
            case "alter" if isinstance(fields.get(name), str):
                fields[name] += rng.choice((" more", "é", ".", "\n", " "))
            case "swap":
                fields[name] = rng.choice(rows)["fields"].get(name, "")
            case "invent":
                fields[rng.choice(["", "id", "pk", "person_id", "Slug", "é"])] = rng.choice(ODD)
            case "double":
                rows.insert(rng.randrange(len(rows)), copy.deepcopy(rows[number]))
            case "lose" if len(rows) > 1:
                del rows[number]
            case "model":
                models = [*sorted(record_models()), "auth.user", "x.y", "people.capture"]
                rows[number]["model"] = rng.choice(models)
            case "rename":
                known_by = "slug" if "slug" in fields else "key"
                fields[known_by] = f"{fields.get(known_by)}{rng.choice(['-new', '!', '-'])}"
            case "shuffle":
                rng.shuffle(rows)
                rows[0]["fields"] = dict(reversed(rows[0]["fields"].items()))
    return rows


def damaged_bytes(content, rng):
    """The bytes with a few lost, changed, put in, doubled or swapped."""
    for _ in range(rng.randint(1, 3)):
        start = rng.randrange(len(content) + 1)
        end = start + rng.choice((0, 0, 1, 2, 3, 40, 400))
        there = content[start:end]
        match rng.choice(["lose", "put", "put", "double", "cut", "turn"]):
            case "lose":
                content = content[:start] + content[end:]
            case "put":
                content = content[:start] + rng.choice(PIECES) + content[end:]
            case "double":
                content = content[:end] + there + content[end:]
            case "cut" if rng.random() < 0.3:
                content = content[:start]
            case "turn":
                content = content[:start] + there[::-1] + content[end:]
    return content


def as_json(rows, rng):
    text = json.dumps(rows, indent=rng.choice((None, 1, 2)), ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.1:  # a name that stands twice in its object
        text = text.replace('"fields": {', '"fields": {"slug": "a", "slug": "b", ', 1)
    return {"record.json": text.encode("utf-8", "surrogatepass")}


def as_lines(rows, rng):
    """A row a line."""
    text = rng.choice(("\n", "\r\n", "\n\n")).join(map(json.dumps, rows))
    return {"record.jsonl": text.encode()}


def as_tables(rows, rng):
    """A file for each kind of row that still has the form of one; cells are damaged, too."""
    known, tables = record_models(), {}
    for row in rows:
        model = known.get(row["model"])
        try:
            cells = to_cells(model, row["fields"])
        except (TypeError, ValueError, AttributeError, KeyError):
            continue  # what was damaged further up fits no table
        tables.setdefault(table_name(model), [header(model)]).append(cells)
    if tables:
        table = rng.choice(list(tables.values()))
        _damage_cells(table, rng)
    return {name: _csv(table, rng) for name, table in tables.items()}


def _damage_cells(table, rng):
    cells = rng.choice(table)
    column = rng.randrange(len(cells))
    match rng.choice(["lose", "add", "odd", "column", "swap", "nothing"]):
        case "lose":
            del cells[column]
        case "add":
            cells.insert(column, "more")
        case "odd":
            cells[column] = str(rng.choice(ODD))
        case "column":
            for line in table:
                del line[min(column, len(line) - 1)]
        case "swap":
            table[0], table[-1] = table[-1], table[0]


def _csv(table, rng):
    file = io.StringIO()
    ends = rng.choice(("\n", "\r\n"))
    csv.writer(file, delimiter=rng.choice(",,,;"), lineterminator=ends).writerows(table)
    return file.getvalue().encode("utf-8", "surrogatepass")


def zipped(files, rng):
    """The files in one ZIP, some of them under names that have no business there, or twice."""
    content = io.BytesIO()
    way = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(content, "w", way) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, data in files.items():
            archive.writestr(rng.choice(NAMES) if rng.random() < 0.1 else name, data)
        if rng.random() < 0.1:
            archive.writestr("inner.zip", content.getvalue())
    return content.getvalue()


def mutated(rows, seed):
    """The files of one damaged import, by name; the same for the same rows and seed."""
    rng = Random(seed)  # noqa: S311 - no secret, the same damage each time
    is_by_row = rng.random() < 0.6
    files = rng.choice((as_json, as_lines, as_tables))(
        damaged_rows(rows, rng) if is_by_row else rows, rng
    )
    if files and not is_by_row:
        name = rng.choice(sorted(files))
        files[name] = damaged_bytes(files[name], rng)
    if rng.random() < 0.25:
        content = zipped(files, rng)
        return {"record.zip": damaged_bytes(content, rng) if rng.random() < 0.5 else content}
    return files
