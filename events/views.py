from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.bodies import rendered_all
from events.differences import compared
from events.filters import ArticleFilter, EventFilter, StatementFilter
from events.grouping import (
    participations_by_part,
    sources_of,
    statements_by_event,
    wordings_by_aspect,
)
from events.jsonld import (
    article_jsonld,
    event_jsonld,
    place_jsonld,
    statement_jsonld,
    topic_jsonld,
)
from events.models import Article, Correction, Event, Place, Statement, Topic
from events.neighbours import neighbours
from hanoiconv.core.facets import public_count
from hanoiconv.core.jsonld import collection
from hanoiconv.core.pages import page_of, paged, public_or_gone, shown_first

# What an article's box lists of the records that its body links.
MENTIONED = {"person", "organisation"}
RELATED_SHOWN = 3
# How many of a kind a record page shows; the rest stand in the archives it leads to.
EVENT_STATEMENTS = 60
TOPIC_NEWS = 6
TOPIC_EVENTS = 12
TOPIC_STATEMENTS = 24
RELATED_TOPICS = 8
PLACE_EVENTS = 30


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    archive = ArticleFilter(request.GET, Article.objects.public(now), now)
    return render(request, "events/article_list.html", page_of(request, archive, _("News")))


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    rows = Article.objects.select_related("lead_photo__source__publisher")
    article = public_or_gone(rows, slug, now)
    body = rendered_all([article.body], now)[0]
    sources = article.sources.with_card_data().newest_first()
    corrections = article.corrections.newest_first()
    others = Article.objects.public(now)
    context = {
        "article": article,
        "now": now,
        "body": body.blocks,
        "mentions": [row for row in body.mentions if row.kind in MENTIONED],
        "events": article.events.public(now).with_card_data().newest_first(),
        "topics": article.topics.by_name(),
        "sources": sources,
        "corrections": corrections,
        "beside": [(row, _published(row) > _published(article)) for row in others.beside(article)],
        "related": others.related_to(article, now)[:RELATED_SHOWN],
    }
    about = (context["events"], context["topics"], context["mentions"])
    context["jsonld"] = article_jsonld(article, sources, corrections, *about)
    return render(request, "events/article_detail.html", context)


def _published(article: Article) -> tuple[Any, int]:
    """Where it stands in the order of publication."""
    return article.publish_at, article.pk


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    archive = EventFilter(request.GET, Event.objects.public(now), now)
    return render(request, "events/event_list.html", page_of(request, archive))


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    rows = Event.objects.select_related("place__parent", "place__country", "instrument")
    event = public_or_gone(rows, slug, now)
    family = [*_family(event, now).with_card_data().in_programme_order()]
    parent = next((row for row in family if row.pk == event.parent_id), None)
    programme = [row for row in family if row.parent_id == event.pk]
    said = Statement.objects.filter(event__in=[event, *programme]).public(now)
    statements = shown_first(said.with_card_data(now).in_order(), EVENT_STATEMENTS)
    wordings = [*event.wordings.by_aspect()]
    participations = [*event.participations.with_names()]
    figures = [*event.figures.by_measure()]
    photos = [*event.photos.select_related("source__publisher").in_print_order()]
    reports = [report for row in statements for report in row.reports.all()]
    context = {
        "event": event,
        "parent": parent,
        "programme": programme,
        "wordings": wordings_by_aspect(wordings),
        "participations": participations_by_part(participations),
        "figures": figures,
        "statements": statements,
        "said": statements_by_event(statements, [event, *programme]),
        "photos": photos,
        "sources": sources_of([*wordings, *participations, *figures, *photos, *reports]),
        "topics": event.topics.by_name(),
        "articles": event.articles.public(now).newest_first(),
        "corrections": event.corrections.newest_first(),
    }
    shown = (participations, context["topics"], photos, context["corrections"])
    context["jsonld"] = event_jsonld(event, parent, programme, *shown)
    return render(request, "events/event_detail.html", context)


@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    archive = StatementFilter(request.GET, Statement.objects.public(now), now)
    return render(request, "events/statement_list.html", page_of(request, archive))


@require_safe
def statement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    rows = Statement.objects.with_words(now).select_related("event__place__parent", "instrument")
    statement = public_or_gone(rows, slug, now)
    reports = compared(statement)
    context = {
        "statement": statement,
        "now": now,
        "reports": reports,
        "is_compared": any(comparison for _report, comparison in reports),
        "figures": statement.figures.by_measure(),
        "beside": neighbours(statement, now),
        "topics": statement.topics.by_name(),
        "corrections": statement.corrections.newest_first(),
    }
    notes = (context["corrections"], context["topics"])
    context["jsonld"] = statement_jsonld(statement, *notes)
    return render(request, "events/statement_detail.html", context)


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    topics = Topic.objects.public(now).by_name()
    for model in (Statement, Event, Article):
        count = public_count(model.objects.public(now), "topics")
        topics = topics.annotate(**{f"{model._meta.model_name}_count": count})
    context = {"topics": topics, "jsonld": collection(_("Topics"), request.path, topics)}
    return render(request, "events/topic_list.html", context)


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    topic = public_or_gone(Topic.objects.all(), slug, now)
    events, statements = topic.events.public(now), topic.statements.public(now)
    context = {
        "topic": topic,
        "articles": shown_first(topic.articles.public(now).newest_first(), TOPIC_NEWS),
        "events": shown_first(events.with_card_data().newest_first(), TOPIC_EVENTS),
        "statements": shown_first(statements.with_card_data(now).newest_first(), TOPIC_STATEMENTS),
        "related": Topic.objects.exclude(pk=topic.pk).of_statements(statements)[:RELATED_TOPICS],
    }
    rows = [*context["articles"], *context["events"], *context["statements"]]
    context["jsonld"] = topic_jsonld(topic, rows)
    return render(request, "events/topic_detail.html", context)


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    count = public_count(Event.objects.public(now), "place")
    places = Place.objects.public(now).with_card_data().annotate(event_count=count)
    in_order = places.order_by(F("country__name").asc(nulls_last=True), "name", "pk")
    context = {"places": in_order, "jsonld": collection(_("Places"), request.path, in_order)}
    return render(request, "events/place_list.html", context)


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    place = public_or_gone(Place.objects.with_card_data(), slug, now)
    family = [*_family(place, now).by_name()]
    parent = next((row for row in family if row.pk == place.parent_id), None)
    events = place.events.public(now)
    context = {
        "place": place,
        "parent": parent,
        "venues": [row for row in family if row.parent_id == place.pk],
        "wordings": wordings_by_aspect(place.wordings.by_aspect()),
        "events": shown_first(events.with_card_data().newest_first(), PLACE_EVENTS),
    }
    context["jsonld"] = place_jsonld(place, parent, context["venues"])
    return render(request, "events/place_detail.html", context)


@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    page, problems = paged(request, Correction.objects.public().with_subjects().newest_first())
    rows = [(row.owner, f"{row.owner.get_absolute_url()}#{row.key}") for row in page]
    jsonld = collection(_("Corrections"), request.path, rows)
    context = {"page": page, "query": QueryDict(), "problems": problems, "jsonld": jsonld}
    return render(request, "events/correction_list.html", context)


def _family(row: Any, now: datetime) -> Any:
    """The public rows directly above and below: one query for both."""
    return type(row).objects.public(now).filter(Q(pk=row.parent_id) | Q(parent=row))
