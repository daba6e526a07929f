from django.contrib import admin, messages
from django.utils import timezone

from events.models import (
    Article,
    Correction,
    Depiction,
    Event,
    Figure,
    Instrument,
    Participation,
    Passage,
    Photo,
    Place,
    Provision,
    Report,
    Speaker,
    Statement,
    Topic,
    Wording,
)
from events.picture_forms import PictureAdmin
from events.references import check_references
from events.topic_actions import TOPICS
from hanoiconv.core.admin import DeskAdmin, PartInline, PartStack
from hanoiconv.core.lists import YearFilter
from hanoiconv.core.record_admin import PublishableAdmin, SlugAdmin
from hanoiconv.core.related_filter import RelatedFilter

CREDIT = ["person", "organisation", "described_as", "role"]
CREDIT_LINKS = ["person", "organisation", "role"]
CREDIT_SEARCH = [
    "person__name__folded",
    "person__names__text__folded",
    "organisation__name__folded",
    "described_as__folded",
]


class WordingInline(PartStack):
    model = Wording
    fields = [("aspect", "text", "lang"), ("source", "paragraph"), ("date", "basis")]
    autocomplete_fields = ["source"]


class ProvisionInline(PartStack):
    model = Provision
    fields = [("kind", "number", "order"), ("heading", "lang"), ("source", "paragraph")]
    autocomplete_fields = ["source"]


class FigureInline(PartStack):
    model = Figure
    fields = [
        ("measure", "words"),
        ("qualifier", "low", "high", "unit"),
        ("basis", "as_of"),
        ("source", "paragraph"),
    ]
    autocomplete_fields = ["source"]


class ParticipationInline(PartStack):
    model = Participation
    fields = [
        ("part", "basis", "order"),
        ("person", "role"),
        ("organisation", "described_as"),
        ("printed_as", "source", "paragraph"),
    ]
    autocomplete_fields = [*CREDIT_LINKS, "source"]


class SpeakerInline(PartInline):
    model = Speaker
    fields = [*CREDIT, "order"]
    autocomplete_fields = CREDIT_LINKS


class PassageInline(PartInline):
    model = Passage
    fields = ["order", "paragraph", "quoted", "starts", "ends"]


class ReportInline(PartStack):
    model = Report
    fields = [
        ("source", "mode", "lang"),
        ("printed_as", "printed_in"),
        ("via", "via_printed", "occasion"),
    ]
    autocomplete_fields = ["source", "via"]
    show_change_link = True


class DepictionInline(PartInline):
    model = Depiction
    fields = [*CREDIT, "printed_as", "position", "order"]
    autocomplete_fields = CREDIT_LINKS


class CorrectionInline(PartStack):
    model = Correction
    fields = ["made_at", "said", "says", "why", "told_by"]


