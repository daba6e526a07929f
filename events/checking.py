"""Whether what a record says was printed stands in the text of its source.

Works on plain text: the paragraphs of a capture, counted from 1. Matches are tried after Unicode
normalisation (exact), after levelling quotes, dashes and spaces (typographic), and between
ellipses (elided).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from events.models import Report
from hanoiconv.core.text import nfc

Verdict = Report.Verdict
# From best to worst: a report is as good as its worst passage.
RANKS = [Verdict.NOT_APPLICABLE, Verdict.EXACT, Verdict.TYPOGRAPHIC, Verdict.ELIDED]
# Two kinds of marks, because an apostrophe is also a single one.
LEVELLED = str.maketrans(
    dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‘’‚‛", "'")
    | {"…": "...", "\N{NO-BREAK SPACE}": " "}
)
DASH = re.compile(r"\s*[-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]\s*")
# A quotation that goes on in the next paragraph has no mark at its end.
QUOTATIONS = [re.compile(r'"[^"]*(?:"|$)'), re.compile(r"(?<!\w)'(?=\S).*?'(?!\w)")]
ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")


@dataclass(frozen=True)
class Finding:
    """How words were found, and in which paragraph (from 1); None where they were not."""

    verdict: str
    paragraph: int | None


def marked(text: str) -> str:
    """The text with one kind of double quote, single quote, dash and space."""
    return " ".join(DASH.sub("-", nfc(text).translate(LEVELLED)).split())


def levelled(text: str) -> str:
    """The text with one kind of quote, dash and space, for typographic comparison."""
    return marked(text).replace("'", '"')


def places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text, from and to; never inside a word or a number."""
    before = r"\b" if words[:1].isalnum() else ""
    after = r"\b" if words[-1:].isalnum() else ""
    for match in re.finditer(f"{before}{re.escape(words)}{after}", text):
        yield match.span()


def has(words: str, text: str) -> bool:
    return any(places(words, text))


def stands_in(words: str, paragraph: str) -> str:
    """The verdict on words looked for in one paragraph."""
    if has(nfc(words), nfc(paragraph)):
        return Verdict.EXACT
    if has(levelled(words), levelled(paragraph)):
        return Verdict.TYPOGRAPHIC
    pieces = [levelled(piece) for piece in ELLIPSIS.split(nfc(words)) if piece.strip()]
    if len(pieces) > 1 and in_sequence(pieces, levelled(paragraph)):
        return Verdict.ELIDED
    return Verdict.NOT_FOUND


def in_sequence(pieces: Sequence[str], text: str) -> bool:
    """Whether the pieces stand in the text one after the other without overlap."""
    position = 0
    for piece in pieces:
        found = next(places(piece, text[position:]), None)
        if found is None:
            return False
        position += found[1]
    return True


def is_quoted_in(words: str, paragraph: str) -> bool:
    """Whether the print has the words, or each piece of them, between quotation marks."""
    quotations = [match.span() for form in QUOTATIONS for match in form.finditer(marked(paragraph))]
    pieces = [levelled(piece) for piece in ELLIPSIS.split(nfc(words)) if piece.strip()]
    return all(
        any(
            start < first and last <= end
            for first, last in places(piece, levelled(paragraph))
            for start, end in quotations
        )
        for piece in pieces
    )


def spans(starts: str, ends: str, paragraph: str) -> str:
    """The verdict on a paraphrased stretch, known by its first and its last few words."""
    for verdict, form in ((Verdict.EXACT, nfc), (Verdict.TYPOGRAPHIC, levelled)):
        text, first, last = form(paragraph), form(starts), form(ends)
        start = next((start for start, _end in places(first, text)), None) if first else None
        if last and start is not None and has(last, text[start:]):
            return verdict
    return Verdict.NOT_FOUND


def find(judge: Callable[[str], str], paragraphs: Sequence[str], number: int | None) -> Finding:
    """Looks in the paragraph of that number, else in all: right when exactly one has the words."""
    if number is not None and 1 <= number <= len(paragraphs):
        verdict = judge(paragraphs[number - 1])
        if verdict != Verdict.NOT_FOUND:
            return Finding(verdict, number)
    found = [
        Finding(verdict, position)
        for position, paragraph in enumerate(paragraphs, start=1)
        if (verdict := judge(paragraph)) != Verdict.NOT_FOUND
    ]
    return found[0] if len(found) == 1 else Finding(Verdict.NOT_FOUND, None)


def find_words(words: str, paragraphs: Sequence[str], number: int | None) -> Finding:
    """Where printed words stand: a credit, a title, a figure."""
    return find(lambda paragraph: stands_in(words, paragraph), paragraphs, number)


def find_quoted(words: str, paragraphs: Sequence[str], number: int | None) -> Finding:
    """Where quoted words stand between quotation marks."""

    def judge(paragraph: str) -> str:
        return stands_in(words, paragraph) if is_quoted_in(words, paragraph) else Verdict.NOT_FOUND

    return find(judge, paragraphs, number)


def find_stretch(starts: str, ends: str, paragraphs: Sequence[str], number: int | None) -> Finding:
    """Where a paraphrased stretch stands."""
    return find(lambda paragraph: spans(starts, ends, paragraph), paragraphs, number)


def find_passage(
    mode: str, quoted: str, starts: str, ends: str, paragraphs: Sequence[str], number: int | None
) -> Finding:
    """Where a passage of a report of that mode stands.

    A verbatim record or a transcript is the speaker's words from end to end, and needs no marks.
    """
    if not quoted:
        return find_stretch(starts, ends, paragraphs, number)
    is_all_words = mode in (Report.Mode.VERBATIM, Report.Mode.TRANSCRIPT)
    return (find_words if is_all_words else find_quoted)(quoted, paragraphs, number)


def worst(verdicts: Sequence[str]) -> str:
    """The verdict on a report whose passages have these verdicts."""
    if any(verdict not in RANKS for verdict in verdicts):
        return Verdict.NOT_FOUND
    return max(
        verdicts, key=lambda verdict: RANKS.index(Verdict(verdict)), default=Verdict.NOT_APPLICABLE
    )
