from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Prefetch, Q, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hanoiconv.core.pages import absence, page_of, public_or_gone, shown_first
from people.filters import OrganisationFilter, PersonFilter, SourceFilter
from people.jsonld import organisation_jsonld, person_jsonld, source_jsonld
from people.models import Organisation, Person, Source

# How many of a kind a record page shows; the rest stand in the archives it leads to.
STATEMENTS_SHOWN = 24
PARTS_SHOWN = 100
TOPICS_SHOWN = 8
SOURCES_SHOWN = 40


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    archive = PersonFilter(request.GET, Person.objects.public(now), now)
    return render(request, "people/person_list.html", page_of(request, archive))


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    person = public_or_gone(Person.objects.with_card_data(), slug, now)
    names = person.names.prefetch_related(public_sources(now))
    spoken = _spoken(person, now)
    parts = person.participations.public(now).with_names().newest_event_first()
    participations = shown_first(parts, PARTS_SHOWN)
    context = {
        "person": person,
        "jsonld": person_jsonld(person, names),
        "names": names,
        "statements": _statements(spoken, now),
        "topics": _topics(spoken),
        "participations": participations,
        "took_part": _by_event(participations),
        "parts_left": _left(participations),
        "depictions": _depictions(person, now),
        "sources": shown_first(
            Source.objects.public(now)
            .filter(_mentions(person, spoken, now))
            .with_card_data()
            .newest_first(),
            SOURCES_SHOWN,
        ),
    }
    return render(request, "people/person_detail.html", context)


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    archive = OrganisationFilter(request.GET, Organisation.objects.public(now), now)
    return render(request, "people/organisation_list.html", page_of(request, archive))


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    members = [*Organisation.objects.public(now).with_family(slug).by_name()]
    organisation = next((row for row in members if row.slug == slug), None)
    if organisation is None:
        raise absence(Organisation, slug, now)
    parent = next((row for row in members if row.pk == organisation.parent_id), None)
    names = organisation.names.prefetch_related(public_sources(now))
    spoken = _spoken(organisation, now)
    parts = organisation.participations.public(now).with_names().newest_event_first()
    participations = shown_first(parts, PARTS_SHOWN)
    sources = _sources(organisation, spoken, now)
    context = {
        "organisation": organisation,
        "parent": parent,
        "children": [row for row in members if row.parent_id == organisation.pk],
        "names": names,
        "roles": organisation.roles.public(now)
        .select_related("person")
        .prefetch_related(public_sources(now))
        .order_by("person__sort_name", "key"),
        "statements": _statements(spoken, now),
        "topics": _topics(spoken),
        "participations": participations,
        "took_part": _by_event(participations),
        "parts_left": _left(participations),
        "sources": [row for row in sources if row.is_own],
        "mentions": [row for row in sources if not row.is_own],
        "depictions": _depictions(organisation, now),
    }
    within = (context["children"], context["roles"])
    context["jsonld"] = organisation_jsonld(organisation, names, parent, *within)
    return render(request, "people/organisation_detail.html", context)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    archive = SourceFilter(request.GET, Source.objects.public(now), now)
    return render(request, "people/source_list.html", page_of(request, archive))


@require_safe
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    sources = Source.objects.with_card_data().annotate(provision_count=Count("provisions"))
    source = public_or_gone(sources, slug, now)
    listings = Source.objects.public(now).filter(Q(pk=source.listed_by_id) | Q(listed_by=source))
    listed = [*listings.order_by("slug")]
    context = {
        "source": source,
        "jsonld": source_jsonld(source),
        "listed_by": next((row for row in listed if row.pk == source.listed_by_id), None),
        "lists": [row for row in listed if row.listed_by_id == source.pk],
        **_resting_on(source, now),
    }
    return render(request, "people/source_detail.html", context)


def public_sources(now):
    """A prefetch of the sources of names or roles that readers may see at `now`."""
    rows = Source.objects.public(now).select_related("publisher")
    return Prefetch("sources", rows.order_by("slug"))


def _spoken(speaker, now):
    """The public statements of a person, or of an organisation and those who speak for it."""
    model = speaker.speakers.model._meta.get_field("statement").related_model
    return model.objects.filter(pk__in=speaker.speakers.values("statement")).public(now)


def _statements(spoken, now):
    return shown_first(spoken.with_card_data(now).newest_first(), STATEMENTS_SHOWN)


def _topics(spoken):
    """What the statements are about, the most frequent topic first."""
    return spoken.model._meta.get_field("topics").related_model.objects.of_statements(spoken)[
        :TOPICS_SHOWN
    ]


def _left(rows):
    """How many rows there are beyond those that are shown."""
    return rows[0].total - len(rows) if rows else 0


def _by_event(participations):
    """Participations under their events, in the order in which the events first appear."""
    events: dict[int, tuple[Any, list[Any]]] = {}
    for row in participations:
        events.setdefault(row.event_id, (row.event, []))[1].append(row)
    return [*events.values()]


def _depictions(who, now):
    return who.depictions.public(now).select_related("photo__source__publisher")


def _mentions(who, spoken, now):
    """Holds for the sources that report, name or picture somebody where readers can see it."""
    return (
        Q(pk__in=spoken.values("reports__source"))
        | Q(pk__in=who.participations.public(now).values("source"))
        | Q(pk__in=who.depictions.public(now).values("photo__source"))
        | Q(pk__in=who.names.values("sources"))
        | Q(pk__in=who.roles.public(now).values("sources"))
    )


def _sources(organisation, spoken, now):
    """Its own (published by it, credited to it or passed on), and those that mention it."""
    carried = organisation.reports_carried.public(now).values("source")
    own = Q(publisher=organisation) | Q(credited_to=organisation) | Q(pk__in=carried)
    sources = Source.objects.public(now).filter(own | _mentions(organisation, spoken, now))
    sources = sources.annotate(is_own=ExpressionWrapper(own, BooleanField()))
    return shown_first(sources.with_card_data().newest_first(), SOURCES_SHOWN)


def _with_checks(reports):
    """Each with how many of all were checked, how many stand in the print, and the latest day."""
    checked = ~Q(verdict__in=["unchecked", "not-applicable"])
    return reports.annotate(
        checked=Window(Count("pk", filter=checked)),
        found=Window(Count("pk", filter=checked & ~Q(verdict="not-found"))),
        last_checked_on=Window(Max("checked_on", filter=checked)),
    )


def _resting_on(source, now):
    """The first of all that rests on a source and is public: a query a kind, two where it nests."""
    rows = {
        "reports": _with_checks(source.reports.public(now).with_statements()),
        "participations": source.participations.public(now).with_names().newest_event_first(),
        "figures": source.figures.public(now).with_subjects(),
        "wordings": source.wordings.public(now).with_subjects(),
        "photos": source.photos.public(now).with_people().in_print_order(),
        "roles": source.roles.public(now).select_related("person", "organisation"),
        "names": source.names.public(now).select_related("person", "organisation"),
        "articles": source.articles.public(now).newest_first(),
    }
    return {name: shown_first(found, PARTS_SHOWN) for name, found in rows.items()}
