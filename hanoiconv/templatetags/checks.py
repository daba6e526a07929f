"""What checks say, on the forms of the desk."""

from itertools import islice
from typing import Any

from django import template

from hanoiconv.checks.catalogue import findings_of
from hanoiconv.checks_admin import Told
from hanoiconv.core.records import Record

register = template.Library()
MOST = 20  # sentences on one form


@register.inclusion_tag("admin/_checks.html", takes_context=True)
def checks(context: Any, record: Any) -> dict[str, Any]:
    """What checks find in a record as it is stored. Queries for a record on file alone."""
    if not isinstance(record, Record) or record.pk is None:
        return {"found": []}
    kind = type(record)
    found = islice(findings_of(kind, record.pk, context["request"].user), MOST)
    return {"found": [(check, Told(finding, kind)) for check, finding in found]}
