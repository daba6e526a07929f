"""News, events, statements and corrections as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext_lazy as _

from events.bodies import rendered_all
from events.jsonld.statements import who_says_so
from events.models import Article, Correction, Event, Statement
from hanoiconv.core.jsonld import SITE_NAME, absolute
from hanoiconv.documents import body_html
from hanoiconv.models import EventRevision

ITEMS_SHOWN = 30
MINUTES_KEPT = 60
NEVER = datetime(2026, 11, 21, tzinfo=UTC)  # an empty feed has been so since the record began
OWN_ADDRESS = re.compile(r'(<a href=")(?=/)')


class RssFeed(Rss201rev2Feed):
    """RSS 2.0, with the whole text of what has one (RSS 1.0 content module)."""

    def rss_attributes(self) -> dict[str, str]:
        content = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return {**super().rss_attributes(), **content}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.startElement("image", {})
        handler.addQuickElement("url", self.feed["icon"])
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.endElement("image")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Atom1Feed):
    """Atom, with the whole text of what has one."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon"])

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "icon": self.feed["icon"],
            "language": self.feed["language"],
            "authors": [{"name": SITE_NAME, "url": absolute("/")}],
            "items": [self._item(item) for item in self.items],
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
        outfile.write(text.encode(encoding))

    def _item(self, item: Any) -> dict[str, Any]:
        whole = {"content_html": item["content"]} if item["content"] else {}
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["plain"],
            **(whole or {"content_text": item["plain"] or item["title"]}),
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "tags": list(item["categories"]),
        }


FORMATS: dict[str, type[SyndicationFeed]] = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}


class RecordFeed(Feed):
    """The newest rows of one kind, as they are to be seen at one moment, on the site's own host."""

    kind: str
    home: str  # the name of the address of the list
    language = "en-GB"
    ttl = MINUTES_KEPT
    # Atom asks for an author. The record is: it is our sentence that says what others said.
    author_name = item_author_name = SITE_NAME
    item_guid_is_permalink = True
    do_not_call_in_templates = True  # the page of feeds names the classes

    def __init__(self, format: str) -> None:
        """`format` is a key of FORMATS."""
        super().__init__()
        self.now = timezone.now()
        self.format = format
        self.feed_type = FORMATS[format]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # A date cannot tell that something was withdrawn; the ETag can.
        del response["Last-Modified"]
        return response

    def get_feed(self, obj: Any, request: HttpRequest) -> SyndicationFeed:
        feed = super().get_feed(obj, request)
        feed.latest_post_date = lambda: max(  # type: ignore[method-assign]
            (item["updateddate"] for item in feed.items), default=NEVER
        )
        return feed

    def link(self) -> str:
        return absolute(reverse(self.home))

    def subtitle(self) -> Any:
        return self.description

    def feed_url(self) -> str:
        return absolute(reverse("feed", args=[self.kind, self.format]))

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        return {"icon": absolute(static("icon-180.png"))}

    def item_plain(self, item: Any) -> str:
        """What the item says in short, as plain text."""
        raise NotImplementedError

    def item_description(self, item: Any) -> str:
        # Readers take descriptions for HTML, in RSS as in Atom.
        return escape(self.item_plain(item))

    def item_link(self, item: Any) -> str:
        return absolute(item.get_absolute_url())

    def item_author_link(self, item: Any) -> str:
        return absolute("/")

    def item_pubdate(self, item: Any) -> datetime:
        return item.publish_at

    def item_updateddate(self, item: Any) -> datetime:
        return self.item_pubdate(item)

    def item_categories(self, item: Any) -> list[str]:
        return [topic.name for topic in item.topics.all()]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        return {"plain": self.item_plain(item), "content": ""}


class NewsFeed(RecordFeed):
    kind, home = "news", "events:article-list"
    title = _("The Hanoi Convention Record: news")
    description = _("Articles on the United Nations Convention against Cybercrime.")

    def items(self) -> Any:
        rows = Article.objects.public(self.now).newest_first().prefetch_related("topics")
        articles = [*rows[:ITEMS_SHOWN]]
        bodies = rendered_all([article.body for article in articles], self.now)
        self.bodies = {
            article.pk: body_html(body.blocks)
            for article, body in zip(articles, bodies, strict=True)
        }
        return articles

    def item_title(self, item: Article) -> str:
        return item.headline

    def item_plain(self, item: Article) -> str:
        return item.standfirst

    def item_updateddate(self, item: Article) -> datetime:
        return max(filter(None, (item.publish_at, item.updated_at)))

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        head = linebreaks(item.standfirst, autoescape=True) + "\n"
        body = OWN_ADDRESS.sub(rf"\g<1>{settings.SITE_URL}", self.bodies[item.pk])
        return {**super().item_extra_kwargs(item), "content": head + body}


class EventsFeed(RecordFeed):
    kind, home = "events", "events:event-list"
    title = _("The Hanoi Convention Record: events")
    description = _("Events in the life of the Convention, as they are put on record.")

    def items(self) -> Any:
        rows = Event.objects.public(self.now).with_card_data().select_related("revision")
        return rows.prefetch_related("topics").order_by("-publish_at", "-pk")[:ITEMS_SHOWN]

    def item_title(self, item: Event) -> str:
        return item.title

    def item_plain(self, item: Event) -> str:
        standing = item.get_standing_display() if item.standing != Event.Standing.HELD else ""
        words = [standing, item.when, str(item.place or ""), item.summary]
        return ". ".join(word.rstrip(".") for word in words if word) + "."

    def item_updateddate(self, item: Event) -> datetime:
        return max(self.item_pubdate(item), EventRevision.of(item).changed_at)

    def item_categories(self, item: Event) -> list[str]:
        return [str(item.get_kind_display()), *super().item_categories(item)]


class StatementsFeed(RecordFeed):
    kind, home = "statements", "events:statement-list"
    title = _("The Hanoi Convention Record: statements")
    description = _("Who said what, and which source says so.")

    def items(self) -> Any:
        rows = Statement.objects.public(self.now).with_card_data(self.now)
        return rows.prefetch_related("topics").order_by("-publish_at", "-pk")[:ITEMS_SHOWN]

    def item_title(self, item: Statement) -> str:
        return item.gist

    def item_plain(self, item: Statement) -> str:
        return who_says_so(item)


class CorrectionsFeed(RecordFeed):
    kind, home = "corrections", "events:correction-list"
    title = _("The Hanoi Convention Record: corrections")
    description = _("What a page said, what it says now, and why.")

    def items(self) -> Any:
        return Correction.objects.public(self.now).with_subjects().newest_first()[:ITEMS_SHOWN]

    def item_title(self, item: Correction) -> str:
        return _("Correction: %s") % item.owner

    def item_plain(self, item: Correction) -> str:
        words = _("It said: %(said)s It says now: %(says)s Why: %(why)s")
        if item.told_by:
            words = _("It said: %(said)s It says now: %(says)s Why: %(why)s Told by: %(told_by)s")
        return words % {
            "said": item.said,
            "says": item.says,
            "why": item.why,
            "told_by": item.told_by,
        }

    def item_link(self, item: Correction) -> str:
        owner: Any = item.owner
        return f"{absolute(owner.get_absolute_url())}#{item.key}"

    def item_pubdate(self, item: Correction) -> datetime:
        return item.made_at

    def item_categories(self, item: Correction) -> list[str]:
        return []


FEEDS: dict[str, type[RecordFeed]] = {
    feed.kind: feed for feed in (NewsFeed, EventsFeed, StatementsFeed, CorrectionsFeed)
}
