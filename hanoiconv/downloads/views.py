from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanoiconv.core.jsonld import collection
from hanoiconv.cors import open_to_scripts
from hanoiconv.downloads.jsonld import catalog_jsonld
from hanoiconv.downloads.kinds import KINDS, counted
from hanoiconv.downloads.writing import FORMATS, LICENCE, Spool


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    counts = counted(timezone.now())
    context = {
        "jsonld": catalog_jsonld(),
        "kinds": [(kind, counts[kind.name]) for kind in KINDS.values()],
        "licence": LICENCE,
    }
    return render(request, "hanoiconv/data.html", context)


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    way = [(_("Data to download"), reverse("data"))]
    jsonld = collection(_("The fields of the data"), request.path, [], way, kind="WebPage")
    context = {"kinds": KINDS.values(), "jsonld": jsonld}
    return render(request, "hanoiconv/data_fields.html", context)


@open_to_scripts
@require_safe
def download(request: HttpRequest, kind: str, format: str) -> HttpResponseBase:
    """The public rows of a kind as one file; the whole of it is written before any is sent."""
    if kind not in KINDS or format not in FORMATS:
        raise Http404
    write, content_type, is_attachment = FORMATS[format]
    spool = Spool()
    write(spool, KINDS[kind], timezone.now(), request.build_absolute_uri("/"))
    spool.file.seek(0)
    # Any: what follows is typed for answers held whole, but reads status and headers alone.
    response: Any = FileResponse(
        spool.file,
        as_attachment=is_attachment,
        filename=f"hanoi-convention-{kind}.{format}",
        content_type=content_type,
        headers={"ETag": spool.etag},
    )
    answer = get_conditional_response(request, etag=spool.etag, response=response)
    if answer is not response:
        spool.file.close()  # closing the response would end the request before its time
    return cast(HttpResponseBase, answer)
