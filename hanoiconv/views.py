from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Article, Event, Instrument, Statement
from hanoiconv.calendars import calendar
from hanoiconv.citations import STYLES, citation
from hanoiconv.core.jsonld import website
from hanoiconv.core.pages import Gone, public_or_gone
from hanoiconv.documents import document
from hanoiconv.feeds import FEEDS, FORMATS
from hanoiconv.search import search

EVENTS_SHOWN = 5
NEWS_SHOWN = 6
LONGEST_QUERY = 200
TIMELINE_ROWS = 100
NEWS_IS_FRESH = timedelta(days=2)


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    news = [*Article.objects.public(now).with_card_data().newest_first()[:NEWS_SHOWN]]
    events = Event.objects.public(now).with_card_data()
    statements = Statement.objects.public(now).with_words(now).newest_first()
    instrument = Instrument.objects.first()
    context = {
        "jsonld": website(reverse("search")),
        "lead": news[0] if news else None,
        "news": news[1:],
        "focus": statements.quoted().first() or statements.first(),
        "ahead": events.ahead(today).soonest_first()[:EVENTS_SHOWN],
        "past": events.past(today).newest_first()[:EVENTS_SHOWN],
        "instrument": instrument,
        "figures": instrument.figures.by_measure() if instrument else [],
    }
    return render(request, "hanoiconv/front_page.html", context)


@require_safe
def convention(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    instrument = Instrument.objects.first()
    if instrument is None:
        raise Http404
    context = {
        "instrument": instrument,
        "wordings": instrument.wordings.by_aspect(),
        "figures": instrument.figures.by_measure(),
        "sources": instrument.sources.with_card_data().newest_first(),
        "road": instrument.events.public(now).filter(parent=None).with_card_data().soonest_first(),
        "statements": instrument.statements.public(now).with_card_data(now).newest_first(),
    }
    return render(request, "hanoiconv/convention.html", context)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    events = Event.objects.public().exclude(date="").with_card_data().soonest_first()
    page = Paginator(events, TIMELINE_ROWS).get_page(request.GET.get("page"))
    years = [
        (year, [*rows])
        for year, rows in groupby(page, lambda row: (row.date_earliest or row.date_latest).year)
    ]
    return render(request, "hanoiconv/timeline.html", {"page": page, "years": years})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    hits = search(text, timezone.now())
    kinds = [(kind, [*rows]) for kind, rows in groupby(hits, lambda hit: hit.kind)]
    return render(request, "hanoiconv/search.html", {"q": text, "hits": hits, "kinds": kinds})


@require_safe
def record_json(request: HttpRequest, slug: str, model: Any) -> HttpResponse:
    now = timezone.now()
    return _json(request, public_or_gone(model.objects.all(), slug, now), now)


@require_safe
def convention_json(request: HttpRequest) -> HttpResponse:
    return _json(request, get_object_or_404(Instrument.objects.all()[:1]), timezone.now())


@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    event = public_or_gone(Event.objects.select_related("place"), slug, timezone.now())
    if not event.is_dated_to_the_day:
        raise Http404
    return _calendar([event], f"{event.slug}.ics")


@require_safe
def events_ics(request: HttpRequest) -> HttpResponse:
    events = Event.objects.public().select_related("place").soonest_first()
    return _calendar(events, "events.ics")


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    return render(request, "hanoiconv/feeds.html", {"kinds": FEEDS})


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
    record = public_or_gone(rows, slug, timezone.now())
    write, content_type = STYLES[style]
    text = write(citation(record, timezone.localdate()))
    return HttpResponse(text, content_type=content_type)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days, as news crawlers ask for them."""
    now = timezone.now()
    fresh = Article.objects.public(now).filter(publish_at__gte=now - NEWS_IS_FRESH).newest_first()
    return render(
        request, "hanoiconv/news_sitemap.xml", {"articles": fresh}, content_type="application/xml"
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "hanoiconv/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in our own design; 410 with the reason for what was withdrawn."""
    if isinstance(exception, Gone):
        return render(request, "410.html", {"reason": str(exception)}, status=410)
    return render(request, "404.html", status=404)


def _json(request: HttpRequest, record: Any, now: datetime) -> HttpResponse:
    content = {"page": request.build_absolute_uri(record.get_absolute_url())}
    content |= document(record, now)
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _calendar(events: Any, name: str) -> HttpResponse:
    response = HttpResponse(calendar(events), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
