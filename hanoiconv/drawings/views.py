from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events.models import Instrument
from hanoiconv.core.pages import public_or_gone
from hanoiconv.drawings.captions import ROWS, card_of, site_card
from hanoiconv.drawings.cards import Card, png

FRESH = 300  # seconds; a card outlives the withdrawal of its record no longer


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    return _drawn(request, site_card())


@require_safe
def convention_card(request: HttpRequest) -> HttpResponse:
    return _drawn(request, card_of(get_object_or_404(Instrument.objects.all()[:1])))


@require_safe
def record_card(request: HttpRequest, slug: str, model: Any) -> HttpResponse:
    now = timezone.now()
    return _drawn(request, card_of(public_or_gone(ROWS[model](now), slug, now)))


def _drawn(request: HttpRequest, card: Card) -> HttpResponse:
    """The picture; 304 without drawing it where the reader has one that says the same."""
    etag = f'"{card.fingerprint}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(png(card), content_type="image/png")
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
