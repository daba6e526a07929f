"""Slugs that records had before they were merged into others; links go on leading to them.

Those in files and texts always do; addresses of pages only where readers knew them.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.batches import batches


class FormerSlug(models.Model):
    """A slug by which a record was known, and the one by which it is known now."""

    kind = models.CharField(max_length=60, help_text=_("The model: people.person."))
    slug = models.SlugField(max_length=120)
    now = models.SlugField(max_length=120, help_text=_("The slug of the record it leads to."))
    # The draft of a nomination may have been merged: its slug must not tell whose draft it was.
    was_public = models.BooleanField(
        default=False,
        help_text=_("Readers knew it by that slug: its addresses lead them on."),
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("former slug")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_leads_to_one"),
            models.CheckConstraint(
                name="former_slug_leads_elsewhere", condition=~models.Q(slug=models.F("now"))
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug} → {self.now}"


def followed(kind: str, slugs: Iterable[str], using: str | None = None) -> dict[str, str]:
    """Those of the slugs that lead to another record today, each with that record's slug.

    A record that has a slug now goes before any that had it once. Merges of merged records are
    followed to the end; a way that ends at nothing, or comes back to itself, leads nowhere.
    A query for each 500 slugs, and one more for every further merge on the way.

    Raises:
        LookupError: there is no model of that kind, such as "people.person".
    """
    ways: dict[str, tuple[str, bool]] = {}  # by slug: the next one, and whether a record has it
    starts = set(slugs)
    wanted = starts
    while wanted:
        found = _next_slugs(kind, wanted, using)
        ways |= found
        wanted = {now for now, is_there in found.values() if not is_there and now not in ways}
    ends = {slug: _end_of(slug, ways) for slug in starts}
    return {slug: end for slug, end in ends.items() if end}


def was_public(kind: str, slug: str) -> bool:
    """Whether readers knew a record by that former slug."""
    return FormerSlug.objects.filter(kind=kind, slug=slug, was_public=True).exists()


def _next_slugs(kind: str, slugs: set[str], using: str | None) -> dict[str, tuple[str, bool]]:
    """Where the slugs that no record has lead, and whether a record is there."""
    records = apps.get_model(kind)._base_manager
    former = FormerSlug._base_manager.using(using).filter(kind=kind)
    former = former.exclude(Exists(records.filter(slug=OuterRef("slug"))))
    former = former.annotate(is_there=Exists(records.filter(slug=OuterRef("now"))))
    found: dict[str, tuple[str, bool]] = {}
    for some in batches(sorted(slugs)):
        rows = former.filter(slug__in=some).values_list("slug", "now", "is_there")
        found |= {slug: (now, is_there) for slug, now, is_there in rows}
    return found


def _end_of(slug: str, ways: dict[str, tuple[str, bool]]) -> str:
    """The slug of the record at the end of the way from there; empty where there is none."""
    seen: set[str] = set()
    while slug in ways and slug not in seen:
        seen.add(slug)
        slug, is_there = ways[slug]
        if is_there:
            return slug
    return ""
