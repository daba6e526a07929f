"""Public records, each as one document: its fields and parts, links to public records only.

The shape follows from the models: plain fields by name, links as slugs or keys, parts (every
`Part` that names the record in `part_of`) as lists under their related name.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.html import format_html

from events.bodies import rendered_all
from events.models import Article, Statement
from hanoiconv.core.publication import WORKFLOW
from hanoiconv.core.records import Record
from hanoiconv.interchange.shape import parts_of
from hanoiconv.interchange.table_reading import Form, among, read, shape_of

# The desk's own business.
PRIVATE = {*WORKFLOW} - {"publish_at"}
Tree = dict[str, Any]


class Link(NamedTuple):
    """A link as read, until it is known whether readers may see where it leads."""

    model: Any
    key: str


def plain_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a row itself that a document shows, in the order of the model."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in PRIVATE)
    ]


def located(record: Any, site: str) -> dict[str, str]:
    """The address of a record's page as it stands in files; a photo has none.

    `site` is scheme and host.
    """
    if not hasattr(record, "get_absolute_url"):
        return {}
    return {"page": f"{site.rstrip('/')}{record.get_absolute_url()}"}


def document(record: Record, now: datetime) -> dict[str, Any]:
    """The record as readers may see it at `now`. Queries do not grow with its parts."""
    return documents([record], now)[0]


def documents(records: Sequence[Record], now: datetime) -> list[dict[str, Any]]:
    """Public records of one model, in order, as readers may see them at `now`.

    As many queries as for one. All are held in memory, so hand over long lists in pieces.
    """
    model = type(records[0])
    links: dict[Any, set[str]] = defaultdict(set)
    trees = _trees(model, "pk", among(record.pk for record in records), _form(links))
    public = {target: _public(target, keys, now) for target, keys in links.items()}
    kind = model._meta.model_name
    shown = [{"type": kind, **_shown(trees[record.pk][0], public)} for record in records]
    if issubclass(model, Article):
        bodies = rendered_all([row["body"] for row in shown], now)
        for row, body in zip(shown, bodies, strict=True):
            row["body"] = body_html(body.blocks)
    return shown


def body_html(blocks: list[Any]) -> str:
    """A body as readers see it: its Markdown would name records that are not public."""
    return "".join(
        format_html('<p><a href="{}">{}</a></p>\n', block.get_absolute_url(), block)
        if isinstance(block, Statement)
        else block
        for block in blocks
    )


def _form(links: dict[Any, set[str]]) -> Form:
    """Values as they are, in the order of pages; what is linked is noted in `links`, by model."""

    def column(field: Any, values: Sequence[Any]) -> Sequence[Any]:
        if not field.is_relation or field.name in field.model.part_of:
            return values  # a part does not say of which record it is: it stands inside
        target = field.related_model
        links[target].update(key for key in values if key is not None)
        return [None if key is None else Link(target, key) for key in values]

    def member(group: Any, key: str) -> Link:
        links[group.related_model].add(key)
        return Link(group.related_model, key)

    return Form(column, member, is_as_on_pages=True)


def _trees(model: Any, column: str, pks: RawSQL, form: Form) -> dict[int, list[Tree]]:
    """Rows as dicts with their parts inside, by the primary key of what they belong to."""
    rows = read(shape_of(model), column, pks, form)
    owners = model.part_of
    plain = [field.name for field in plain_fields(model) if field.name not in owners]
    names = [*plain, *(group.name for group in model._meta.many_to_many)]
    here = among(pk for pk, _owner, _fields in rows)
    below = {
        name: _trees(part, key, here, form) if rows else {} for name, part, key in parts_of(model)
    }
    found: dict[int, list[Tree]] = defaultdict(list)
    for pk, holder, fields in rows:
        inside = {name: trees.get(pk, []) for name, trees in below.items()}
        found[holder].append({name: fields[name] for name in names} | inside)
    return found


def _public(model: type[models.Model], keys: set[str], now: datetime) -> set[str]:
    """Those of the slugs that readers may see; a part is seen with what names it."""
    if not issubclass(model, Record):
        return keys
    rows: Any = model._default_manager.filter(slug__in=keys)
    return {*rows.public(now).values_list("slug", flat=True)}


def _shown(value: Any, public: dict[Any, set[str]]) -> Any:
    """The tree with links turned to slugs, those to what is not public to None or left out."""
    if isinstance(value, Link):
        return value.key if value.key in public[value.model] else None
    if isinstance(value, dict):
        return {name: _shown(item, public) for name, item in value.items()}
    if isinstance(value, list):
        shown = [_shown(item, public) for item in value]
        return [item for item in shown if item is not None]
    return value
