"""Choosing what to export: all of it, or some records with all that they refer to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from events.models import Article
from events.references import KINDS, references_in
from hanoiconv.core.batches import batches
from hanoiconv.core.records import Part, owner_model
from hanoiconv.interchange.outgoing import Selection, Whole
from hanoiconv.interchange.shape import natural_field, record_kinds, record_models
from hanoiconv.interchange.stored import Rows
from hanoiconv.interchange.table_reading import shape_of

Names = dict[Any, set[str]]  # by model: slugs, or keys of parts


class NotExported(Exception):
    """Why there is no export: a sentence for people."""


def everything(source: Whole) -> Selection:
    """Every record that may go out."""
    return {model: source.records(model) for model in record_kinds()}


def named(words: Iterable[str], source: Whole) -> Names:
    """The records that words such as "statement:slug" or "events.statement:slug" name.

    Raises:
        NotExported: a word names none, or none that may go out.
    """
    known = {model._meta.label_lower: model for model in record_kinds()}
    known |= {model._meta.model_name: model for model in record_kinds()}
    wanted: Names = defaultdict(set)
    there: Selection = {}
    for word in words:
        kind, _colon, slug = word.partition(":")
        if kind.lower() not in known or not slug:
            choices = ", ".join(sorted(kind for kind in known if "." not in kind))
            raise NotExported(
                _("“%(word)s” names no record: write kind:slug, with one of %(choices)s.")
                % {"word": word, "choices": choices}
            )
        model = known[kind.lower()]
        if model not in there:
            there[model] = source.records(model)
        if slug not in there[model]:
            raise NotExported(
                _("There is no %(kind)s “%(slug)s” to export.")
                % {"kind": model._meta.verbose_name, "slug": slug}
            )
        wanted[model].add(slug)
    return wanted


def with_all_they_refer_to(wanted: Names, source: Whole) -> Selection:
    """The records, and whatever their documents name, and so on; by slug."""
    found: Selection = {model: {} for model in record_kinds()}
    waiting: Names = defaultdict(set, {model: {*slugs} for model, slugs in wanted.items()})
    while waiting:
        model, names = waiting.popitem()
        if issubclass(model, Part):
            for owner, slugs in _owners(model, names):
                waiting[owner] |= slugs
            continue
        new = _numbers(model, names - found[model].keys())
        found[model] |= new
        for _pk, rows in source.documents(model, new.values()):
            for target, key in _named_in(rows):
                if key not in found.get(target, ()):
                    waiting[target].add(key)
    return {model: dict(sorted(records.items())) for model, records in found.items()}


def _numbers(model: Any, slugs: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(sorted(slugs)):
        rows = model._base_manager.filter(slug__in=some).order_by()
        found.update(rows.values_list("slug", "pk"))
    return found


def _owners(part: Any, keys: Iterable[str]) -> Iterator[tuple[Any, set[str]]]:
    """What the parts of those keys belong to."""
    for some in batches(sorted(keys)):
        for name in part.part_of:
            owner = owner_model(part, name)
            rows = part._base_manager.filter(key__in=some, **{f"{name}__isnull": False})
            path = f"{name}__{natural_field(owner)}"
            yield owner, {*rows.order_by().values_list(path, flat=True)}


def _named_in(rows: Rows) -> Iterator[tuple[Any, str]]:
    """Every record and part that a document names, in links, groups and texts."""
    models: dict[str, Any] = record_models()
    for label, fields in rows:
        model = models[label]
        owners = model.part_of
        for field in shape_of(model).links:
            if field.name not in owners and (value := fields[field.name]):
                for key in [one[0] for one in value] if field.many_to_many else value:
                    yield field.related_model, key
        if model is Article:
            for reference in references_in(fields["body"]):
                if reference.kind in KINDS:
                    yield apps.get_model(KINDS[reference.kind][0]), reference.slug