@admin.register(Topic)
class TopicAdmin(SlugAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name__folded", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Place)
class PlaceAdmin(SlugAdmin):
    list_display = ["name", "kind", "parent", "country", "time_zone"]
    list_filter = ["kind", ("country", RelatedFilter)]
    list_select_related = ["parent", "country"]
    search_fields = ["name__folded", "wordings__text__folded", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent", "country"]
    inlines = [WordingInline]


@admin.register(Instrument)
class InstrumentAdmin(SlugAdmin):
    list_display = ["name", "symbol", "adopted_on", "opened_on", "in_force_on"]
    search_fields = ["name__folded", "formal_title__folded", "symbol"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["sources"]
    inlines = [WordingInline, ProvisionInline, FigureInline]

    def has_add_permission(self, request):
        """A treaty is public from the start."""
        return super().has_add_permission(request) and self.has_publish_permission(request)


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    list_display = ["title", "kind", "standing", "date", "place", "status"]
    list_filter = [
        "status",
        "kind",
        "standing",
        ("place", RelatedFilter),
        ("date_earliest", YearFilter),
    ]
    list_select_related = ["place"]
    search_fields = ["title__folded", "wordings__text__folded", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["place", "parent", "instrument", "topics"]
    inlines = [WordingInline, ParticipationInline, FigureInline, CorrectionInline]
    actions = [*PublishableAdmin.actions, *TOPICS]


@admin.register(Participation)
class ParticipationAdmin(DeskAdmin):
    list_display = ["credit", "part", "event", "printed_as", "source"]
    list_filter = ["part", "basis"]
    list_select_related = ["person", "organisation", "role", "event", "source"]
    search_fields = [*CREDIT_SEARCH, "printed_as__folded", "event__title__folded"]
    autocomplete_fields = ["event", *CREDIT_LINKS, "source"]


@admin.register(Statement)
class StatementAdmin(PublishableAdmin):
    list_display = ["gist", "who", "event", "date", "status"]
    list_filter = [
        "status",
        ("topics", RelatedFilter),
        ("event", RelatedFilter),
        ("date_earliest", YearFilter),
    ]
    list_select_related = ["event"]
    list_prefetch_related = ["speakers__person", "speakers__organisation", "speakers__role"]
    search_fields = [
        "gist__folded",
        "speakers__person__name__folded",
        "speakers__person__names__text__folded",
        "speakers__described_as__folded",
        "speakers__organisation__name__folded",
        "reports__passages__quoted__folded",
        "slug",
    ]
    prepopulated_fields = {"slug": ["gist"]}
    autocomplete_fields = ["event", "instrument", "responds_to", "topics"]
    inlines = [SpeakerInline, ReportInline, FigureInline, CorrectionInline]
    actions = [*PublishableAdmin.actions, *TOPICS]

    @admin.display(description="speakers")
    def who(self, statement):
        return "; ".join(str(speaker.subject) for speaker in statement.speakers.all())


@admin.register(Speaker)
class SpeakerAdmin(DeskAdmin):
    list_display = ["credit", "statement"]
    list_select_related = ["person", "organisation", "role", "statement"]
    search_fields = [*CREDIT_SEARCH, "statement__gist__folded"]
    autocomplete_fields = ["statement", *CREDIT_LINKS]


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    list_display = ["statement", "source", "mode", "printed_as", "verdict", "checked_on"]
    list_filter = ["mode", "verdict", "lang", ("source", RelatedFilter)]
    list_select_related = ["statement", "source"]
    search_fields = ["printed_as__folded", "statement__gist__folded", "source__title__folded"]
    autocomplete_fields = ["statement", "source", "via"]
    readonly_fields = ["verdict", "checked_on", "checked_sha256"]
    inlines = [PassageInline]


@admin.register(Passage)
class PassageAdmin(DeskAdmin):
    list_display = ["__str__", "report", "paragraph"]
    list_select_related = ["report"]
    search_fields = ["quoted__folded", "starts__folded", "ends__folded", "key"]
    autocomplete_fields = ["report"]


@admin.register(Figure)
class FigureAdmin(DeskAdmin):
    list_display = ["measure", "words", "basis", "as_of", "event", "instrument", "source"]
    list_filter = ["basis", "qualifier"]
    list_select_related = ["event", "instrument", "source"]
    search_fields = ["measure__folded", "words__folded", "unit__folded"]
    autocomplete_fields = ["event", "instrument", "statement", "source"]


@admin.register(Wording)
class WordingAdmin(DeskAdmin):
    list_display = ["text", "aspect", "event", "place", "instrument", "source"]
    list_filter = ["aspect", "basis", "lang"]
    list_select_related = ["event", "place", "instrument", "source"]
    search_fields = ["text__folded", "event__title__folded", "place__name__folded"]
    autocomplete_fields = ["event", "place", "instrument", "source"]


@admin.register(Provision)
class ProvisionAdmin(DeskAdmin):
    list_display = ["heading", "kind", "number", "instrument", "source"]
    list_filter = ["kind", "lang"]
    list_select_related = ["instrument", "source"]
    search_fields = ["heading__folded", "number"]
    autocomplete_fields = ["instrument", "source"]


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    list_display = ["headline", "kicker", "status", "publish_at"]
    list_filter = ["status", ("topics", RelatedFilter)]
    search_fields = ["headline__folded", "standfirst__folded", "body__folded", "slug"]
    date_hierarchy = "publish_at"
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["lead_photo", "topics", "events", "sources"]
    inlines = [CorrectionInline]
    actions = [*PublishableAdmin.actions, *TOPICS]

    def save_model(self, request, article, form, change):
        super().save_model(request, article, form, change)
        for notice in check_references(article.body, timezone.now()):
            self.message_user(request, " ".join(notice.messages), messages.WARNING)


@admin.register(Photo)
class PhotoAdmin(PictureAdmin):
    list_display = ["caption", "as_shown", "credit", "event", "source"]
    list_filter = [("event", RelatedFilter), ("source", RelatedFilter)]
    list_select_related = ["event", "source"]
    search_fields = ["caption__folded", "credit__folded", "slug"]
    prepopulated_fields = {"slug": ["caption"]}
    autocomplete_fields = ["source", "event"]
    inlines = [DepictionInline]
    public_with = ["event"]


@admin.register(Depiction)
class DepictionAdmin(DeskAdmin):
    list_display = ["credit", "position", "photo"]
    list_select_related = ["person", "organisation", "role", "photo"]
    search_fields = [*CREDIT_SEARCH, "printed_as__folded", "position__folded"]
    autocomplete_fields = ["photo", *CREDIT_LINKS]


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    list_display = ["says", "article", "event", "statement", "made_at"]
    list_select_related = ["article", "event", "statement"]
    search_fields = ["said__folded", "says__folded", "why__folded", "told_by__folded"]
    date_hierarchy = "made_at"
    autocomplete_fields = ["article", "event", "statement"]
