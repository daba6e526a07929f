"""What a record holds, whatever the numbers of its rows: a checksum over all columns of all tables.

Links count as the natural keys they lead to, so that two databases filled in different orders,
even by different engines, can be compared.
"""

import hashlib
import json

from django.apps import apps

from hanoiconv.core.records import Part, Record
from hanoiconv.models import EventRevision
from people.models import Capture

COUNTED = (Record, Part, Capture)


def natural_names(model):
    """The names, across links, of what a row of the model is known by."""
    if issubclass(model, Capture):
        return ["source__slug", "sha256"]
    return ["slug" if issubclass(model, Record) else "key"]


def _link(field):
    return [f"{field.name}__{name}" for name in natural_names(field.related_model)]


def columns(model):
    """Every column but the number of the row; generated ones, too."""
    names = []
    for field in model._meta.concrete_fields:
        if field.is_relation:
            names += _link(field)
        elif not field.primary_key:
            names.append(field.name)
    return names


def digest(rows):
    """The number of rows and the SHA-256 over them, in an order of their own."""
    lines = sorted(repr(row) for row in rows)
    return [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()]


def checksums():
    """By table: how many rows it has, and the SHA-256 over them."""
    sums = {}
    for model in apps.get_models():
        if not issubclass(model, COUNTED):
            continue
        rows = model._base_manager.order_by()
        table = model._meta.db_table
        sums[table] = digest(rows.values_list(*columns(model)).iterator())
        for field in model._meta.many_to_many:
            names = [*natural_names(model), *_link(field)]
            linked = rows.filter(**{f"{field.name}__isnull": False})
            sums[f"{table}.{field.name}"] = digest(linked.values_list(*names).iterator())
    # When an event was last revised differs from run to run; how often does not.
    revisions = EventRevision.objects.order_by().values_list("event_id", "sequence")
    return sums | {EventRevision._meta.db_table: digest(revisions)}


def print_checksums():
    """As JSON, for the process that compares."""
    print(json.dumps(checksums()))
