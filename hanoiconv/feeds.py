"""News, events, statements and corrections as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext_lazy as _

from events.models import Article, Correction, Event, Statement

ITEMS_SHOWN = 30
NEVER = datetime(2026, 11, 21, tzinfo=UTC)  # an empty feed has been so since the record began


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        items = [
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                "content_text": item["description"] or item["title"],
                "date_published": item["pubdate"].isoformat(),
            }
            for item in self.items
        ]
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": "en-GB",
            "items": items,
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
        outfile.write(text.encode(encoding))


FORMATS: dict[str, type[SyndicationFeed]] = {
    "rss": Rss201rev2Feed,
    "atom": Atom1Feed,
    "json": JsonFeed,
}


class RecordFeed(Feed):
    """The newest rows of one kind; `format` is a key of FORMATS."""

    language = "en-GB"
    item_guid_is_permalink = True

    def __init__(self, format: str) -> None:
        super().__init__()
        self.feed_type = FORMATS[format]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # A date cannot tell that something was withdrawn; the ETag can.
        del response["Last-Modified"]
        return response

    def get_feed(self, obj: Any, request: HttpRequest) -> SyndicationFeed:
        feed = super().get_feed(obj, request)
        feed.latest_post_date = lambda: max(  # type: ignore[method-assign]
            (item["pubdate"] for item in feed.items), default=NEVER
        )
        return feed

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item: Any) -> datetime:
        return item.publish_at


class NewsFeed(RecordFeed):
    title = _("The Hanoi Convention Record: news")
    description = _("Articles on the United Nations Convention against Cybercrime.")
    link = reverse_lazy("events:article-list")

    def items(self) -> Any:
        return Article.objects.public().newest_first()[:ITEMS_SHOWN]

    def item_title(self, item: Article) -> str:
        return item.headline

    def item_description(self, item: Article) -> str:
        return item.standfirst


class EventsFeed(RecordFeed):
    title = _("The Hanoi Convention Record: events")
    description = _("Events on the way of the Convention, as they are put on record.")
    link = reverse_lazy("events:event-list")

    def items(self) -> Any:
        return Event.objects.public().with_card_data().order_by("-publish_at", "-pk")[:ITEMS_SHOWN]

    def item_title(self, item: Event) -> str:
        return item.title

    def item_description(self, item: Event) -> str:
        words = [item.when, str(item.place or ""), item.summary]
        return ". ".join(word.rstrip(".") for word in words if word) + "."


class StatementsFeed(RecordFeed):
    title = _("The Hanoi Convention Record: statements")
    description = _("Who said what, and which source says so.")
    link = reverse_lazy("events:statement-list")

    def items(self) -> Any:
        return (
            Statement.objects.public().with_card_data().order_by("-publish_at", "-pk")[:ITEMS_SHOWN]
        )

    def item_title(self, item: Statement) -> str:
        return item.gist

    def item_description(self, item: Statement) -> str:
        speakers = "; ".join(speaker.credit for speaker in item.speakers.all())
        sources = ", ".join(str(report.source.publisher) for report in item.reports.all())
        return _("%(speakers)s. Reported by %(sources)s.") % {
            "speakers": speakers,
            "sources": sources,
        }


class CorrectionsFeed(RecordFeed):
    title = _("The Hanoi Convention Record: corrections")
    description = _("What a page said, what it says now, and why.")
    link = reverse_lazy("events:correction-list")
    item_guid_is_permalink = False

    def items(self) -> Any:
        return Correction.objects.public().with_subjects().newest_first()[:ITEMS_SHOWN]

    def item_title(self, item: Correction) -> str:
        return _("Correction: %s") % item.owner

    def item_description(self, item: Correction) -> str:
        return _("It said: %(said)s It says now: %(says)s Why: %(why)s") % {
            "said": item.said,
            "says": item.says,
            "why": item.why,
        }

    def item_link(self, item: Correction) -> str:
        owner: Any = item.owner
        return f"{settings.SITE_URL}{owner.get_absolute_url()}#{item.key}"

    def item_guid(self, item: Correction) -> str:
        return self.item_link(item)

    def item_pubdate(self, item: Correction) -> datetime:
        return item.made_at


FEEDS: dict[str, type[RecordFeed]] = {
    "news": NewsFeed,
    "events": EventsFeed,
    "statements": StatementsFeed,
    "corrections": CorrectionsFeed,
}
