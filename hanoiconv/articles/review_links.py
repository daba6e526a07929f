"""Links by which a reviewer without an account sees a draft: signed, and good for some days.

A link names the article, who made it and until when it is good. Nothing of it is stored: it ends
with its time, with the publication of the article, and with the rights of whoever made it.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import Signer
from django.urls import reverse

from events.models import Article

SALT = "hanoiconv.articles.review_links"  # what is signed for anything else is no link


class Link(NamedTuple):
    """Which article somebody lets others see, and until when."""

    article: int
    by: int
    until: datetime

    @property
    def url(self) -> str:
        """Its absolute address. Whoever has that may see the draft."""
        signed = Signer(salt=SALT).sign_object([self.article, self.by, int(self.until.timestamp())])
        return settings.SITE_URL + reverse("article-review", args=[signed])


def new_link(article: Article, user: object, now: datetime) -> Link:
    """A link to the article as it is whenever somebody looks."""
    until = now.replace(microsecond=0) + timedelta(days=settings.REVIEW_LINK_DAYS)
    return Link(article.pk, user.pk, until)  # type: ignore[attr-defined]


def read(token: str) -> Link:
    """The link that was signed so.

    Raises:
        BadSignature: nobody here signed it.
    """
    article, by, until = Signer(salt=SALT).unsign_object(token)
    return Link(article, by, datetime.fromtimestamp(until, UTC))


def maker_of(link: Link):
    """Who made the link, if they may still change articles; else None."""
    user = get_user_model()._default_manager.filter(pk=link.by, is_staff=True).first()
    return user if user and user.has_perm("events.change_article") else None
