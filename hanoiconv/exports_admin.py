"""Taking records away from the desk: an action on every list of records."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db import connection
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import events.admin  # noqa: F401 - makes its lists, before they get the action
import people.admin  # noqa: F401
from hanoiconv.core.permissions import may_view
from hanoiconv.downloads.writing import KEPT_IN_MEMORY, AnswerFile
from hanoiconv.interchange.exporting import documents, export_zip
from hanoiconv.interchange.outgoing import Whole
from hanoiconv.interchange.outgoing_files import Document
from hanoiconv.interchange.selecting import NotExported, with_all_they_refer_to
from hanoiconv.interchange.shape import record_kinds, record_models
from hanoiconv.interchange.snapshots import snapshot


@admin.action(description=gettext_lazy("Export as files (ZIP)"), permissions=["view"])
def export_as_fixtures(desk: Any, request: HttpRequest, queryset: Any) -> FileResponse | None:
    """The chosen records with all that they refer to, where the user may view all of that."""
    spool = AnswerFile(max_size=KEPT_IN_MEMORY)
    try:
        with snapshot(connection):
            source = Whole()
            wanted = {desk.model: {*queryset.order_by().values_list("slug", flat=True)}}
            selection = with_all_they_refer_to(wanted, source)
            export_zip(spool, viewable(documents(selection, source), request.user))
    except NotExported as error:
        spool.close()
        desk.message_user(request, str(error), messages.ERROR)
        return None
    spool.seek(0)
    name = f"hanoi-convention-record-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(spool, as_attachment=True, filename=name)


def viewable(found: Iterator[Document], user: Any) -> Iterator[Document]:
    """The documents, as long as the user may view each kind of row in them.

    Raises:
        NotExported: there is one that the user may not view.
    """
    allowed = {label: may_view(user, model) for label, model in record_models().items()}
    for document in found:
        for label, _fields in document.rows:
            if not allowed[label]:
                kind = record_models()[label]._meta.verbose_name_plural
                words = _("Nothing was exported: it would take %s with it, which you may not view.")
                raise NotExported(words % kind)
        yield document


for kind in record_kinds():
    its_desk = admin.site.get_model_admin(kind)
    its_desk.actions = [*(its_desk.actions or []), export_as_fixtures]
