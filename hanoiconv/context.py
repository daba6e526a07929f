from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """The page's one true address: the site's own host, the path, and no query."""
    return {"site_url": settings.SITE_URL, "canonical_url": settings.SITE_URL + request.path}
