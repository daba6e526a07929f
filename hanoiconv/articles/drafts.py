"""The page of an article that readers may not see yet: as typed, or as stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.bodies import rendered_all
from events.models import Article, Correction, Event, Photo, Report, Speaker, Topic
from events.references import KINDS, check_references
from events.views import MENTIONED
from hanoiconv.core.at_hand import KeySelectMultiple
from hanoiconv.core.permissions import may_view
from people.models import Organisation, Person, Source

# What a pull quote shows besides the statement.
QUOTED = (Speaker, Report, Person, Organisation, Source)


class Notice(NamedTuple):
    """Something that stands between what was typed and a page for readers."""

    text: str
    line: int | None = None  # of the body


class DraftForm(forms.ModelForm):
    """What of an article's form its page shows; incomplete as it may be, and never saved."""

    class Meta:
        model = Article
        fields = [
            *["kicker", "headline", "standfirst", "byline", "dateline", "body"],
            *["lead_photo", "events", "topics", "sources"],
        ]
        widgets = dict.fromkeys(["events", "topics", "sources"], KeySelectMultiple)

    def __init__(self, data: Any, instance: Article) -> None:
        # What is published is checked more strictly, and this is about what may come.
        instance.status = Article.Status.DRAFT
        super().__init__(data, instance=instance)
        rows = {"lead_photo": Photo.objects.select_related("source__publisher"), **groups()}
        for name, some in rows.items():
            field: Any = self.fields[name]
            field.queryset = some
        for field in self.fields.values():
            field.required = False

    def links(self) -> dict[str, Any]:
        """The records chosen, by field."""
        return {name: self.cleaned_data.get(name, rows.none()) for name, rows in groups().items()}

    def notices(self, user: Any, now: datetime) -> list[Notice]:
        """What is wrong, and what is not public yet. Three queries, once the form is cleaned."""
        told = [(name, error) for name, some in self.errors.as_data().items() for error in some]
        named = {(error.params or {}).get("reference") for _name, error in told}
        told += [
            ("body", error)
            for error in check_references(self.instance.body, now)
            if (error.params or {})["reference"] not in named
        ]
        chosen = self.links()["events"]
        hidden = chosen.exclude(pk__in=Event.objects.public(now)) if may_view(user, Event) else []
        return [
            *(self._noticed(name, error) for name, error in told),
            *(Notice(_("The event “%s” is not public yet.") % event) for event in hidden),
        ]

    def _noticed(self, name: str, error: Any) -> Notice:
        text = " ".join(error.messages)
        if name == "body" and error.params and "line" in error.params:
            return Notice(text, error.params["line"])
        return Notice(
            f"{capfirst(self.fields[name].label)}: {text}" if name in self.fields else text
        )


def kinds_seen(user: Any) -> set[str]:
    """The kinds of which the user may see what is not public, as references call them."""
    kinds = {kind for kind, (label, _) in KINDS.items() if may_view(user, apps.get_model(label))}
    return kinds if all(may_view(user, model) for model in QUOTED) else kinds - {"statement"}


def page_of(article: Article, links: Mapping[str, Any], user: Any, now: datetime) -> dict[str, Any]:
    """The context of the article's page, as it will be once all that it names is public.

    What the user may not view at the desk is shown only where readers see it. `links` are its
    events, topics and sources, with what the page shows of them. At most 14 queries.
    """

    def seen(rows: Any) -> Any:
        return rows if may_view(user, rows.model) else rows.public(now)

    photo = article.lead_photo
    if photo and not (may_view(user, Photo) or Photo.objects.public(now).filter(pk=photo.pk)):
        article.lead_photo = None
    body = rendered_all([article.body], now, kinds_seen(user))[0]
    is_corrected = article.pk is not None and may_view(user, Correction)
    withdrawn = Event.Status.WITHDRAWN
    return {
        "article": article,
        "now": now,
        "body": body.blocks,
        "mentions": [row for row in body.mentions if row.kind in MENTIONED],
        "events": [row for row in seen(links["events"]) if row.status != withdrawn],
        "topics": seen(links["topics"]),
        "sources": seen(links["sources"]),
        "corrections": article.corrections.newest_first() if is_corrected else [],
    }


def groups() -> dict[str, Any]:
    """The records of which an article names some, as its page shows them."""
    return {
        "events": Event.objects.with_card_data().newest_first(),
        "topics": Topic.objects.by_name(),
        "sources": Source.objects.with_card_data().newest_first(),
    }


def stored_links(article: Article) -> dict[str, Any]:
    """The records that a stored article names, by field."""
    return {name: rows.filter(articles=article) for name, rows in groups().items()}
