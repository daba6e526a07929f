"""Articles at the desk: written with what they name at hand, previewed, reviewed, published."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import events.admin  # noqa: F401 - makes the screens, before they get the pages
from events.models import Article
from events.references import KINDS
from hanoiconv.articles import publishing
from hanoiconv.articles.drafts import DraftForm, page_of
from hanoiconv.articles.finding import found
from hanoiconv.articles.review_links import new_link
from hanoiconv.articles.views import private
from hanoiconv.core.forms import WRITING, PublishableForm
from hanoiconv.core.holding import NotPublished


class BodyEditor(forms.Textarea):
    """The text of an article, with tools around it that need scripts, and a preview."""

    article_id: Any = None  # of the article at hand, once it is stored

    class Media:
        css = {"all": ["css/article-editor.css"]}
        js = [
            forms.Script("js/article-editor.js", type="module"),
            forms.Script("js/article-preview.js", type="module"),
        ]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        # Our templates, which the renderer of widgets does not know.
        textarea = super().render(name, value, attrs, renderer)
        pk = self.article_id
        preview = reverse("admin:events_article_preview", args=[pk]) if pk else None
        context = {"textarea": textarea, "preview": preview or reverse("admin:article-preview")}
        return SafeString(render_to_string("admin/events/article/_body.html", context))


class ArticleForm(PublishableForm):
    """The form of an article at the desk."""

    class Meta:
        widgets = {
            "standfirst": AdminTextareaWidget({"rows": 3}),
            "body": BodyEditor({"class": "vLargeTextField", "rows": 24}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "body" in self.fields:
            widget: Any = self.fields["body"].widget
            widget.article_id = self.instance.pk


def _article(desk: Any, request: HttpRequest, object_id: str) -> Article:
    """The article at that address, which the user may change.

    Raises:
        Http404: there is none.
        PermissionDenied: the user may not.
    """
    if not desk.has_change_permission(request):
        raise PermissionDenied
    article = desk.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    if not desk.has_change_permission(request, article):
        raise PermissionDenied
    return article


def preview_view(desk: Any, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """The page of an article as its form stands. Saves nothing."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if object_id is not None:
        article = _article(desk, request, object_id)
    elif desk.has_add_permission(request):
        article = Article()
    else:
        raise PermissionDenied
    now = timezone.now()
    form = DraftForm(request.POST, article)
    form.full_clean()
    context = page_of(article, form.links(), request.user, now)
    context["preview"] = {"notices": form.notices(request.user, now)}
    return private(render(request, "events/article_detail.html", context))


def records_view(desk: Any, request: HttpRequest) -> JsonResponse:
    """Records that have the words of `q`, of one `kind` or of any that an article may name."""
    if not (desk.has_add_permission(request) or desk.has_change_permission(request)):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind else [*KINDS]
    hits = found(request.GET.get("q", ""), kinds, request.user, timezone.now())
    response = JsonResponse({"found": hits})
    add_never_cache_headers(response)
    return response


def review_link_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Makes a link by which somebody without an account sees the draft; shown once."""
    article = _article(desk, request, object_id)
    now = timezone.now()
    is_public = Article.objects.public(now).filter(pk=article.pk).exists()
    may_link = not is_public and article.status != Article.Status.WITHDRAWN
    is_asked = request.method == "POST" and may_link
    context = _context(desk, request, article, _("Preview link for a reviewer")) | {
        "may_link": may_link,
        "is_public": is_public,
        "link": new_link(article, request.user, now) if is_asked else None,
    }
    return private(TemplateResponse(request, "admin/events/article/review_link.html", context))


def publish_view(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Shows what would be published with an article, and what stands against it; publishes it."""
    article = _article(desk, request, object_id)
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if article.status not in WRITING:
        messages.error(request, _("“%s” is not being written: nothing to publish.") % article)
        return redirect("admin:events_article_change", article.pk)
    if request.method == "POST":
        try:
            rows = publishing.publish(article, request, request.POST.get("shown", ""))
        except publishing.Changed:
            messages.error(request, _("What would be published has changed: look once more."))
        except NotPublished as refusal:
            words = {"row": refusal.row, "reasons": " ".join(refusal.reasons)}
            messages.error(request, _("Nothing was published. %(row)s: %(reasons)s") % words)
        else:
            done = ngettext("%d page published.", "%d pages published.", len(rows)) % len(rows)
            messages.success(request, done)
            return redirect("admin:events_article_change", article.pk)
        return redirect("admin:events_article_publish", article.pk)
    context = _context(desk, request, article, _("Publish with its statements"))
    context["plan"] = publishing.plan(article, request)
    return TemplateResponse(request, "admin/events/article/publish.html", context)


def _context(desk: Any, request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
    ours = {"opts": desk.opts, "original": article, "title": title}
    return admin.site.each_context(request) | ours


its_desk: Any = admin.site.get_model_admin(Article)
its_desk.form = ArticleForm
its_desk.record_pages = [
    *its_desk.record_pages,
    ("preview", preview_view),
    ("review-link", review_link_view),
    ("publish", publish_view),
]
urls = [
    path(
        f"articles/{name}/", admin.site.admin_view(partial(view, its_desk)), name=f"article-{name}"
    )
    for name, view in (("preview", preview_view), ("records", records_view))
]
