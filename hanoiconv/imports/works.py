"""The three things that are done with an import at the desk, each with the words for its end."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanoiconv.imports.entries import Choice
from hanoiconv.imports.progress import LARGE, Ending, Work
from hanoiconv.interchange.desk import carry_out, prepare
from hanoiconv.interchange.planning import Progress
from hanoiconv.interchange.shape import Counts, counted
from hanoiconv.interchange.undoing import undo
from hanoiconv.models import Import


def add_url() -> str:
    return reverse("admin:hanoiconv_import_add")


def list_url() -> str:
    return reverse("admin:hanoiconv_import_changelist")


def size_of(uploads: Sequence[tuple[str, bytes]]) -> int:
    """How much there is to read. What a ZIP unpacks to is not known before, so each is large."""
    return sum(
        LARGE if name.lower().endswith(".zip") else len(content) for name, content in uploads
    )


def size_of_files(log: Import) -> int:
    """How much an import read, unpacked."""
    return sum(file.get("bytes", 0) for file in log.files)


def in_numbers(counts: Counts) -> str:
    """What an import does, in short: "3 new, 1 changed"."""
    words = {"new": _("%d new"), "changed": _("%d changed"), "unchanged": _("%d unchanged")}
    return ", ".join(
        text % sum(counts[change].values()) for change, text in words.items() if counts.get(change)
    )


def in_words(counts: Counts) -> list[str]:
    """What an import does: "3 new: 3 people", "1 changed: 1 statement"."""
    return [
        f"{in_numbers({change: counts[change]})}: {counted(counts[change])}"
        for change in ("new", "changed", "unchanged")
        if counts.get(change)
    ]


def query(sent: Mapping[str, str], choice: Choice) -> str:
    """Where the form of a plan leads: to the filter, kind or page of its button, or back."""
    show, kind = sent.get("to_show", choice.show), sent.get("to_kind", choice.kind)
    is_same = (show, kind) == (choice.show, choice.kind)
    page = sent.get("to_page", choice.page) if is_same else "1"
    asked = Choice.of({"show": show, "kind": kind, "page": page})
    return urlencode({name: value for name, value in vars(asked).items() if value})


def prepared(uploads: Sequence[tuple[str, bytes]], user: Any, *, publish: bool) -> Work:
    """Reading files and keeping what they would do as a plan."""

    def work(tell: Progress) -> Ending:
        outcome = prepare(uploads, user, publish=publish, tell=tell)
        log = outcome.log
        if log is None:
            number = len(outcome.faults)
            words = ngettext(
                "Nothing can be imported: the files have %d fault.",
                "Nothing can be imported: the files have %d faults.",
                number,
            )
            again = _("Upload the mended files")
            return Ending(words % number, messages.ERROR, add_url(), again, faults=outcome.faults)
        if log.pk is None:
            same = counted(log.counts.get("unchanged", {})) or _("no records at all")
            words = _("These files say nothing new: %s. Nothing was kept.") % same
            return Ending(words, messages.WARNING, add_url(), _("Upload others"))
        words = _(
            "The files are read. Look at what they would do, tick what is wanted and apply it."
        )
        return Ending(words, messages.SUCCESS, log.get_absolute_url(), _("To the plan"))

    return work


def carried_out(log: Import, user: Any) -> Work:
    """Applying what is ticked of a plan, by that user's rights."""

    def work(tell: Progress) -> Ending:
        try:
            outcome = carry_out(log, user, tell)
        except Import.DoesNotExist:
            words = _("Somebody threw this plan away meanwhile: nothing was applied.")
            return Ending(words, messages.WARNING, list_url(), _("To the imports"))
        url = log.get_absolute_url()
        if outcome.faults:
            words = _("Nothing was applied. What is ticked cannot stand as it is:")
            return Ending(words, messages.ERROR, url, _("Back to the plan"), faults=outcome.faults)
        if outcome.stale:
            words = _("Nothing was applied: the record changed meanwhile. Look at these once more:")
            named = [_named(kind, slug) for kind, slug in outcome.stale]
            return Ending(words, messages.WARNING, url, _("To the plan as it is now"), named)
        return Ending(_("The import is applied."), messages.SUCCESS, url, _("To what it did"))

    return work


def undone(log: Import, user: Any) -> Work:
    """Taking an import back."""

    def work(tell: Progress) -> Ending:
        url = log.get_absolute_url()
        if problems := undo(log, user, tell):
            words = _("Nothing was undone:")
            return Ending(words, messages.ERROR, url, _("Back to the import"), problems)
        words = _("The import is undone: what it changed is as before, what it brought is gone.")
        return Ending(words, messages.SUCCESS, url, _("To the import"))

    return work


def _named(kind: str, slug: str) -> str:
    return f"{apps.get_model(kind)._meta.verbose_name} {slug}"
