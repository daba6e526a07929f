import re
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.jsonld import instrument_jsonld
from events.models import Article, Event, Instrument, Statement
from hanoiconv.calendars import calendar, for_calendar
from hanoiconv.charts import bars
from hanoiconv.citations import STYLES, citation
from hanoiconv.core.jsonld import absolute, collection, website
from hanoiconv.core.pages import public_or_gone
from hanoiconv.cors import open_to_scripts
from hanoiconv.documents import document, located
from hanoiconv.feeds import FEEDS, FORMATS
from hanoiconv.front_page import chosen_first, key_figures
from hanoiconv.search import MOST_HITS, search
from people.models import Organisation

EVENTS_SHOWN = 4
STATEMENTS_SHOWN = 8
NEWS_SHOWN = 7
# Named in tokens.css.
COLOURS = ["paper", "surface", "ink", "soft", "brand", "accent", "bronze"]
COLOURS += ["brand-tint", "accent-tint", "bronze-tint"]
LONGEST_QUERY = 200
HITS_DESCRIBED = 30  # for machines; readers see them all
TIMELINE_ROWS = 100


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    articles = Article.objects.public(now).with_card_data().newest_first()
    news = [*chosen_first(articles, "lead")[:NEWS_SHOWN]]
    statements = Statement.objects.public(now).with_words(now).quoted_first()
    events = Event.objects.public(now).filter(parent=None).with_card_data()
    context = {
        "jsonld": website(reverse("search"), news),
        "lead": news[0] if news else None,
        "news": news[1:],
        "focus": chosen_first(statements, "focus").first(),
        "ahead": events.ahead(today).soonest_first()[:EVENTS_SHOWN],
        "past": events.past(today).newest_first()[:EVENTS_SHOWN],
        **_road(Instrument.objects.first(), now),
    }
    return render(request, "hanoiconv/front_page.html", context)


