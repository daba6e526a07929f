"""Comparing fixture files with the texts of their sources, and writing the verdicts into them.

A folder holds one text a source, named by its slug: `vov-just-secure-cyberspace.txt`. Everything
that a fixture gives as printed is looked for in its paragraph: passages, credits, wordings,
figures, names. Only reports carry a verdict.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from events.checking import find_passage, find_words, worst
from hanoiconv.core.text import nfc
from hanoiconv.interchange.files import fixture_paths, read_rows, write_rows
from hanoiconv.interchange.rows import Fault, Row
from hanoiconv.interchange.understanding import form_of, model_of
from people.models.sources import fingerprint, paragraphs_of

# By model: the fields printed as they stand, and the field with the number of their paragraph.
PRINTED = {
    "events.wording": [("text", "paragraph")],
    "events.provision": [("heading", "paragraph")],
    "events.participation": [("printed_as", "paragraph")],
    "events.figure": [("words", "paragraph")],
    "events.photo": [("credit", "paragraph")],
}


@dataclass
class Checked:
    """What a check of fixture files found."""

    verdicts: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    printed: int = 0
    corrected: int = 0


def linked(row: Row, name: str) -> str:
    """The slug or key in a link of the row; empty where there is none."""
    link = row.fields.get(name) or [""]
    return str(link[0])


class RecordCheck:
    """One run over fixture files; `today` is the day that the verdicts will bear."""

    def __init__(self, texts: dict[str, str], rows: Sequence[Row], today: date) -> None:
        self.paragraphs = {slug: paragraphs_of(text) for slug, text in texts.items()}
        self.prints = {slug: fingerprint(text) for slug, text in texts.items()}
        self.rows = rows
        self.today = today
        self.result = Checked()
        self.by_name = {(row.model, row.name): row for row in rows}
        self.passages: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row.model == "events.passage":
                self.passages[linked(row, "report")].append(row)

    def run(self) -> Checked:
        for row in self.rows:
            if row.model == "events.report":
                self.check_report(row)
            elif row.model == "people.name":
                self.check_name(row)
            elif row.model == "events.depiction":
                self.check_depiction(row)
            else:
                for printed, number in PRINTED.get(row.model, []):
                    self.check_printed(row, self.source_of(row), printed, number)
        return self.result

    def source_of(self, row: Row) -> str:
        """The slug of the row's source, when its text is there; the skipped are counted."""
        slug = linked(row, "source")
        if slug and slug not in self.paragraphs:
            self.result.skipped[slug] += 1
            return ""
        return slug

    def fault(self, row: Row, name: str, reason: str) -> None:
        record = f"{row.model} {row.name}"
        self.result.faults.append(Fault(row.file, row.line, record, name, reason))

    def settle(self, row: Row, name: str, number: str, finding: Any, slug: str) -> None:
        """Counts a finding; corrects the number of its paragraph, or reports what is missing."""
        words = row.fields.get(name, "")
        if finding.paragraph is None:
            where = row.fields.get(number)
            place = _("paragraph %s of %s") % (where, slug) if where else slug
            self.fault(row, name, _("“%s” is not in %s") % (words, place))
            return
        self.result.printed += 1
        if row.fields.get(number) != finding.paragraph:
            row.fields[number] = finding.paragraph
            self.result.corrected += 1

    def check_printed(self, row: Row, slug: str, name: str, number: str) -> None:
        words = row.fields.get(name)
        if slug and words and row.fields.get(number) is None and self.is_in_title(words, slug):
            self.result.printed += 1
        elif slug and words:
            finding = find_words(words, self.paragraphs[slug], row.fields.get(number))
            self.settle(row, name, number, finding, slug)

    def is_in_title(self, words: str, slug: str) -> bool:
        """A headline has no paragraph number; texts are stored with and without theirs."""
        source = self.by_name.get(("people.source", slug))
        return source is not None and nfc(words) in nfc(source.fields.get("title", ""))

    def check_report(self, row: Row) -> None:
        slug = self.source_of(row)
        if not slug:
            return
        self.check_printed(row, slug, "printed_as", "printed_in")
        for name in ("via_printed", "occasion"):
            self.check_anywhere(row, slug, name)
        passages, mode = self.passages[row.name], row.fields.get("mode", "")
        verdict = worst([self.check_passage(passage, slug, mode) for passage in passages])
        row.fields["verdict"] = str(verdict)
        row.fields["checked_on"] = self.today.isoformat()
        row.fields["checked_sha256"] = self.prints[slug]
        self.result.verdicts[row.name] = str(verdict)

    def check_passage(self, row: Row, slug: str, mode: str) -> str:
        quoted, starts, ends = (row.fields.get(name, "") for name in ("quoted", "starts", "ends"))
        name, number = "quoted" if quoted else "starts", row.fields.get("paragraph")
        finding = find_passage(mode, quoted, starts, ends, self.paragraphs[slug], number)
        self.settle(row, name, "paragraph", finding, slug)
        return finding.verdict

    def check_anywhere(self, row: Row, slug: str, name: str) -> None:
        """Words that stand somewhere in the source, in a paragraph that no field numbers."""
        words = row.fields.get(name)
        if not words:
            return
        if find_words(words, ["\n".join(self.paragraphs[slug])], 1).paragraph is None:
            self.fault(row, name, _("“%s” is not in %s") % (words, slug))
        else:
            self.result.printed += 1

    def check_name(self, row: Row) -> None:
        for link in row.fields.get("sources", []):
            if link[0] in self.paragraphs:
                self.check_anywhere(row, link[0], "text")

    def check_depiction(self, row: Row) -> None:
        photo = self.by_name.get(("events.photo", linked(row, "photo")))
        slug = self.source_of(photo) if photo else ""
        if not photo or not slug:
            return
        for name in ("printed_as", "position"):
            words, number = row.fields.get(name), photo.fields.get("paragraph")
            if words:
                finding = find_words(words, self.paragraphs[slug], number)
                if finding.paragraph is not None and number in (finding.paragraph, None):
                    self.result.printed += 1
                else:
                    self.fault(row, name, _("“%s” is not in the caption") % words)


def source_texts(folder: Path) -> dict[str, str]:
    """The texts of a folder by the slug of their source.

    Raises:
        NotADirectoryError: it is no folder.
        ValueError: a file in it is no text.
    """
    if not folder.is_dir():
        raise NotADirectoryError(_("%s is no folder.") % folder)
    texts = {}
    for path in sorted(folder.glob("*.txt")):
        try:
            texts[path.stem] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValueError(_("%s is no UTF-8 text.") % path) from error
    return texts


def check_record(
    paths: Iterable[Path], sources: Path, today: date, *, write: bool = False
) -> Checked:
    """Checks fixture files against a folder of texts; with `write`, verdicts go into the files.

    A file that could not be imported is not checked: writing it again would lose what is wrong.

    Raises:
        OSError: a file or the folder is not there.
        ValueError: a file of the folder is no text.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    files = fixture_paths(paths)
    for path in files:
        found, wrong = read_rows(path)
        rows += found
        faults += wrong
    for row in rows:
        if model := model_of(row, faults):
            form_of(model).understood(row, faults)
    check = RecordCheck(source_texts(sources), rows, today)
    result = Checked(faults=faults) if faults else check.run()
    if write and not faults:
        for path in files:
            write_rows(path, [row for row in rows if row.file == str(path)])
    return result
