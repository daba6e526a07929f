"""Public records, each as one document: its fields and parts, links to public records only.

The shape follows from the models: plain fields by name, links as slugs or keys, parts (every
`Part` that names the record in `part_of`) as lists under their related name.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.html import format_html

from events.bodies import rendered_all
from events.models import Article, Statement
from hanoiconv.core.publication import WORKFLOW
from hanoiconv.core.records import Part, Record

# The desk's own business.
PRIVATE = {*WORKFLOW} - {"publish_at"}
Links = dict[Any, set[Any]]  # by model


def parts_of(model: type[models.Model]) -> list[tuple[str, Any, str]]:
    """The parts a model's rows have: name on the document, model, foreign key."""
    found = []
    for part in apps.get_models():
        for name in part.part_of if issubclass(part, Part) else ():
            key: Any = part._meta.get_field(name)
            if key.related_model is model:
                found.append((key.remote_field.get_accessor_name(), part, name))
    return found


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
    links: Links = defaultdict(set)
    trees = _tree(model, records, links)
    public = {model: _public(model, keys, now) for model, keys in links.items()}
    kind = model._meta.model_name
    shown = [{"type": kind, **_shown(trees[record.pk], public)} for record in records]
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


def _tree(
    model: type[models.Model], rows: Sequence[Any], links: Links
) -> dict[Any, dict[str, Any]]:
    """Rows by primary key as dicts, their parts inside; links are (model, key) for the moment."""
    owners = getattr(model, "part_of", ())
    plain = [field for field in plain_fields(model) if field.name not in owners]
    trees: dict[Any, dict[str, Any]] = {row.pk: {} for row in rows}
    for row in rows:
        for field in plain:
            value: Any = getattr(row, field.attname)
            if field.is_relation and value is not None:
                links[field.related_model].add(value)
                value = (field.related_model, value)
            trees[row.pk][field.name] = value
    for group in model._meta.many_to_many:
        _add_group(group, trees, links)
    for name, part, key in parts_of(model):
        inside = [*part._default_manager.filter(**{f"{key}__in": trees})]
        below = _tree(part, inside, links) if inside else {}
        for tree in trees.values():
            tree[name] = []
        for row in inside:
            trees[getattr(row, f"{key}_id")][name].append(below[row.pk])
    return trees


def _add_group(group: Any, trees: dict[Any, dict[str, Any]], links: Links) -> None:
    """Adds a many-to-many field to its rows."""
    through, here, there = (
        group.remote_field.through,
        group.m2m_field_name(),
        group.m2m_reverse_field_name(),
    )
    for tree in trees.values():
        tree[group.name] = []
    pairs = through._default_manager.filter(**{f"{here}__in": trees})
    for owner, linked in pairs.order_by("pk").values_list(f"{here}_id", f"{there}_id"):
        links[group.related_model].add(linked)
        trees[owner][group.name].append((group.related_model, linked))


def _public(model: type[models.Model], keys: set[Any], now: datetime) -> dict[Any, str]:
    """Slug or key of those rows that readers may see; a part is seen with what names it."""
    rows: Any = model._default_manager.filter(pk__in=keys)
    if issubclass(model, Record):
        return dict(rows.public(now).values_list("pk", "slug"))
    return dict(rows.values_list("pk", "key"))


def _shown(value: Any, public: dict[Any, dict[Any, str]]) -> Any:
    """The tree with links turned to slugs, those to what is not public to None or left out."""
    if isinstance(value, dict):
        return {name: _shown(item, public) for name, item in value.items()}
    if isinstance(value, list):
        shown = [_shown(item, public) for item in value]
        return [item for item in shown if item is not None]
    if isinstance(value, tuple):
        model, key = value
        return public[model].get(key)
    return value
