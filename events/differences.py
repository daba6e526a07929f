"""How two prints of the same words differ, word by word, and how the reports of a statement do.

What the check of a quotation levels (quotes, dashes, spaces, Unicode form) is no difference here
either, nor is the stop or comma that a house style puts before the closing mark. Case is one: the
check minds it too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

from events.checking import ELLIPSIS, levelled
from events.models import Report, Statement

# SequenceMatcher is cubic at worst: this many tokens on each side take it under 0.1 s.
MOST_TOKENS = 400
# Words around a difference that a collation repeats.
CONTEXT = 3
MARKS = r"!-/:-@\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u2010-\u205e\u3000-\u303f\uff01-\uff0f"
# Scripts that write no spaces between words are compared character by character.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(
    rf"(?:^\s+)?(?:{ELLIPSIS.pattern}|[{UNSPACED}\U00020000-\U0003ffff]"
    # An apostrophe in a word and a point in a number are part of it.
    rf"|(?:[^\s{MARKS}{UNSPACED}]|(?<=\w)['’](?=\w)|(?<=\d)[.,](?=\d))+|.)\s*",
    re.DOTALL,
)
ELLIPSIS_KEY = "..."
CLOSING = (".", ",", ";", "。", "،")


class Kind(StrEnum):
    """What a run is: the same in both, left out where one marks it, or different."""

    SAME = "same"
    ELIDED = "elided"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Run:
    """A stretch of two texts, as the first has it and as the second; one of them may be empty."""

    kind: Kind
    first: str
    second: str


@dataclass(frozen=True)
class Variant:
    """One difference: the words of the leading report, those here, and what stands around them."""

    before: str
    leading: str
    here: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """How the words of one report stand to those of the leading one.

    `passages` are the report's own words, passage by passage, in pieces that are marked or not.
    """

    leading: Report
    kind: Kind
    passages: list[list[tuple[str, bool]]]
    variants: list["Variant"]


def differences(first: str, second: str) -> list[Run]:
    """Both texts as runs, in order; joined they give each text back to the letter.

    Beyond `MOST_TOKENS` what lies between the common start and the common end is one run.
    """
    tokens, others = _tokens(first), _tokens(second)
    keys, other_keys = [_key(token) for token in tokens], [_key(token) for token in others]
    runs: list[Run] = []
    for a, b, c, d in _stretches(keys, other_keys):
        kind = _kind(keys[a:b], other_keys[c:d])
        run = Run(kind, "".join(tokens[a:b]), "".join(others[c:d]))
        if runs and runs[-1].kind == kind:
            last = runs.pop()
            run = Run(kind, last.first + run.first, last.second + run.second)
        if run.first or run.second:
            runs.append(run)
    return runs


def compared(statement: Statement) -> list[tuple[Report, Comparison | None]]:
    """The reports in order, each with its comparison to the leading one. Needs `with_words()`.

    None for the leading report, for one that does not quote, and for one in another language.
    """
    leading = statement.leading_report
    return [
        (report, comparison(leading, report) if is_comparable(leading, report) else None)
        for report in statement.reports.all()
    ]


def is_comparable(leading: Report, report: Report) -> bool:
    """Whether both print words, and in one language (in one script, wherever it is spoken)."""
    return (
        report.pk != leading.pk
        and all(_words(row) for row in (leading, report))
        and _language(leading.lang) == _language(report.lang)
        and report.lang != ""
    )


def comparison(leading: Report, report: Report) -> Comparison:
    """How the quoted words of a report differ from those of the leading one."""
    words = _words(report)
    runs = differences("\n".join(_words(leading)), "\n".join(words))
    kinds = {run.kind for run in runs}
    kind = next(kind for kind in (Kind.DIFFERENT, Kind.ELIDED, Kind.SAME) if kind in kinds)
    return Comparison(leading, kind, [*_passages(words, runs)], [*_variants(runs)])


def _tokens(text: str) -> list[str]:
    tokens = TOKEN.findall(text)
    if len(tokens) > 1 and tokens[-1].strip() in CLOSING:
        tokens[-2:] = [tokens[-2] + tokens[-1]]
    return tokens


def _key(token: str) -> str:
    """What of a token counts in a comparison."""
    if ELLIPSIS.fullmatch(token):
        return ELLIPSIS_KEY
    bare = token.strip()
    return levelled(bare[:-1].rstrip() if len(bare) > 1 and bare[-1] in CLOSING else bare)


def _stretches(keys: list[str], others: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where stretches of the one stand against stretches of the other, both from and to."""
    start = _common(keys, others)
    end = _common(keys[start:][::-1], others[start:][::-1])
    a, b = keys[start : len(keys) - end], others[start : len(others) - end]
    yield 0, start, 0, start
    if max(len(a), len(b)) > MOST_TOKENS:
        yield start, start + len(a), start, start + len(b)
    else:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        for _tag, from_a, to_a, from_b, to_b in matcher.get_opcodes():
            yield start + from_a, start + to_a, start + from_b, start + to_b
    yield len(keys) - end, len(keys), len(others) - end, len(others)


