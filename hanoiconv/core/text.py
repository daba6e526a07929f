"""How text is stored (NFC, no control characters) and how it is compared (folded)."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.signals import connection_created
from django.db.models.expressions import Col
from django.db.models.lookups import Contains, IContains
from django.dispatch import receiver
from django.utils.translation import gettext as _

# C0 and C1 controls but tab and line feed, lone surrogates, and what XML 1.0 (2.2) forbids:
# one of them in a title turns a feed into an error.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?")


def nfc(text: str) -> str:
    """The text in Unicode normal form C, with plain line feeds (UAX #15)."""
    return unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))


def storable(text: str) -> str:
    """The text as a column may hold it: NFC, and what no file could carry left out."""
    return FORBIDDEN.sub("", nfc(text))


def same_but_for_form(one: str, other: str) -> bool:
    """Whether two texts differ in Unicode form (NFKC, UAX #15) or white space alone."""
    first, second = (" ".join(unicodedata.normalize("NFKC", text).split()) for text in (one, other))
    return first == second


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text for matching: no case, no marks, đ as d, white space single. 'Đặng' is 'dang'.

    Other scripts than Latin keep their letters, as PostgreSQL's `unaccent` does: what one
    database finds, the other finds.
    """
    letters = nfc(text)
    if not letters.isascii():
        letters = "".join(map(_plain, letters))
    return " ".join(letters.casefold().split())


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    is_latin = unicodedata.name(character, "").startswith("LATIN")
    return anyascii(character) if is_latin or not character.isalpha() else character


class _StoredText(models.Field):
    """What the two text fields share: one form on every way in.

    `loaddata` calls `to_python` and skips `save` and `pre_save`; `update()`, bulk writes and
    lookups for equality call `get_prep_value` alone. So the first refuses, and both normalise.
    """

    refused = re.compile(FORBIDDEN.pattern + "|[\n\t]")

    def to_python(self, value: Any) -> str | None:
        """The value as stored.

        Raises:
            ValidationError: it is no text, or holds a character no page or feed can carry.
        """
        if value is None:
            return None
        if not isinstance(value, str):
            raise ValidationError(
                _("Text is wanted here, not %(value)r."), code="not_text", params={"value": value}
            )
        text = nfc(value)
        if found := self.refused.search(text):
            raise ValidationError(
                _("Character %(position)d is U+%(code)s, which cannot be shown: delete it."),
                code="control_character",
                params={"position": found.start() + 1, "code": f"{ord(found[0]):04X}"},
            )
        return text

    def get_prep_value(self, value: Any) -> Any:
        value = models.Field.get_prep_value(self, value)
        return value if value is None else storable(str(value))


class LineField(_StoredText, models.CharField):
    """One line of text, in NFC."""


class ProseField(_StoredText, models.TextField):
    """Text of any length, lines and tabs allowed, in NFC."""

    refused = FORBIDDEN


@models.CharField.register_lookup
@models.TextField.register_lookup
class Folded(models.Transform):
    """`name__folded__contains=fold(typed)`: matches without case and marks, and is never stale."""

    lookup_name = "folded"
    function = "FOLD"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="LOWER(UNACCENT(%(expressions)s))", **context
        )


class _OnSQLite(Contains):
    """Folds only texts with other than ASCII letters, which are few in English.

    SQLite compares ASCII letters without case by itself, ten times as fast as by our function.
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        text = self.lhs.lhs
        if not isinstance(text, Col) or not isinstance(self.rhs, str):
            return self.as_sql(compiler, connection)
        column, _none = compiler.compile(text)
        folded, params = self.as_sql(compiler, connection)
        plain = folded.replace(f"FOLD({column})", column, 1)
        other = f"LENGTH({column}) <> LENGTH(CAST({column} AS BLOB))"
        if " " in self.rhs:  # which stands for any white space
            spaces = ("CHAR(10)", "CHAR(9)", "'  '")
            other = " OR ".join([other, *(f"INSTR({column}, {space})" for space in spaces)])
        return f"({plain} OR (({other}) AND {folded}))", [*params, *params]


@Folded.register_lookup
class FoldedContains(_OnSQLite, Contains):
    """`name__folded__contains`."""


@Folded.register_lookup
class FoldedIContains(_OnSQLite, IContains):
    """`name__folded__icontains`, which the desk asks."""


# What of Markdown no reader sees: where links lead, and the statements that are set as quotes. The
# one pattern serves Python and PostgreSQL.
TARGETS = r"\]\([^)]*\)?|\]:[^\n]*|<[A-Za-z][A-Za-z0-9+.-]*:[^>]*>?|\{statement:[^}]*\}?"


def without_targets(text: str) -> str:
    """Markdown without the targets of its links: those may name what is not public."""
    return re.sub(TARGETS, " ", text)


@models.TextField.register_lookup
class Untargeted(models.Transform):
    """`body__untargeted__folded__contains=...` looks through what readers see of Markdown."""

    lookup_name = "untargeted"
    function = "WITHOUT_TARGETS"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        pattern = TARGETS.replace("'", "''")
        template = f"REGEXP_REPLACE(%(expressions)s, '{pattern}', ' ', 'g')"
        return super().as_sql(compiler, connection, template=template, **context)


@receiver(connection_created, dispatch_uid="teach SQLite to fold")
def teach_sqlite_to_fold(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        for name, function in SQL_FUNCTIONS.items():
            connection.connection.create_function(name, 1, function, deterministic=True)


def _or_null(function: Callable[[str], str]) -> Callable[[str | None], str | None]:
    return lambda text: None if text is None else function(text)


SQL_FUNCTIONS = {"FOLD": _or_null(fold), "WITHOUT_TARGETS": _or_null(without_targets)}
