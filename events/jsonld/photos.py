from typing import Any

from events.models import Photo
from hanoiconv.core.jsonld import absolute


def photo_images(*photos: Photo | None) -> list[dict[str, Any]]:
    """The pictures of those photos that have one."""
    return [
        {
            "@type": "ImageObject",
            "url": absolute(photo.picture.url),
            "width": photo.picture.width,
            "height": photo.picture.height,
            "caption": photo.caption,
            "creditText": photo.credit,
        }
        for photo in photos
        if photo and photo.picture
    ]
