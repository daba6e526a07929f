from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hanoiconv.core.pages import page_of
from people.filters import OrganisationFilter, PersonFilter, SourceFilter
from people.jsonld import organisation_jsonld, person_jsonld, source_jsonld
from people.models import Organisation, Person, Source


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    people = Person.objects.public().with_card_data().by_name()
    chosen = PersonFilter(request.GET, queryset=people)
    return render(request, "people/person_list.html", page_of(request, chosen))


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    person = get_object_or_404(Person.objects.public(now).with_card_data(), slug=slug)
    names = person.names.prefetch_related(public_sources(now))
    context = {
        "person": person,
        "jsonld": person_jsonld(person, names),
        "names": names,
        "statements": _statements(person, now).in_order(),
        "participations": person.participations.public(now).with_names().newest_event_first(),
        "depictions": _depictions(person, now),
    }
    return render(request, "people/person_detail.html", context)


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    organisations = Organisation.objects.public().by_name()
    chosen = OrganisationFilter(request.GET, queryset=organisations)
    return render(request, "people/organisation_list.html", page_of(request, chosen))


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    organisation = get_object_or_404(Organisation.objects.public(now), slug=slug)
    family = Organisation.objects.public(now).filter(
        Q(pk=organisation.parent_id) | Q(parent=organisation)
    )
    members = [*family.by_name()]
    parent = next((row for row in members if row.pk == organisation.parent_id), None)
    names = organisation.names.prefetch_related(public_sources(now))
    context = {
        "organisation": organisation,
        "jsonld": organisation_jsonld(organisation, names, parent),
        "parent": parent,
        "children": [row for row in members if row.parent_id == organisation.pk],
        "names": names,
        "roles": organisation.roles.public(now)
        .select_related("person")
        .prefetch_related(public_sources(now))
        .order_by("person__sort_name", "key"),
        "statements": _statements(organisation, now).in_order(),
        "participations": organisation.participations.public(now).with_names().newest_event_first(),
        "sources": _sources_of(organisation, now),
        "depictions": _depictions(organisation, now),
    }
    return render(request, "people/organisation_detail.html", context)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    sources = Source.objects.public().with_card_data().newest_first()
    chosen = SourceFilter(request.GET, queryset=sources)
    return render(request, "people/source_list.html", page_of(request, chosen))


@require_safe
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    source = get_object_or_404(Source.objects.public(now).with_card_data(), slug=slug)
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
    return Prefetch("sources", Source.objects.public(now).order_by("slug"))


def _statements(speaker, now):
    """The public statements of a person or an organisation, once each."""
    model = speaker.speakers.model._meta.get_field("statement").related_model
    spoken = model.objects.filter(pk__in=speaker.speakers.values("statement"))
    return spoken.public(now).with_card_data(now)


def _depictions(who, now):
    return who.depictions.public(now).select_related("photo__source__publisher")


def _sources_of(organisation, now):
    """What it published, is credited in, or passed on as an agency."""
    carried = organisation.reports_carried.public(now).filter(source=OuterRef("pk"))
    related = Q(publisher=organisation) | Q(credited_to=organisation) | Exists(carried)
    return Source.objects.public(now).filter(related).with_card_data().newest_first()


def _resting_on(source, now):
    """All that rests on a source and is public: one query for each kind, two where it nests."""
    return {
        "reports": source.reports.public(now).with_statements(),
        "participations": source.participations.public(now).with_names().newest_event_first(),
        "figures": source.figures.public(now).with_subjects(),
        "wordings": source.wordings.public(now).with_subjects(),
        "photos": source.photos.public(now).with_people().in_print_order(),
        "roles": source.roles.public(now).select_related("person", "organisation"),
        "names": source.names.public(now).select_related("person", "organisation"),
        "articles": source.articles.public(now).newest_first(),
    }
