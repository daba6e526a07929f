"""What record pages show: the citation of a page, and an event's date by the clock of its venue."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.models import Article, Event, Place, Statement
from hanoiconv.charts import Bar, bars
from hanoiconv.citations import as_text, citation
from hanoiconv.core.dates import NO_END, parse
from hanoiconv.models import SecondCheck
from hanoiconv.second_checks import print_of_words
from hanoiconv.templatetags.record import partial_date

register = template.Library()


@register.simple_tag
def citation_text(record: Article | Statement, now: datetime) -> str:
    """The line that cites a public record as read at `now`. Statements need `with_card_data()`."""
    return as_text(citation(record, timezone.localdate(now))).strip()


@register.filter
def venue_date(event: Event) -> str | SafeString:
    """An event's date for readers: a time of day by the clock of the venue, which is named.

    A date without a time names no zone. Needs `place__parent`.
    """
    place = event.place
    clock_of = next((row for row in (place, place and place.parent) if row and row.time_zone), None)
    dated = parse(event.date) if event.date and not event.date_words else None
    points = [point for point in (dated.start, dated.end) if point] if dated else []
    if clock_of is None or not points or not all(point.clock for point in points):
        return partial_date(event.date, event.date_words)
    first, slash, second = event.date.partition("/")
    ends = [_moved(text, clock_of) for text in ([first, second] if slash else [first])]
    there = [end for end in ends if end is not None]
    if len(there) < len(ends):
        return partial_date(event.date)
    city = clock_of.parent or clock_of if clock_of.kind == Place.Kind.VENUE else clock_of
    zone = _("%(city)s time") % {"city": city}
    return format_html("{}, {}", partial_date("/".join(there)), zone)


def _moved(text: str, place: Place) -> str | None:
    """One end of a date with a time, by the clock of the place; None where that has no name."""
    if text in NO_END:
        return text
    point = parse(text).known
    try:
        moment = datetime.fromisoformat(point.iso).astimezone(ZoneInfo(place.time_zone))
    except OverflowError:  # the last hours of the year 9999
        return None
    if (moment.utcoffset() or timedelta()) % timedelta(minutes=1):
        return None  # before standard time, with seconds that EDTF cannot write
    return moment.isoformat(timespec="seconds" if point.clock.count(":") == 2 else "minutes")


@register.simple_tag
def second_check_day(statement: Statement) -> date | None:
    """The day on which a second editor checked it, while that holds. Needs `with_words()`.

    One query; who it was is not told to readers.
    """
    check = SecondCheck.objects.filter(statement=statement).first()
    holds = check is not None and check.print == print_of_words(statement)
    return timezone.localdate(check.made_at) if check and holds else None


@register.filter
def language_name(code: str) -> str:
    """The name of a language by its BCP 47 code; the code itself where Django has no name."""
    primary = code.split("-")[0]
    info = LANG_INFO.get(code.lower()) or LANG_INFO.get(primary) or {}
    return _(info["name"]) if "name" in info else code


@register.simple_tag
def topic_bars(topics: Any, name: str, slug: str) -> list[Bar]:
    """Bars for topics by their `number` of statements; each leads to those in the archive.

    `name` and `slug` are the archive's parameter for whose statements they are.
    """
    archive = reverse("events:statement-list")
    rows = [
        (str(topic), f"{archive}?{urlencode({name: slug, 'topic': topic.slug})}", topic.number)
        for topic in topics
    ]
    return bars(rows)