@require_safe
def convention(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    instrument = get_object_or_404(Instrument.objects.all()[:1])
    sources = instrument.sources.with_card_data().newest_first()
    context = {
        "jsonld": instrument_jsonld(instrument, sources, timezone.localdate(now)),
        **_road(instrument, now),
        "provisions": instrument.provisions.in_order(),
        "wordings": instrument.wordings.by_aspect(),
        "sources": sources,
        "statements": instrument.statements.public(now)
        .with_card_data(now)
        .newest_first()[:STATEMENTS_SHOWN],
    }
    return render(request, "hanoiconv/convention.html", context)


def _road(instrument: Instrument | None, now: datetime) -> dict[str, Any]:
    """The treaty with its figures, and the events on its way. Two queries."""
    if instrument is None:
        return {}
    figures = [*instrument.figures.by_measure()]
    road = instrument.events.public(now).filter(parent=None).with_card_data().soonest_first()
    return {
        "instrument": instrument,
        "figures": figures,
        "key_figures": key_figures(figures),
        "road": [*road],
        "today": timezone.localdate(now),
    }


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every part that pages are made of, shown once."""
    now = timezone.now()
    instrument = Instrument.objects.first()
    event = Event.objects.public(now).with_card_data().newest_first().first()
    context = {
        "now": now,
        "today": timezone.localdate(now),
        "jsonld": collection(_("Design"), request.path, [], kind="WebPage"),
        "colours": COLOURS,
        "steps": [f"step-{step}" for step in range(-1, 5)],
        "slugs": ["hanoi-convention", "signing-ceremony", "dong-son", "hoi-nghi", "sixty-articles"],
        "article": Article.objects.public(now).with_card_data().newest_first().first(),
        "event": event,
        "place": event and event.place,
        "instrument": instrument,
        "figures": instrument.figures.by_measure() if instrument else [],
        "bars": bars([(_("One thing"), "", 5), (_("Another"), "", 3)]),
        "statement": Statement.objects.public(now).with_words(now).quoted_first().first(),
    }
    return render(request, "hanoiconv/design.html", context)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    events = Event.objects.public(now).exclude(date="").with_card_data().soonest_first()
    page = Paginator(events, TIMELINE_ROWS).get_page(request.GET.get("page"))
    years = [(year, [*rows]) for year, rows in groupby(page, lambda row: _begins(row).year)]
    today = timezone.localdate(now)
    context = {
        "jsonld": collection(_("Timeline"), request.path, page),
        "page": page,
        "query": QueryDict(),
        "years": years,
        "today": today,
        "first_ahead": next((row for row in page if _begins(row) > today), None),
    }
    return render(request, "hanoiconv/timeline.html", context)


def _begins(event: Event) -> date:
    """The first day known of a dated event."""
    return event.date_earliest or event.date_latest


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    hits = search(text, timezone.now())
    kinds = [(kind, [*rows]) for kind, rows in groupby(hits, lambda hit: hit.kind)]
    rows = [(hit.title, hit.url) for hit in hits[:HITS_DESCRIBED]]
    context = {
        "jsonld": collection(_("Search"), request.path, rows, kind="SearchResultsPage"),
        "q": text,
        "hits": hits,
        "kinds": kinds,
        "is_cut": len(hits) == MOST_HITS,
    }
    return render(request, "hanoiconv/search.html", context)


@open_to_scripts
@require_safe
def record_json(request: HttpRequest, slug: str, model: Any) -> HttpResponse:
    now = timezone.now()
    return _json(request, public_or_gone(model.objects.all(), slug, now), now)


@open_to_scripts
@require_safe
def convention_json(request: HttpRequest) -> HttpResponse:
    return _json(request, get_object_or_404(Instrument.objects.all()[:1]), timezone.now())


@open_to_scripts
@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    event = public_or_gone(for_calendar(Event.objects.all()), slug, timezone.now())
    if not event.is_dated_to_the_day:
        raise Http404
    return _calendar(request, [event], event.title)


@open_to_scripts
@require_safe
def events_ics(request: HttpRequest) -> HttpResponse:
    name = _("The Hanoi Convention Record: events")
    return _calendar(request, for_calendar(Event.objects.public()), name)


@open_to_scripts
@require_safe
def organisation_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The events in which it takes part itself or by those who stand for it, not by its bodies."""
    now = timezone.now()
    organisation = public_or_gone(Organisation.objects.all(), slug, now)
    there = organisation.participations.filter(event=OuterRef("pk"))
    events = Event.objects.public(now).filter(Exists(there))
    return _calendar(request, for_calendar(events), organisation.name)


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    context = {
        "jsonld": collection(_("Feeds and calendar"), request.path, []),
        "kinds": FEEDS,
        # What opens the reader's own calendar, which then keeps asking.
        "webcal": re.sub("^https?:", "webcal:", absolute(reverse("events-ics"))),
    }
    return render(request, "hanoiconv/feeds.html", context)


@open_to_scripts
@require_safe
def feed(request: HttpRequest, kind: str, format: str) -> HttpResponse:
    if kind not in FEEDS or format not in FORMATS:
        raise Http404
    return FEEDS[kind](format)(request)


@require_safe
def cite(request: HttpRequest, slug: str, style: str, model: Any) -> HttpResponse:
    if style not in STYLES:
        raise Http404
    rows = Statement.objects.with_card_data() if model is Statement else model.objects.all()
    now = timezone.now()
    record = public_or_gone(rows, slug, now)
    write, content_type = STYLES[style]
    text = write(citation(record, timezone.localdate(now)))
    return HttpResponse(text, content_type=content_type)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "hanoiconv/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _json(request: HttpRequest, record: Any, now: datetime) -> HttpResponse:
    content = located(record, request.build_absolute_uri("/")) | document(record, now)
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _calendar(request: HttpRequest, events: Any, name: str) -> HttpResponse:
    content = calendar(events, name, absolute(request.path))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    file_name = request.path.rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
