"""Answers sent compressed: what WhiteNoise does not serve, and pictures do not need."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware import gzip
from django.utils.cache import patch_vary_headers

ACCEPTS_GZIP = re.compile(r"\bgzip\b")


class GZipMiddleware(gzip.GZipMiddleware):
    """Django's, whose varying length keeps secrets unguessable (BREACH), and two rules of HTTP."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("image/"):
            return response
        # Compressing waits for more to come; such an answer is read as it is made.
        if response.headers.get("X-Accel-Buffering") == "no":
            return response
        if response.status_code != 304:
            return super().process_response(request, response)
        # A 304 names the same ETag and Vary as the answer that it stands for (RFC 9110, 15.4.5).
        patch_vary_headers(response, ["Accept-Encoding"])
        etag = response.headers.get("ETag", "")
        if ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")) and etag[:1] == '"':
            response.headers["ETag"] = f"W/{etag}"
        return response
