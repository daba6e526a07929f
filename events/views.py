from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.bodies import rendered
from events.filters import ArticleFilter, EventFilter, StatementFilter
from events.jsonld import article_jsonld, event_jsonld, place_jsonld, statement_jsonld
from events.models import Article, Correction, Event, Place, Statement, Topic
from hanoiconv.core.pages import page_of, public_or_gone


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.public().newest_first()
    return render(
        request, "events/article_list.html", page_of(request, ArticleFilter(request.GET, articles))
    )


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    rows = Article.objects.select_related("lead_photo__source__publisher")
    article = public_or_gone(rows, slug, now)
    sources = article.sources.with_card_data().newest_first()
    corrections = article.corrections.newest_first()
    context = {
        "article": article,
        "jsonld": article_jsonld(article, sources, corrections),
        "body": rendered(article.body, now),
        "events": article.events.public(now).with_card_data().newest_first(),
        "topics": article.topics.by_name(),
        "sources": sources,
        "corrections": corrections,
    }
    return render(request, "events/article_detail.html", context)


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    events = Event.objects.public().with_card_data().newest_first()
    return render(
        request, "events/event_list.html", page_of(request, EventFilter(request.GET, events))
    )


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    rows = Event.objects.select_related("place__parent", "instrument")
    event = public_or_gone(rows, slug, now)
    family = [*_family(event, now).with_card_data().in_programme_order()]
    parent = next((row for row in family if row.pk == event.parent_id), None)
    programme = [row for row in family if row.parent_id == event.pk]
    context = {
        "event": event,
        "jsonld": event_jsonld(event, parent, programme),
        "parent": parent,
        "programme": programme,
        "wordings": _grouped(event.wordings.by_aspect(), "aspect"),
        "participations": _parts(event.participations.with_names()),
        "figures": event.figures.by_measure(),
        "statements": event.statements.public(now).with_card_data(now).in_order(),
        "photos": event.photos.select_related("source__publisher").in_print_order(),
        "topics": event.topics.by_name(),
        "articles": event.articles.public(now).newest_first(),
        "corrections": event.corrections.newest_first(),
    }
    return render(request, "events/event_detail.html", context)


@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    statements = Statement.objects.public().with_card_data().newest_first()
    chosen = StatementFilter(request.GET, statements)
    return render(request, "events/statement_list.html", page_of(request, chosen))


@require_safe
def statement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    statement = public_or_gone(Statement.objects.with_words(now), slug, now)
    context = {
        "statement": statement,
        "jsonld": statement_jsonld(statement),
        "figures": statement.figures.by_measure(),
        "responds_to": statement.responds_to.public(now).in_order(),
        "responses": statement.responses.public(now).in_order(),
        "topics": statement.topics.by_name(),
        "corrections": statement.corrections.newest_first(),
    }
    return render(request, "events/statement_detail.html", context)


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    return render(request, "events/topic_list.html", {"topics": Topic.objects.public().by_name()})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    topic = get_object_or_404(Topic.objects.public(now), slug=slug)
    context = {
        "topic": topic,
        "articles": topic.articles.public(now).newest_first(),
        "events": topic.events.public(now).with_card_data().newest_first(),
        "statements": topic.statements.public(now).with_card_data(now).newest_first(),
    }
    return render(request, "events/topic_detail.html", context)


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    places = Place.objects.public().with_card_data().by_name()
    return render(request, "events/place_list.html", {"places": places})


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    place = get_object_or_404(Place.objects.public(now).with_card_data(), slug=slug)
    family = [*_family(place, now).by_name()]
    parent = next((row for row in family if row.pk == place.parent_id), None)
    context = {
        "place": place,
        "jsonld": place_jsonld(place, parent),
        "parent": parent,
        "venues": [row for row in family if row.parent_id == place.pk],
        "wordings": place.wordings.by_aspect(),
        "events": place.events.public(now).with_card_data().newest_first(),
    }
    return render(request, "events/place_detail.html", context)


@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    corrections = Correction.objects.public().with_subjects().newest_first()
    return render(request, "events/correction_list.html", {"corrections": corrections})


def _family(row: Any, now: datetime) -> Any:
    """The public rows directly above and below: one query for both."""
    return type(row).objects.public(now).filter(Q(pk=row.parent_id) | Q(parent=row))


def _grouped(rows: Iterable[Any], name: str) -> list[tuple[str, list[Any]]]:
    """Rows in order, under the label of a choice field."""
    label = f"get_{name}_display"
    return [(key, [*group]) for key, group in groupby(rows, lambda row: getattr(row, label)())]


def _parts(participations: Iterable[Any]) -> list[tuple[str, list[list[Any]]]]:
    """Participations by part, and within it by who: each inner list is one subject's credits."""
    parts: dict[str, dict[Any, list[Any]]] = {}
    for row in participations:
        who = (row.person_id, row.organisation_id if not row.person_id else None, row.described_as)
        parts.setdefault(row.get_part_display(), {}).setdefault(who, []).append(row)
    return [(part, [*subjects.values()]) for part, subjects in parts.items()]
