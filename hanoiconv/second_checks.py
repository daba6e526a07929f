"""The two-person check of a statement: what it is bound to, whether it holds, who may make it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Report, Speaker, Statement
from hanoiconv.interchange.prints import combined, row_print
from hanoiconv.interchange.shape import natural_field
from hanoiconv.interchange.stored import Rows
from hanoiconv.models import ImportEntry, Proposal, SecondCheck, Version

KIND, PASSAGE = "events.statement", "events.passage"
# All that a check is bound to: what is said, by whom, when and where, in whose print. Not what we
# add (topics, order, what it responds to, status), nor numbers of paragraphs and verdicts.
WORDS = {
    KIND: ["gist", "event", "date", "date_words"],
    "events.speaker": ["person", "organisation", "described_as", "role"],
    "events.report": [
        *["source", "mode", "printed_as", "via", "via_printed", "occasion", "lang"],
    ],
    PASSAGE: ["quoted", "starts", "ends"],
}
MOST_VERSIONS = 50  # back to which the author of the words is looked for


def words_print(rows: Iterable[tuple[str, Any]]) -> str:
    """The SHA-256 of the words in a document, in hexadecimal; links count by slug and key.

    The order of speakers and of reports does not matter, that of passages does.
    """
    parts: list[list[Any]] = []
    for label, fields in rows:
        if label not in WORDS:
            continue
        values = [_bare(fields[name]) for name in WORDS[label]]
        if label == PASSAGE:  # it stands behind its report
            parts[-1] += values
        else:
            parts.append([label, *values])
    return combined(row_print(label, values, ()) for label, *values in parts)


def print_of_words(statement: Statement) -> str:
    """The same of a statement as it stands. No query where `with_words()` read it."""
    return words_print(_rows(statement))


def state_of(statement: Statement, document: Rows | None = None) -> "State":
    """Whether the statement's check holds. One query with its document at hand, else five."""
    if document is None:
        return states_of([statement.pk])[statement.pk]
    check = SecondCheck.objects.filter(statement=statement.pk).select_related("user").first()
    return State(check, words_print(document))


def states_of(pks: Iterable[int]) -> dict[int, "State"]:
    """The same of many, in as many queries: one where none was checked, else five."""
    wanted = [*pks]
    checks = SecondCheck.objects.filter(statement__in=wanted).select_related("user")
    by_statement = {check.statement_id: check for check in checks}
    words = prints_of(by_statement)
    return {pk: State(by_statement.get(pk), words.get(pk, "")) for pk in wanted}


def prints_of(pks: Iterable[int]) -> dict[int, str]:
    """The prints of the words of statements, by primary key. Four queries, or none."""
    rows = Statement.objects.filter(pk__in=[*pks]).select_related("event").order_by("pk")
    speakers = Prefetch("speakers", Speaker.objects.with_names())
    reports = Prefetch("reports", Report.objects.select_related("source", "via"))
    rows = rows.prefetch_related(speakers, reports, "reports__passages")
    return {row.pk: print_of_words(row) for row in rows}


@dataclass(frozen=True)
class State:
    """The check of a statement, if there is one, beside the words of today."""

    check: SecondCheck | None
    words: str

    @property
    def holds(self) -> bool:
        return self.check is not None and self.check.print == self.words

    def __str__(self) -> str:
        if self.check is None:
            return _("Not yet checked against the source by a second person.")
        user = self.check.user
        words = {
            "who": user.get_username() if user else _("somebody whose account is gone"),
            "day": date_format(timezone.localtime(self.check.made_at), "j F Y"),
        }
        if self.holds:
            return _("Checked against the source by %(who)s on %(day)s.") % words
        return _("The check by %(who)s on %(day)s has lapsed: the words changed since.") % words


def wrote(user: Any, pk: int, words: str) -> bool:
    """Whether the user is one of those who wrote a statement's words of today.

    Nobody is where it is not known: the command line, the shell. At most three queries.
    """
    return user.pk in _authors(pk, words)


def _authors(pk: int, words: str) -> set[int | None]:
    """Whose versions brought the words, each time anew, and whose import.

    Who changed nothing but the rest since then is none of them. Where no version says these words
    and no import came after it, the last version did: links count by slug, and a record that got
    another slug makes no version of the statements that name it.
    """
    rows = Version.objects.filter(kind=KIND, record_id=pk, document__isnull=False)
    last = rows.order_by("-number").only("user", "how", "document", "made_at")[:MOST_VERSIONS]
    versions = [(row, words_print(row.document)) for row in last]
    if not any(said == words for _row, said in versions):
        entries = ImportEntry.objects.in_force().filter(kind=KIND, record_id=pk)
        imports = entries.order_by("-of__applied_at", "-pk").values_list(
            "of__user", "of__applied_at"
        )
        imported = imports.first()
        if not versions or (imported and imported[1] >= versions[0][0].made_at):
            return {imported[0]} if imported else set()
        words = versions[0][1]
    before = [said for _row, said in versions[1:]]
    brought = [
        row for (row, said), older in zip_longest(versions, before) if said == words != older
    ]
    authors = {row.user_id for row in brought}
    if any(row.how == Version.How.PROPOSAL for row in brought):
        authors |= {*_proposers(pk)}
    return authors


def _proposers(pk: int) -> Iterator[int | None]:
    """Who proposed other words that were accepted; the version is by whoever accepted them."""
    rows = Proposal.objects.filter(kind=KIND, record_id=pk, state=Proposal.State.ACCEPTED)
    columns = rows.order_by("-pk").values_list("user", "base", "document")
    for user, base, document in columns[:MOST_VERSIONS]:
        if words_print(base) != words_print(document):
            yield user


def _rows(statement: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    yield _row(statement)
    for speaker in statement.speakers.all():
        yield _row(speaker)
    for report in statement.reports.all():
        yield _row(report)
        for passage in report.passages.all():
            yield _row(passage)


def _row(row: Any) -> tuple[str, dict[str, Any]]:
    fields = {}
    for name in WORDS[row._meta.label_lower]:
        value = getattr(row, name)
        is_link = row._meta.get_field(name).is_relation
        fields[name] = getattr(value, natural_field(type(value))) if is_link and value else value
    return row._meta.label_lower, fields


def _bare(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value
