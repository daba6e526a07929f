"""What tests of the article desk ask: the addresses of its pages, and what a preview shows."""

from django.urls import reverse

from tests.checks import filled_in, screen
from tests.pages import page

RECORDS = reverse("admin:article-records")
NEW_PREVIEW = reverse("admin:article-preview")


def preview_of(article):
    return screen(article, "preview", article.pk)


def link_page(article):
    return screen(article, "review-link", article.pk)


def publish_page(article):
    return screen(article, "publish", article.pk)


def previewed(client, article, **typed):
    """The page that the preview shows of an article's form, with some of it typed anew."""
    answer = client.post(preview_of(article), filled_in(article) | typed)
    assert answer.status_code == 200
    return page(answer)


def inside(shown, name, tag):
    """The words of the elements of that tag within those of a class."""
    boxes = (box for box in shown.all() if name in box.attributes.get("class", "").split())
    return [item.text for box in boxes for item in box.all(tag)]
