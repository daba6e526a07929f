from django.contrib import admin

from hanoiconv.core.admin import DeskAdmin, PartInline
from hanoiconv.core.record_admin import SlugAdmin
from hanoiconv.core.related_filter import RelatedFilter
from people.models import Capture, Name, Organisation, Person, Role, Source


class NameInline(PartInline):
    model = Name
    fields = ["text", "kind", "lang", "sources"]
    autocomplete_fields = ["sources"]


class RoleInline(PartInline):
    model = Role
    fields = ["title", "organisation", "started_on", "ended_on", "sources"]
    autocomplete_fields = ["organisation", "sources"]


@admin.register(Organisation)
class OrganisationAdmin(SlugAdmin):
    list_display = ["name", "kind", "parent", "country_code"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name__folded", "names__text__folded", "formal_name__folded", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [NameInline]


@admin.register(Person)
class PersonAdmin(SlugAdmin):
    list_display = ["name", "sort_name", "lang", "slug"]
    list_filter = ["lang"]
    search_fields = ["name__folded", "names__text__folded", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [RoleInline, NameInline]


@admin.register(Role)
class RoleAdmin(DeskAdmin):
    list_display = ["title", "person", "organisation", "started_on", "ended_on"]
    list_filter = ["organisation__kind"]
    list_select_related = ["person", "organisation"]
    search_fields = [
        "title__folded",
        "person__name__folded",
        "person__names__text__folded",
        "organisation__name__folded",
    ]
    autocomplete_fields = ["person", "organisation", "sources"]


@admin.register(Name)
class NameAdmin(DeskAdmin):
    list_display = ["text", "kind", "lang", "person", "organisation"]
    list_filter = ["kind", "lang"]
    list_select_related = ["person", "organisation"]
    search_fields = ["text__folded", "person__name__folded", "organisation__name__folded"]
    autocomplete_fields = ["person", "organisation", "sources"]


@admin.register(Source)
class SourceAdmin(SlugAdmin):
    list_display = ["title", "publisher", "published_on", "kind", "read_on"]
    list_filter = [
        "kind",
        "lang",
        ("read_on", admin.EmptyFieldListFilter),
        ("publisher", RelatedFilter),
    ]
    list_select_related = ["publisher"]
    search_fields = ["title__folded", "publisher__name__folded", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["publisher", "credited_to", "listed_by"]
    public_with = ["listed_by"]


@admin.register(Capture)
class CaptureAdmin(DeskAdmin):
    list_display = ["source", "captured_on", "sha256"]
    list_filter = ["captured_on"]
    list_select_related = ["source"]
    search_fields = ["source__title__folded", "source__slug"]
    date_hierarchy = "captured_on"
    autocomplete_fields = ["source"]
    readonly_fields = ["sha256"]
