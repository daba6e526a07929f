import django_filters
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.filters import FoldedTextFilter
from people.models import Organisation, Person, Source


class PersonFilter(django_filters.FilterSet):
    q = FoldedTextFilter(label=_("Name"), fields=["name", "names__text"])

    class Meta:
        model = Person
        fields: list[str] = []


class OrganisationFilter(django_filters.FilterSet):
    q = FoldedTextFilter(label=_("Name"), fields=["name", "names__text", "formal_name"])
    kind = django_filters.ChoiceFilter(choices=Organisation.Kind.choices)

    class Meta:
        model = Organisation
        fields = ["kind"]


class SourceFilter(django_filters.FilterSet):
    q = FoldedTextFilter(label=_("Title or publisher"), fields=["title", "publisher__name"])
    kind = django_filters.ChoiceFilter(choices=Source.Kind.choices)

    class Meta:
        model = Source
        fields = ["kind"]
