"""Files as a browser sends them to the desk, and what comes of them."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hanoiconv.models import Import

ADD = "/admin/hanoiconv/import/add/"
LIST = "/admin/hanoiconv/import/"


def file(name, content):
    """A file; rows become JSON."""
    if isinstance(content, list):
        content = json.dumps(content, ensure_ascii=False, indent=2)
    data = content if isinstance(content, bytes) else content.encode()
    return SimpleUploadedFile(name, data)


def upload(client, *rows, publish=False, name="upload.json"):
    """The answer to one file of rows."""
    return send(client, file(name, [*rows]), publish=publish)


def send(client, *files, publish=False):
    """The answer to several files."""
    form = {"files": [*files]} | ({"publish": "on"} if publish else {})
    return client.post(ADD, form)


def plan_of(client, *rows, publish=False):
    """The plan of what these rows would do."""
    answer = upload(client, *rows, publish=publish)
    log = Import.objects.latest("pk")
    assert (answer.status_code, answer.url) == (302, log.get_absolute_url())
    return log


def way(log, act):
    return reverse(f"admin:hanoiconv_import_{act}", args=[log.pk])


def press(client, log, button, value="", chosen=None, show="all", kind="", page="1"):
    """The answer to the form of a plan, with all its ticks, or the chosen entries', set."""
    entries = log.entries.all()
    form = {
        "shown": [entry.pk for entry in entries],
        "chosen": [entry.pk for entry in entries if chosen is None or entry.slug in chosen],
        "edition": Import.objects.get(pk=log.pk).edition,
        "show": show,
        "kind": kind,
        "page": page,
        button: value,
    }
    return client.post(log.get_absolute_url(), form)


def ticked(log):
    """The slugs of the entries that are ticked."""
    return sorted(log.entries.filter(is_chosen=True).values_list("slug", flat=True))


def state(log):
    """The state of an import as it is stored."""
    return Import.objects.get(pk=log.pk).state
