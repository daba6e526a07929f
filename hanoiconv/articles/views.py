"""What a reviewer sees who has a link to a draft, and no account."""

import re
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from events.models import Article
from hanoiconv.articles import review_links
from hanoiconv.articles.drafts import page_of, stored_links

# A link on a page of ours: attributes may hold anything but a quotation mark.
LINK = re.compile(r'<a(\s(?:[^>"]|"[^"]*")*)>(.*?)</a>', re.DOTALL)
LOCAL = re.compile(r'\shref="(/[^"?#]*)')


@require_safe
def review(request: HttpRequest, token: str) -> HttpResponse:
    """A draft as stored, for whoever has a link to it; 410 once that is over."""
    try:
        link = review_links.read(token)
    except BadSignature as error:
        raise Http404 from error
    now = timezone.now()
    rows = Article.objects.filter(pk=link.article)
    article = rows.select_related("lead_photo__source__publisher").first()
    if article and (article.is_gone(now) or rows.public(now).exists()):
        return private(redirect(article.get_absolute_url()))
    maker = review_links.maker_of(link)
    if article is None or maker is None or link.until <= now:
        return private(render(request, "hanoiconv/review_ended.html", status=410))
    context = page_of(article, stored_links(article), maker, now)
    context["preview"] = {"until": link.until}
    html = render_to_string("events/article_detail.html", context, request)
    response = private(HttpResponse(without_dead_ends(html, now)))
    # Its address is the secret: no page that it leads to may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response


def private(response: Any) -> Any:
    """An answer that nobody keeps or lists."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def without_dead_ends(html: str, now: datetime) -> str:
    """The page with links to records that readers may not see as text. A query for each kind."""
    paths = {href[1] for link in LINK.finditer(html) if (href := LOCAL.search(link[1]))}
    wanted: dict[Any, dict[str, str]] = defaultdict(dict)
    for path in paths:
        if named := _record_at(path):
            wanted[named[0]][named[1]] = path
    dead = set()
    for model, by_slug in wanted.items():
        public = model.objects.public(now).filter(slug__in=by_slug)
        seen = {*public.order_by().values_list("slug", flat=True)}
        dead |= {path for slug, path in by_slug.items() if slug not in seen}

    def shown(link: re.Match[str]) -> str:
        href = LOCAL.search(link[1])
        return link[2] if href and href[1] in dead else link[0]

    return LINK.sub(shown, html)


def _record_at(path: str) -> tuple[Any, str] | None:
    """Model and slug of the record whose page is there."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    name = str(match.url_name)
    if not name.endswith("-detail"):
        return None
    return apps.get_model(match.app_name, name.removesuffix("-detail")), match.kwargs["slug"]
