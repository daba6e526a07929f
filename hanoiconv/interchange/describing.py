"""What files may say, field by field, told from the models: the made part of docs/data.md."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import slugify
from django.utils.translation import override

from hanoiconv.core.records import Record
from hanoiconv.downloads.columns import form_of
from hanoiconv.downloads.meanings import meaning
from hanoiconv.interchange.files import Reading, inputs_at
from hanoiconv.interchange.rows import Row
from hanoiconv.interchange.shape import (
    completed,
    file_fields,
    natural_field,
    parts_of,
    record_models,
)
from hanoiconv.interchange.tables import table_name

PAGE = settings.BASE_DIR / "docs" / "data.md"
FIXTURES = settings.BASE_DIR / "fixtures"
BEGIN = "<!-- From here on written by `manage.py describe_fixtures`. -->\n"
END = "<!-- Up to here. -->\n"
BAR = r"\|"  # one within a cell
LONGEST_TEXT = 160  # letters of a text in an example

Examples = Mapping[str, dict[str, Any]]  # the fields of a row, by model


def renewed(page: str) -> str:
    """The page with what is told from the models and the fixtures as they are now.

    Raises:
        ValueError: the page has no such part, marked by `BEGIN` and `END`.
    """
    before, _begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"The page has no lines {BEGIN.strip()} and {END.strip()}")
    with override(None):  # the page is in English
        told = "\n".join(_sections(first_rows()))
    return f"{before}{BEGIN}\n{told}\n{END}{after}"


def first_rows() -> Examples:
    """The first row of each model in the fixtures, in the order of the files."""
    found: dict[str, dict[str, Any]] = {}
    for row in Reading(inputs_at([FIXTURES])):
        if isinstance(row, Row):
            found.setdefault(row.model, row.fields)
    return found


def in_order() -> list[type[models.Model]]:
    """The models that files may write: records by name, each followed by its parts."""
    found: list[type[models.Model]] = []

    def place(model: type[models.Model]) -> None:
        if model not in found:
            found.append(model)
            for _name, part, _key in parts_of(model):
                place(part)

    for model in sorted(record_models().values(), key=lambda model: model._meta.model_name or ""):
        if issubclass(model, Record):
            place(model)
    return found


def _sections(examples: Examples) -> Iterator[str]:
    labels = [model._meta.label_lower for model in in_order()]
    yield " · ".join(f"[`{label}`](#{label.replace('.', '')})" for label in labels) + "\n"
    for model in in_order():
        label = model._meta.label_lower
        yield f"### `{label}`\n"
        yield f"{_sentence(model)}\n"
        yield "| field | form | default | values | meaning |\n|---|---|---|---|---|"
        yield from (_line(model, field) for field in file_fields(model))
        yield ""
        if rules := _rules(model):
            yield f"Rules: {' '.join(rules)}\n"
        if label in examples:
            yield f"```json\n{_example(model, examples[label])}\n```\n"


def _sentence(model: type[models.Model]) -> str:
    """What a row is, what it is part of and has as parts, and the name of its CSV file."""
    words = [(model.__doc__ or "").split("\n\n")[0].replace("\n", " ")]
    if owners := [f"`{owner._meta.label_lower}`" for owner in _owners(model)]:
        words.append(f"Part of {' or '.join(owners)}.")
    if parts := [f"`{part._meta.label_lower}`" for _name, part, _key in parts_of(model)]:
        words.append(f"Parts: {', '.join(parts)}.")
    return " ".join([*words, f"In CSV: `{table_name(model)}`."])


def _owners(model: Any) -> list[Any]:
    names = model.part_of
    return [model._meta.get_field(name).related_model for name in names]


def _line(model: type[models.Model], field: Any) -> str:
    said = field.help_text or meaning(model, field)
    cells = [f"`{field.name}`", _form(field), _default(model, field), _values(field), str(said)]
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


def _form(field: Any) -> str:
    """Such as "text, at most 200 letters"."""
    if isinstance(field, models.DecimalField):
        return "number, written as text"  # a number of JSON may lose what a decimal keeps
    form = str(form_of(field))
    is_bounded = isinstance(field, models.CharField) and field.max_length and not field.flatchoices
    return f"{form}, at most {field.max_length} letters" if is_bounded else form


def _values(field: Any) -> str:
    """Those that a field may have, with what they mean where they do not say it themselves."""
    return ", ".join(
        f"`{value}`" if slugify(label) == value else f"`{value}` ({label})"
        for value, label in field.flatchoices
        if value
    )


def _default(model: Any, field: Any) -> str:
    """What stands for a field that a row does not name, or that it must name it."""
    owners = model.part_of
    if field.name in owners and len(owners) > 1:
        return f"one of {', '.join(owners)}"
    is_named = field.name == natural_field(model)
    if is_named or not (field.blank or field.has_default() or field.many_to_many):
        return "required"
    value = [] if field.many_to_many else field.get_default()
    return f"`{json.dumps(value, cls=DjangoJSONEncoder)}`"


def _rules(model: type[models.Model]) -> list[str]:
    """The sentences of the constraints that have one of their own."""
    plain = models.BaseConstraint.default_violation_error_message
    said = [str(rule.violation_error_message) for rule in model._meta.constraints]
    return [*dict.fromkeys(sentence for sentence in said if sentence != str(plain))]


def _example(model: type[models.Model], fields: dict[str, Any]) -> str:
    """The row as our files have it, with long texts cut."""
    whole = completed(model, fields)
    row = {
        "model": model._meta.label_lower,
        "fields": {name: _cut(value) for name, value in whole.items()},
    }
    return json.dumps(row, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder)


def _cut(value: Any) -> Any:
    if not isinstance(value, str) or len(value) <= LONGEST_TEXT:
        return value
    return f"{value[:LONGEST_TEXT].rpartition(' ')[0]} …"
