"""Documents on their way out: all that is on record, or what readers may see of it.

Texts of articles name records by their slugs of today, so that files can be read in elsewhere.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps

from events.models import Article
from events.redirected_bodies import redirected
from events.references import KINDS
from hanoiconv.core.former_slugs import FormerSlug, followed
from hanoiconv.core.publication import Publishable
from hanoiconv.interchange.shape import file_fields, natural_field, record_models
from hanoiconv.interchange.stored import Rows, by_slug, documents_of

Selection = dict[Any, dict[str, int]]  # by model: primary keys by slug
Fields = dict[str, Any]

# What the desk notes about a page is no business of others.
SEEN = {"status": Publishable.Status.PUBLISHED.value, "withdrawn_reason": ""}


class Whole:
    """The record as it stands."""

    keeps_all = True  # of a text, even where a reference cannot be led on

    def __init__(self) -> None:
        former: dict[str, list[str]] = {}
        for kind, slug in FormerSlug._base_manager.values_list("kind", "slug"):
            former.setdefault(kind, []).append(slug)
        self.former = {kind: followed(kind, slugs) for kind, slugs in former.items()}
        self.leads_elsewhere = bool(self.former)  # whether any reference is to change

    def records(self, model: Any) -> dict[str, int]:
        """The primary keys of a model's records by slug, in order."""
        return by_slug(model)

    def documents(self, model: Any, pks: Iterable[int]) -> Iterator[tuple[int, Rows]]:
        """The documents of those records, as they go out."""
        for pk, rows in documents_of(model, pks):
            yield pk, self.going_out(model, rows)

    def going_out(self, model: Any, rows: Rows) -> Rows:
        """A document as it goes out."""
        if model is Article and self.leads_elsewhere:
            body = rows[0][1]["body"]
            rows[0][1]["body"] = redirected(body, self.leads_to, keep_all=self.keeps_all)
        return rows

    def leads_to(self, kind: str, slug: str) -> str | None:
        """The slug today of what a text names as a kind and a slug; None where it stays here."""
        label = KINDS[kind][0] if kind in KINDS else ""
        return self.former.get(label, {}).get(slug, slug)


class Public(Whole):
    """What readers may see at `now`: nothing else, and no word of what else there is."""

    keeps_all = False

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.leads_elsewhere = True
        self.keys: dict[Any, set[str]] = {}
        self.links = {label: _links(model) for label, model in record_models().items()}

    def records(self, model: Any) -> dict[str, int]:
        rows = model._default_manager.public(self.now).order_by().values_list("slug", "pk")
        return dict(sorted(rows.iterator()))

    def is_public(self, model: Any, key: str) -> bool:
        """Whether readers may see what is known by that slug or key."""
        if model not in self.keys:
            rows = model._default_manager.public(self.now).order_by()
            self.keys[model] = {*rows.values_list(natural_field(model), flat=True).iterator()}
        return key in self.keys[model]

    def going_out(self, model: Any, rows: Rows) -> Rows:
        """The document with public links only; a part that cannot do without another is left out.

        As the rules of what is public stand, there is no such part.
        """
        kept: Rows = []
        names: set[tuple[str, str]] = set()
        for label, fields in super().going_out(model, rows):
            if self._reduce(label, fields, names):
                kept.append((label, fields))
                names.add((label, fields.get("slug") or fields["key"]))
        return kept

    def leads_to(self, kind: str, slug: str) -> str | None:
        if kind not in KINDS:
            return None
        today = super().leads_to(kind, slug)
        model = apps.get_model(KINDS[kind][0])
        return today if today and self.is_public(model, today) else None

    def _reduce(self, label: str, fields: Fields, names: set[tuple[str, str]]) -> bool:
        """Takes out of a row what readers may not see; False where nothing can be left of it."""
        for link in self.links[label]:
            value = fields[link.name]
            if link.is_group:
                fields[link.name] = [one for one in value if self.is_public(link.model, one[0])]
            elif value is None:
                continue
            elif link.is_owner:
                if (link.model._meta.label_lower, value[0]) not in names:
                    return False
            elif not self.is_public(link.model, value[0]):
                if link.is_needed:
                    return False
                fields[link.name] = None
        fields |= {name: value for name, value in SEEN.items() if name in fields}
        return True


class _Link(NamedTuple):
    """A field of a row that names others."""

    name: str
    model: Any
    is_group: bool
    is_owner: bool  # names the row of the same document that this one belongs to
    is_needed: bool  # may not be empty


def _links(model: Any) -> list[_Link]:
    owners = model.part_of
    return [
        _Link(
            field.name,
            field.related_model,
            field.many_to_many,
            field.name in owners,
            not field.null,
        )
        for field in file_fields(model)
        if field.is_relation
    ]
