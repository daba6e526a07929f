"""What the page shows of a source: its text with what is recorded of it marked, and the list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch

from events.checking import find_passage
from events.models import Event, Passage, Report, Speaker, Statement
from hanoiconv.capturing.passages import placed
from people.models import Source

MOST = 200  # reports of one source that are shown and marked


@dataclass
class Piece:
    """A run of a paragraph; marked where a statement rests on it."""

    text: str
    statement: Statement | None = None


@dataclass
class Paragraph:
    """One paragraph of a stored text, counted from 1."""

    number: int
    pieces: list[Piece]


def reports_of(source: Source) -> list[Report]:
    """The newest reports of a source, with statement, speakers and passages. Three queries."""
    rows = source.reports.select_related("statement__event").order_by("-pk")
    speakers = Prefetch("statement__speakers", Speaker.objects.with_names())
    return [*rows.prefetch_related(speakers, "passages")[:MOST]]


def marked_paragraphs(paragraphs: list[str], reports: Iterable[Report]) -> list[Paragraph]:
    """The text in pieces, with the passages of the reports marked where the check finds them."""
    spans: dict[int, list[tuple[int, int, Statement]]] = defaultdict(list)
    for report in reports:
        for passage in report.passages.all():
            for number, span in _found(passage, report.mode, paragraphs):
                spans[number].append((*span, report.statement))
    return [
        Paragraph(number, [*_pieces(text, spans[number])])
        for number, text in enumerate(paragraphs, start=1)
    ]


def _found(passage: Passage, mode: str, paragraphs: list[str]) -> Iterator[Any]:
    words = (passage.quoted, passage.starts, passage.ends)
    # The check levels each text anew: no text without the words is worth that.
    first_words = passage.quoted or passage.starts
    likely = [text if placed(first_words, text) else "" for text in paragraphs]
    number = find_passage(mode, *words, likely, passage.paragraph).paragraph
    text = paragraphs[number - 1] if number else ""
    first = placed(first_words, text)
    if first and passage.quoted:
        yield number, first
    # Few words may both start a stretch and end it.
    elif first and (last := placed(passage.ends, text[first[0] :])):
        yield number, (first[0], first[0] + last[1])


def _pieces(text: str, spans: list[tuple[int, int, Statement]]) -> Iterator[Piece]:
    """Of two that overlap, the second is marked from where the first ends."""
    at = 0
    for start, end, statement in sorted(spans, key=lambda span: span[:2]):
        start = max(start, at)
        if start < end:
            yield Piece(text[at:start])
            yield Piece(text[start:end], statement)
            at = end
    yield Piece(text[at:])


def initial_for(source: Source, last: Statement | None, *, goes_on: bool) -> dict[str, Any]:
    """What the next statement of a source most likely shares with the `last` one made of it.

    The speaker stays only while somebody `goes_on` after a save: opened anew, nobody is guessed.
    """
    given: dict[str, Any] = {"report": {"lang": source.lang}, "statement": {}}
    if last is None:
        return given | {"statement": {"event": _event_told_of(source)}}
    given["statement"] = {"event": last.event_id, "instrument": last.instrument_id}
    if last.event_id is None:
        given["statement"]["date"] = last.date
    speaker = next(iter(last.speakers.all()), None)
    if goes_on and speaker:
        names = ["person_id", "organisation_id", "described_as", "role_id"]
        given["speaker"] = {name.removesuffix("_id"): getattr(speaker, name) for name in names}
    return given


def _event_told_of(source: Source) -> int | None:
    """The event that the source gives most wordings of: at first, what it tells of at all."""
    events = Event.objects.filter(wordings__source=source).annotate(times=Count("wordings"))
    return events.order_by("-times", "pk").values_list("pk", flat=True).first()
