"""The files of pictures: for readers while a photo with them is public, else for the desk alone."""

import re
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events.models import Photo
from events.pictures import NAME, path_of
from hanoiconv.core.permissions import may_view

FILE = re.compile(rf"(?P<picture>{NAME.pattern})(-[1-9][0-9]{{0,3}})?")
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# Seconds. The name says what is in it, so it could be kept for ever; but a picture must not
# outlive the withdrawal of its page by more than this.
FRESH = 300


@require_safe
def picture(request: HttpRequest, name: str, form: str) -> Any:
    """A file of a picture; 304 where the reader has it."""
    found = FILE.fullmatch(name)
    if not found or form not in TYPES:
        raise Http404
    # Whether readers may see it is asked first, so that their answer depends on no cookie.
    photos = Photo.objects.public(timezone.now()).filter(file=found["picture"])
    is_public = photos.exists()
    if not is_public and not _is_at_the_desk(request.user):
        raise Http404
    etag = f'"{name}.{form}"'
    response: Any = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = default_storage.open(path_of(name, form))
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(file, content_type=TYPES[form])
    response["ETag"] = etag
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if is_public:
        patch_cache_control(response, public=True, max_age=FRESH)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _is_at_the_desk(user: Any) -> bool:
    """Who looks at photos there sees their pictures, those of drafts and earlier ones too."""
    return user.is_staff and may_view(user, Photo)
