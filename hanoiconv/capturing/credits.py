"""Whom a paragraph credits: names on file that stand in it, and what is printed around them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hanoiconv.capturing.passages import Selection
from hanoiconv.core.text import fold
from people.models import Name, Organisation, Person

LONGEST = 9  # words of a name
MOST = 3000  # runs of words that are looked up
WORD = re.compile(r"\w(?:[.&’'-]*\w)*[.]?")
JOINING = {"of", "the", "for", "and", "on", "in", "to", "&", "de", "la", "del", "von", "van", "al"}
NOBODY = {"he", "she", "they", "we", "it", "i", "the", "this", "that", "a", "an", "and", "but"}
OPENINGS = {"according", "meanwhile", "speaking"}  # of sentences; no part of a name
# In English, which nearly all of the record's sources are in; elsewhere the nearest name is taken.
SAYING = (
    r"(?:said|says|told|tells|stated?|states|noted?|notes|stress(?:ed|es)|emphasi[sz](?:ed|es)|"
    r"under(?:lined|scored)|highlight(?:ed|s)|(?:re)?affirm(?:ed|s)|add(?:ed|s)|announce[ds]|"
    r"declare[ds]|call(?:ed|s)|urge[ds]|express(?:ed|es)|warn(?:ed|s)|describe[ds]|"
    r"remark(?:ed|s)|explain(?:ed|s)|pointed|report(?:ed|s)|wrote|writes|quoted|cited|voiced)"
)
SAYS_AFTER = re.compile(rf",?\s+(?:(?:has|have|had|also|then|later|further|\w+ly)\s+)*{SAYING}\b")
SAYS_BEFORE = re.compile(rf"\b(?:{SAYING}|according to)\s+(?:by\s+)?(?:the\s+)?$", re.IGNORECASE)
# "..., Minister of Justice of Norland." or "..., head of the mission,"; no clause that goes on.
TITLE_AFTER = re.compile(
    r",\s+((?=[A-ZÀ-Ỹ]|[\w ]*\bof (?:the )?[A-ZÀ-Ỹ])[^,;:\"“”]{3,120}?)(?=,|\.(?:\s|$))"
)


@dataclass(frozen=True)
class Credit:
    """Words of a paragraph that name somebody, with who on file is written so."""

    start: int  # of the whole credit, title and affiliation too
    end: int
    rows: tuple[Any, ...]  # people or organisations; none where nobody on file is
    speaks: bool  # a verb of saying stands beside it
    within: tuple[Organisation, ...] = ()  # bodies named in the credit of somebody else

    @property
    def row(self) -> Any:
        """Who it is; None where nobody on file, or more than one, is written so."""
        return self.rows[0] if len(self.rows) == 1 else None


def credit_of(selection: Selection, *, is_quoting: bool) -> Credit | None:
    """Whom the paragraph credits with the selected words, as far as that can be read off.

    Who stands beside a verb of saying goes first, then people, then who stands nearest. Whom the
    speaker names within a quotation is nobody credited.
    """
    text = selection.text
    named = [*_longest(_names_in(text))]
    spans = [span for *span, _rows in named]
    named += [(*span, ()) for span in _phrases(text) if not _overlap(span, spans)]
    found = []
    for start, end, rows in named:
        if is_quoting and selection.start <= start < selection.end:
            continue
        start, end = _whole(text, start, end)
        speaks = bool(
            SAYS_AFTER.match(text, end) or SAYS_BEFORE.search(text[max(0, start - 99) : start])
        )
        if rows or speaks:
            found.append(Credit(start, end, rows, speaks, (*_bodies(named, start, end, rows),)))

    def order(credit: Credit) -> Any:
        distance = max(credit.start - selection.end, selection.start - credit.end, 0)
        return not credit.speaks, not isinstance(credit.row, Person), distance, credit.start

    return min(found, key=order, default=None)


def _names_in(text: str) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """Where names on file stand in a text, folded alike, each with who has it. Three queries."""
    runs: dict[str, list[tuple[int, int]]] = {}
    words = [match.span() for match in re.finditer(r"\w+", text)]
    is_name = [not text[start].islower() for start, _end in words]
    for first, (start, _end) in enumerate(words):
        for last in range(first, min(first + LONGEST, len(words))):
            if is_name[first] and is_name[last] and len(runs) < MOST:
                end = words[last][1]
                runs.setdefault(fold(text[start:end]), []).append((start, end))
    found: dict[str, set[Any]] = {}
    for model in (Person, Organisation):
        for row in model.objects.filter(name__folded__in=[*runs]).order_by("pk"):
            found.setdefault(fold(row.name), set()).add(row)
    names = Name.objects.filter(text__folded__in=[*runs]).order_by("pk")
    for name in names.select_related("person", "organisation"):
        found.setdefault(fold(name.text), set()).add(name.person or name.organisation)
    for folded, rows in found.items():
        for start, end in runs.get(folded, ()):
            yield start, end, tuple(rows)


def _longest(named: Iterable[tuple[int, int, Any]]) -> Iterator[tuple[int, int, Any]]:
    """Without those that stand within a longer one: Guterres within António Guterres."""
    kept: list[list[int]] = []
    for start, end, rows in sorted(named, key=lambda one: (one[0] - one[1], one[0])):
        if not _overlap((start, end), kept):
            kept.append([start, end])
            yield start, end, rows


def _overlap(span: tuple[int, int], others: Iterable[Any]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals, such as the name of somebody who is not on file."""
    after = 0
    for match in WORD.finditer(text):
        if match.start() >= after and _is_capital(match[0]):
            end = after = _grown_right(text, match.end())
            if fold(text[match.start() : end].rstrip(".")) not in NOBODY:
                yield match.start(), end


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in OPENINGS


def _grown_right(text: str, end: int) -> int:
    """The end of the run of words with capitals that goes on behind `end`."""
    at = end
    for match in WORD.finditer(text, end):
        if text[at : match.start()].strip(" ") or _ends_sentence(text[:at]):
            break
        if _is_capital(match[0]):
            end = match.end()
        elif match[0] not in JOINING:
            break
        at = match.end()
    return end


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The credit around a name: the title before it, and the one between commas behind it."""
    at = start
    for match in reversed([*WORD.finditer(text, max(0, start - 200), start)]):
        if text[match.end() : at].strip(" ") or _ends_sentence(match[0]):
            break
        if _is_capital(match[0]):
            start = match.start()
        elif match[0] not in JOINING:
            break
        at = match.start()
    title = TITLE_AFTER.match(text, end)
    if title and not re.search(rf"\b{SAYING}\b", title[1]):
        end = title.end()
    return start, end


def _ends_sentence(text: str) -> bool:
    """Whether it ends with the full stop of a sentence, not of Ms. or U.N."""
    word = text.rpartition(" ")[2]
    return word.endswith(".") and len(word) > 4 and "." not in word[:-1]


def _bodies(named: list[Any], start: int, end: int, rows: tuple[Any, ...]) -> Iterator[Any]:
    """The bodies on file that a credit of somebody else names."""
    for first, last, others in named:
        is_other = start <= first and last <= end and others != rows and len(others) == 1
        if is_other and isinstance(others[0], Organisation):
            yield others[0]
