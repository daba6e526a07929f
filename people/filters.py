from datetime import datetime
from operator import methodcaller
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.archives import Archive
from hanoiconv.core.facets import counts, public_count
from hanoiconv.core.filters import (
    FoldedTextFilter,
    KindFilter,
    LanguageFilter,
    SlugFilter,
    YearFilter,
)
from people.models import Organisation, Person, Source

# A mission of a ministry of a government of a state; what is deeper has no country here.
LEVELS_TO_A_STATE = 4
OLDEST = Coalesce("published_earliest", "published_latest").asc(nulls_last=True)


class CountryFilter(SlugFilter):
    """Rows whose organisation, at the path `to`, is a state or has one above it."""

    def __init__(self, *, to: str = "", **options: Any) -> None:
        start = f"{to}__" if to else ""
        self.levels = [start + "parent__" * n for n in range(LEVELS_TO_A_STATE)]
        super().__init__(record=Organisation, to=to, **options)

    def filter(self, rows: Any, slug: str) -> Any:
        found = rows.model.objects.alias(country=self.of_state("slug")).filter(country=slug)
        return rows.filter(pk__in=found.order_by().values("pk"))

    def counted(self, rows: Any) -> list[QuerySet]:
        # A public body does not make all bodies above it public. Asked for on their own, because
        # PostgreSQL, given the rule as a subquery here, tries it for each row (27 s for 600).
        states = Organisation.objects.public(self.parent.now).filter(kind=Organisation.Kind.STATE)
        slugs = [*states.values_list("slug", flat=True)]
        found = rows.alias(country=self.of_state("slug")).filter(country__in=slugs)
        return [counts(found, self.field_name, F("country"), self.of_state("name"))]

    def of_state(self, column: str) -> Case:
        """A column of the first state on the way up."""
        return Case(
            *(
                When(**{f"{level}kind": Organisation.Kind.STATE.value}, then=f"{level}{column}")
                for level in self.levels
            )
        )


def statement_count(model: Any, now: datetime) -> Coalesce:
    """How many public statements a person made, or an organisation or somebody for it."""
    # Models further up, reached through the relation.
    speakers = model._meta.get_field("speakers")
    statements = speakers.related_model._meta.get_field("statement").related_model
    return public_count(statements.objects.public(now), f"speakers__{speakers.remote_field.name}")


class PersonFilter(Archive):
    q = FoldedTextFilter(label=_("Name"), fields=["name", "names__text"])
    country = CountryFilter(label=_("Country"), to="roles__organisation")
    kind = KindFilter(
        label=_("Serving at"), choices=Organisation.Kind.choices, to="roles__organisation__kind"
    )

    sorts = {
        "name": (_("By name"), methodcaller("by_name")),
        "statements": (
            _("Most statements"),
            methodcaller("order_by", "-statement_count", "sort_name", "pk"),
        ),
    }

    class Meta:
        model = Person
        fields: list[str] = []

    def with_cards(self, rows):
        return rows.with_card_data().annotate(statement_count=statement_count(Person, self.now))


class OrganisationFilter(Archive):
    q = FoldedTextFilter(label=_("Name"), fields=["name", "names__text", "formal_name"])
    kind = KindFilter(label=_("Kind"), choices=Organisation.Kind.choices, to="kind")
    country = CountryFilter(label=_("Country"))

    sorts = {
        "name": (_("By name"), methodcaller("by_name")),
        "statements": (
            _("Most statements"),
            methodcaller("order_by", "-statement_count", "name", "pk"),
        ),
    }

    class Meta:
        model = Organisation
        fields: list[str] = []

    def with_cards(self, rows):
        return rows.annotate(statement_count=statement_count(Organisation, self.now))


class SourceFilter(Archive):
    q = FoldedTextFilter(label=_("Title or publisher"), fields=["title", "publisher__name"])
    kind = KindFilter(label=_("Kind"), choices=Source.Kind.choices, to="kind")
    publisher = SlugFilter(label=_("Publisher"), record=Organisation, to="publisher")
    language = LanguageFilter(label=_("Language"), to="lang")
    year = YearFilter(
        label=_("Year"),
        dated="published_on",
        earliest="published_earliest",
        latest="published_latest",
    )

    sorts = {
        "newest": (_("Newest first"), methodcaller("newest_first")),
        "oldest": (_("Oldest first"), lambda rows: rows.order_by(OLDEST, "pk")),
        "title": (_("By title"), methodcaller("order_by", "title", "pk")),
    }

    class Meta:
        model = Source
        fields: list[str] = []