def _common(keys: Sequence[str], others: Sequence[str]) -> int:
    """How many keys are the same from the start."""
    pairs = zip(keys, others, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _kind(keys: list[str], others: list[str]) -> Kind:
    if keys == others:
        return Kind.SAME
    return Kind.ELIDED if [ELLIPSIS_KEY] in (keys, others) else Kind.DIFFERENT


def _words(report: Report) -> list[str]:
    """The quoted passages; none where the report does not quote."""
    if not report.is_quoting:
        return []
    return [passage.quoted for passage in report.passages.all() if passage.quoted]


def _language(code: str) -> list[str]:
    """Language and script of a BCP 47 code, without the region: en-GB is en, zh-Hans is not zh."""
    primary, *further = code.lower().split("-")
    return [primary, *(part for part in further if len(part) == 4)] if primary else []


def _passages(words: list[str], runs: list[Run]) -> Iterator[list[tuple[str, bool]]]:
    """The runs of the second text cut where its passages end, white space never marked."""
    pieces = [(run.second, run.kind == Kind.DIFFERENT) for run in runs]
    for text in words:
        passage = []
        for piece, is_marked in _taken(pieces, len(text)):
            bare = piece.rstrip() if is_marked else ""
            passage += [(bare, True), (piece[len(bare) :], False)]
        yield [(piece, is_marked) for piece, is_marked in passage if piece]
        _taken(pieces, 1)  # the line feed that joined it to the next


def _taken(pieces: list[tuple[str, bool]], length: int) -> list[tuple[str, bool]]:
    """That many characters from the head of the pieces, which lose them."""
    taken = []
    while pieces and length:
        piece, is_marked = pieces.pop(0)
        if len(piece) > length:
            pieces.insert(0, (piece[length:], is_marked))
        taken.append((piece[:length], is_marked))
        length -= len(taken[-1][0])
    return taken


def _variants(runs: list[Run]) -> Iterator[Variant]:
    """Each difference, with a few words before and after it."""
    for position, run in enumerate(runs):
        if run.kind == Kind.SAME:
            continue
        # Words that stand in the leading print alone are seen where they stand there.
        side = "second" if run.second else "first"
        before = _tokens(getattr(runs[position - 1], side)) if position else []
        after = _tokens(runs[position + 1].second) if runs[position + 1 :] else []
        opening = "… " if len(before) > CONTEXT or position > 1 else ""
        closing = " …" if len(after) > CONTEXT or runs[position + 2 :] else ""
        space = " " if after and (run.second or run.first)[-1].isspace() else ""
        yield Variant(
            opening + "".join(before[-CONTEXT:]).lstrip(),
            run.first.strip(),
            run.second.strip(),
            space + "".join(after[:CONTEXT]).rstrip() + closing,
        )
