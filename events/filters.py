import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Article, Event, Place, Report, Statement, Topic
from hanoiconv.core.filters import FoldedTextFilter, SlugFilter, YearFilter
from people.models import Person


class EventFilter(django_filters.FilterSet):
    q = FoldedTextFilter(label=_("Title"), fields=["title", "wordings__text"])
    kind = django_filters.ChoiceFilter(choices=Event.Kind.choices)
    place = SlugFilter(
        label=_("Place"), records=lambda: Place.objects.public().by_name(), to="place"
    )
    year = YearFilter(label=_("Year"), earliest="date_earliest", latest="date_latest")
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("ahead", _("Ahead")), ("past", _("Past"))],
        method="ahead_or_past",
    )

    class Meta:
        model = Event
        fields = ["kind"]

    def ahead_or_past(self, events, name, value):
        today = timezone.localdate()
        return events.ahead(today) if value == "ahead" else events.past(today)


class StatementFilter(django_filters.FilterSet):
    q = FoldedTextFilter(label=_("Words"), fields=["gist", "reports__passages__quoted"])
    speaker = SlugFilter(
        label=_("Speaker"),
        records=lambda: Person.objects.public().by_name(),
        to="speakers__person",
    )
    event = SlugFilter(
        label=_("Event"), records=lambda: Event.objects.public().newest_first(), to="event"
    )
    topic = SlugFilter(
        label=_("Topic"), records=lambda: Topic.objects.public().by_name(), to="topics"
    )
    mode = django_filters.ChoiceFilter(
        label=_("Printed as"), choices=Report.Mode.choices, method="printed_as"
    )
    year = YearFilter(label=_("Year"), earliest="date_earliest", latest="date_latest")

    class Meta:
        model = Statement
        fields: list[str] = []

    def printed_as(self, statements, name, mode):
        reports = Report.objects.filter(mode=mode)
        return statements.filter(pk__in=reports.values("statement"))


class ArticleFilter(django_filters.FilterSet):
    q = FoldedTextFilter(label=_("Words"), fields=["headline", "standfirst", "body"])
    event = SlugFilter(
        label=_("Event"), records=lambda: Event.objects.public().newest_first(), to="events"
    )
    topic = SlugFilter(
        label=_("Topic"), records=lambda: Topic.objects.public().by_name(), to="topics"
    )

    class Meta:
        model = Article
        fields: list[str] = []
