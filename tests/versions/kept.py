"""Versions as tests look at them."""

from django.urls import reverse

from hanoiconv.interchange.stored import documents_of
from hanoiconv.models import Version
from tests.checks import change_screen, filled_in, opened_by


def kept(row):
    """The versions of a record, the oldest first: how each was made, and by whom."""
    versions = Version.objects.filter(kind=row._meta.label_lower, record_id=row.pk)
    rows = versions.order_by("number").values_list("number", "how", "user__username")
    assert [number for number, *_rest in rows] == [*range(1, len(rows) + 1)]
    return [(how, user) for _number, how, user in rows]


def version(row, number):
    return Version.objects.get(kind=row._meta.label_lower, record_id=row.pk, number=number)


def document(row):
    """The record as it stands, as a version would have it once it has been stored."""
    rows = dict(documents_of(type(row), [row.pk])).get(row.pk)
    return [[label, fields] for label, fields in rows] if rows else None


def saved(client, row, **values):
    """The answer to the form of a row, opened and saved with these values."""
    form = filled_in(row) | values
    return client.post(change_screen(row), form | opened_by(client, change_screen(row)))


def restoring(found):
    """Where a version is restored."""
    return reverse("admin:hanoiconv_version_restore", args=[found.pk])


def restored(client, found, **values):
    """The answer to "Yes, restore it", once the page that asks was opened."""
    return client.post(restoring(found), opened_by(client, restoring(found)) | values)
