"""Emblems in pages."""

from collections import Counter
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from hanoiconv.drawings import emblems

register = template.Library()


@register.simple_tag(takes_context=True)
def emblem(context: Any, slug: str, crop: str = "cover") -> SafeString:
    """The emblem of a slug: `{% emblem article.slug %}`, `{% emblem person.slug "round" %}`.

    Args:
        crop: "cover" (16:9, off-centre), "round" (its heart, for small marks) or "whole".

    The same emblem may stand on a page more than once: each gets ids of its own. That takes the
    request; a page rendered without one shows an emblem once only.
    """
    request = context.request if isinstance(context, RequestContext) else None
    drawn = vars(request).setdefault("emblems_drawn", Counter()) if request else Counter()
    nth = drawn[slug, crop]
    drawn[slug, crop] += 1
    return emblems.emblem(slug, crop, nth)
