from operator import methodcaller

from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from events.models import Article, Event, Place, Report, Statement, Topic
from hanoiconv.core.archives import Archive
from hanoiconv.core.facets import counts
from hanoiconv.core.filters import (
    FoldedTextFilter,
    KindFilter,
    LanguageFilter,
    MomentYearFilter,
    SlugFilter,
    WhenFilter,
    YearFilter,
    within,
)
from people.models import Organisation, Person, Source

EDTF_COLUMNS = {"dated": "date", "earliest": "date_earliest", "latest": "date_latest"}


class EventFilter(Archive):
    q = FoldedTextFilter(label=_("Title"), fields=["title", "wordings__text"])
    when = WhenFilter(label=_("When"))
    kind = KindFilter(label=_("Kind"), choices=Event.Kind.choices, to="kind")
    year = YearFilter(label=_("Year"), **EDTF_COLUMNS)
    place = SlugFilter(label=_("Place"), record=Place, to="place")
    organisation = SlugFilter(
        label=_("Taking part"), record=Organisation, to="participations__organisation"
    )

    sorts = {
        "newest": (_("Newest first"), methodcaller("newest_first")),
        "soonest": (_("Soonest first"), methodcaller("soonest_first")),
    }

    class Meta:
        model = Event
        fields: list[str] = []

    @property
    def default_sort(self) -> str:
        return "soonest" if self.active.get("when") == "ahead" else "newest"


class ModeFilter(KindFilter):
    """Statements that a source prints in one mode, or in any that sets quotation marks."""

    QUOTED = "quoted"

    def __init__(self, **options):
        quoted = (self.QUOTED, _("Printed in quotation marks"))
        super().__init__(choices=[quoted, *Report.Mode.choices], to="reports__mode", **options)

    def filter(self, statements, mode):
        if mode == self.QUOTED:
            return within(statements, Q(reports__mode__in=Report.QUOTING))
        return super().filter(statements, mode)

    def counted(self, statements) -> list[QuerySet]:
        quoted = self.filter(statements, self.QUOTED)
        return [
            counts(quoted, self.field_name, Value(self.QUOTED)),
            *super().counted(statements),
        ]


class StatementFilter(Archive):
    q = FoldedTextFilter(label=_("Words"), fields=["gist", "reports__passages__quoted"])
    mode = ModeFilter(label=_("Printed as"))
    speaker = SlugFilter(
        label=_("Speaker"), record=Person, to="speakers__person", order="sort_name"
    )
    organisation = SlugFilter(
        label=_("Organisation"), record=Organisation, to="speakers__organisation"
    )
    event = SlugFilter(
        label=_("Event"), record=Event, to="event", name="title", order="date", latest_first=True
    )
    topic = SlugFilter(label=_("Topic"), record=Topic, to="topics")
    source = SlugFilter(
        label=_("Source"), record=Source, to="reports__source", name="title", order="title"
    )
    year = YearFilter(label=_("Year"), **EDTF_COLUMNS)
    language = LanguageFilter(label=_("Language of a report"), to="reports__lang")

    sorts = {
        "newest": (_("Latest said"), methodcaller("newest_first")),
        "oldest": (_("Earliest said"), methodcaller("in_order")),
        "recorded": (_("Latest on record"), methodcaller("order_by", "-publish_at", "-pk")),
    }

    class Meta:
        model = Statement
        fields: list[str] = []

    def with_cards(self, rows):
        return rows.with_card_data(self.now)


class ArticleFilter(Archive):
    q = FoldedTextFilter(label=_("Words"), fields=["headline", "standfirst", "body__untargeted"])
    year = MomentYearFilter(label=_("Year"), dated="publish_at")
    event = SlugFilter(
        label=_("Event"), record=Event, to="events", name="title", order="date", latest_first=True
    )
    topic = SlugFilter(label=_("Topic"), record=Topic, to="topics")

    sorts = {
        "newest": (_("Newest first"), methodcaller("newest_first")),
        "oldest": (_("Oldest first"), methodcaller("order_by", "publish_at", "pk")),
    }

    class Meta:
        model = Article
        fields: list[str] = []
