"""What a selection in the text of a source becomes: quoted words, or both ends of a stretch."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.checking import ELLIPSIS, is_quoted_in, marked
from events.models import Report
from people.models import Source

MARKS = "\"“”„‟«»'‘’‚‛"
DASHES = "-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}"
# What may stand around selected words and is none of them; a full stop ends a quotation.
AROUND = f"{MARKS},;: \t\N{NO-BREAK SPACE}"
TOKEN = re.compile(r"\S+")
# How a character of `marked` text may be printed.
PRINTED = {
    **dict.fromkeys("\"'", f"[{re.escape(MARKS)}]"),
    "-": rf"\s*[{DASHES}]\s*",
    " ": r"\s+",
}
NEAR = 3000  # characters before and behind selected words, in which a credit is looked for
FEWEST, MOST = 3, 6  # words that name one end of a stretch (events.models.reports)


class NothingToRead(Exception):
    """Why nothing is read off a selection, in a sentence for the editor."""


@dataclass(frozen=True)
class Selection:
    """Words of one paragraph (counted from 1), from and to, as positions in its text."""

    paragraph: int
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def near(selection: Selection) -> Selection:
    """The same words in a shorter text: a paragraph may be a whole book without line breaks."""
    first = max(0, selection.start - NEAR)
    end = min(selection.end, selection.start + NEAR)
    text = selection.text[first : end + NEAR]
    return Selection(selection.paragraph, text, selection.start - first, end - first)


def placed(words: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a paragraph as printed, from and to; None where they do not.

    Kinds of marks, dashes and spaces do not matter, nor do capitals; an ellipsis leaves words out.
    """
    pieces = [piece.strip() for piece in ELLIPSIS.split(marked(words)) if piece.strip()]
    if not pieces:
        return None
    # One after the other: as one pattern, a few ellipses take hours on words that repeat.
    found = _after(pieces[0], text, 0)
    start, end = found if found else (0, 0)
    for piece in pieces[1:]:
        found = _after(piece, text, end) if found else None
        end = found[1] if found else end
    return (start, end) if found else None


def _after(piece: str, text: str, position: int) -> tuple[int, int] | None:
    form = "".join(PRINTED.get(letter) or re.escape(letter) for letter in piece)
    before, after = (r"\b" if letter.isalnum() else "" for letter in (piece[0], piece[-1]))
    found = re.compile(f"{before}{form}{after}", re.IGNORECASE).search(text, position)
    return found.span() if found else None


def selected(paragraphs: list[str], number: int, start: int, end: int) -> Selection:
    """The selection, of whole words and without the marks and commas around them.

    Raises:
        NothingToRead: there is no such paragraph, or no word in the selection.
    """
    if not 1 <= number <= len(paragraphs):
        raise NothingToRead(_("There is no paragraph %d in the stored text.") % number)
    text = paragraphs[number - 1]
    start, end = max(0, start), min(end, len(text))
    if start < end:
        while start and text[start].isalnum() and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        while start < end and text[start] in AROUND:
            start += 1
        while end > start and text[end - 1] in AROUND:
            end -= 1
    if start >= end:
        raise NothingToRead(_("Select the words of the statement first."))
    return Selection(number, text, start, end)


def typed(paragraphs: list[str], number: int, words: str) -> Selection:
    """The same of words that were typed, or "first … last"; without any, all of the paragraph.

    Raises:
        NothingToRead: they do not stand in that paragraph, or there is none.
    """
    text = paragraphs[number - 1] if 1 <= number <= len(paragraphs) else ""
    if not (words.strip() and text):
        return selected(paragraphs, number, 0, len(text))
    span = placed(words, text)
    if span is None:
        raise NothingToRead(_("These words do not stand in paragraph %d.") % number)
    return selected(paragraphs, number, *span)


def mode_of(selection: Selection, source: Source) -> str:
    """Whether the print gives the words as the speaker's own."""
    if is_quoted_in(selection.words, selection.text):
        return Report.Mode.QUOTATION
    if source.kind == Source.Kind.SPEECH:
        return Report.Mode.TRANSCRIPT
    return Report.Mode.PARAPHRASE


def passage_of(selection: Selection, mode: str) -> dict[str, object]:
    """The fields of the passage: the words where the mode quotes, else both ends of the stretch.

    Raises:
        NothingToRead: a stretch of fewer than three words.
    """
    if mode in Report.QUOTING:
        words = {"quoted": selection.words, "starts": "", "ends": ""}
        return {"paragraph": selection.paragraph, **words}
    stretch = selection.words.rstrip(".!?…")
    spans = [match.span() for match in TOKEN.finditer(stretch)]
    if len(spans) < FEWEST:
        raise NothingToRead(_("Select at least three words: a paraphrase is located by them."))
    most = min(MOST, len(spans))
    heads = [stretch[: spans[n - 1][1]] for n in range(FEWEST, most + 1)]
    tails = [stretch[spans[-n][0] :] for n in range(FEWEST, most + 1)]
    starts, ends = (_telling(few, selection.text) for few in (heads, tails))
    return {"paragraph": selection.paragraph, "quoted": "", "starts": starts, "ends": ends}


def _telling(few: list[str], text: str) -> str:
    """The fewest of the words that stand in the paragraph once; all of them where none do."""
    return next((words for words in few if text.count(words) == 1), few[-1])
