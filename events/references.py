"""What the Markdown body of an article names: references to records, found and checked.

A reference is a link such as `[President Lương Cường](person:luong-cuong)`; a line of its own,
`{statement: slug}`, sets a pull quote.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CharField, Q, Value
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from hanoiconv.core.batches import batches
from hanoiconv.core.former_slugs import FormerSlug, followed
from hanoiconv.core.publication import Publishable

# By the word in a reference: the model, and the field that names a row.
KINDS = {
    "person": ("people.person", "name"),
    "organisation": ("people.organisation", "name"),
    "source": ("people.source", "title"),
    "event": ("events.event", "title"),
    "statement": ("events.statement", "gist"),
    "place": ("events.place", "name"),
}
KIND_OF = {label: kind for kind, (label, _title) in KINDS.items()}
MOST_ASKED = 5000  # references a query, each of which it names twice
# Any scheme but those of the web names a kind of record; a misspelt one is told so.
REFERENCE = re.compile(r"(?!(?:https?|mailto):)([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
EMBED = re.compile(r"\{statement:\s*([^{}\s]+)\s*\}")
BREAKS = ("softbreak", "hardbreak")

Titles = dict[tuple[str, str], str]  # by kind and slug
Slugs = dict[str, set[str]]  # by kind


class Target(NamedTuple):
    """The record that a reference leads to: its slug today, and its title."""

    slug: str
    title: str


Targets = dict[tuple[str, str], Target]  # by kind and slug as references name them


@dataclass(frozen=True)
class Reference:
    """A record that a body names, and the line (from 1) where it does."""

    kind: str
    slug: str
    line: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser of bodies, made once."""
    return new_parser()


def new_parser() -> MarkdownIt:
    """A parser of bodies, for a caller who changes its rules."""
    # No images: a page fetches nothing from elsewhere, and lead pictures are photos on file.
    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    # Before the paragraph rule, and allowed to end a paragraph: such a line stands on its own.
    parser.block.ruler.before("paragraph", "embed", _embed_rule, {"alt": ["paragraph"]})
    return parser


def _embed_rule(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """Reads a line `{statement: slug}` of the body itself; in a list or a quote it stays text."""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    match = EMBED.fullmatch(text.strip())
    if not match or state.level or state.is_code_block(line):
        return False
    if not silent:
        token = state.push("embed", "", 0)
        token.content, token.map = match[1], [line, line + 1]
        state.line = line + 1
    return True


def references_in(body: str) -> list[Reference]:
    """Every record that the body links or embeds, in order."""
    return [*_references_in(body)]


# Kept because checks ask of the same texts again and again, and parsing takes a millisecond each.
@lru_cache(maxsize=500)
def _references_in(body: str) -> tuple[Reference, ...]:
    return (*references_of(parser().parse(body)),)


def references_of(tokens: list[Token]) -> Iterator[Reference]:
    """The same of a body that is parsed already."""
    for token in tokens:
        line = (token.map or [0])[0] + 1
        if token.type == "embed":
            yield Reference("statement", token.content, line)
        for child in token.children or []:
            line += child.type in BREAKS
            if reference := target_of(child):
                yield Reference(*reference, line)


def target_of(token: Token) -> tuple[str, str] | None:
    """Kind and slug that a link names, if it is a reference."""
    return named_by(str(token.attrGet("href") or "")) if token.type == "link_open" else None


def named_by(href: str) -> tuple[str, str] | None:
    """Kind and slug that the target of a link names, if it is a reference."""
    match = REFERENCE.fullmatch(href)
    return (match[1], match[2]) if match else None


def known(
    references: Iterable[Reference], now: datetime | None = None, drafts: Collection[str] = ()
) -> Targets:
    """Those of the references that lead to a record, or to one that is public at `now`.

    Of kinds in `drafts` also to what may be public later: to all but what was withdrawn. One
    query for thousands; a few more where one names a record that was merged into another.
    """
    pairs = {(ref.kind, ref.slug) for ref in references if ref.kind in KINDS}
    titles, former = _on_record(pairs, now, drafts)
    merged = {
        (kind, slug): (kind, today)
        for kind, slugs in sorted(former.items())
        for slug, today in followed(KINDS[kind][0], slugs).items()
    }
    if merged:
        titles |= _on_record(set(merged.values()), now, drafts)[0]
    leading = {pair: merged.get(pair, pair) for pair in pairs}
    return {
        pair: Target(target[1], titles[target])
        for pair, target in leading.items()
        if target in titles
    }


def _on_record(
    pairs: set[tuple[str, str]], now: datetime | None, drafts: Collection[str]
) -> tuple[Titles, Slugs]:
    """The pairs that a record has, public at `now`, and the former slugs among the rest."""
    titles: Titles = {}
    former: Slugs = defaultdict(set)
    for some in batches(sorted(pairs), MOST_ASKED):
        for kind, slug, title in _rows_of(some, now, drafts):
            if kind in KINDS:
                titles[kind, slug] = title
            else:
                former[KIND_OF[kind]].add(slug)
    return titles, former


def _rows_of(
    pairs: list[tuple[str, str]], now: datetime | None, drafts: Collection[str]
) -> Iterable[tuple[str, str, str]]:
    """Kind, slug and title of the records there are; label, slug and slug today of former slugs."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, slug in pairs:
        wanted[kind].add(slug)
    found, was = [], Q(pk__in=[])
    for kind, slugs in wanted.items():
        model, title = KINDS[kind]
        rows = rows_of(kind, now, drafts).filter(slug__in=slugs)
        label = Value(kind, output_field=CharField())
        found.append(rows.order_by().values_list(label, "slug", title))
        was |= Q(kind=model, slug__in=slugs)
    former = FormerSlug.objects.filter(was).values_list("kind", "slug", "now")
    # An order by a column that is there: Django 6.1 else orders by the first model's own.
    return found[0].union(*found[1:], former, all=True).order_by("slug")


def rows_of(kind: str, now: datetime | None, drafts: Collection[str] = ()) -> Any:
    """The records of a kind: all, or those public at `now`, or with drafts all not withdrawn."""
    model: Any = apps.get_model(KINDS[kind][0])
    if now is None:
        return model._default_manager.all()
    if kind not in drafts:
        return model._default_manager.public(now)
    if issubclass(model, Publishable):
        return model._default_manager.exclude(status=Publishable.Status.WITHDRAWN)
    return model._default_manager.all()


def check_references(body: str, now: datetime | None = None) -> list[ValidationError]:
    """What is wrong with the references: those to nothing, or with `now` those not public then."""
    return check_references_of([body], now)[0]


def check_references_of(
    bodies: Iterable[str], now: datetime | None = None, *, allow_withdrawn: bool = False
) -> list[list[ValidationError]]:
    """The same for each of many bodies, with as many queries as for one.

    What was withdrawn may be allowed: it was public, and its links turn into text.
    """
    named = [references_in(body) for body in bodies]
    pairs = {(ref.kind, ref.slug) for references in named for ref in references}
    there = {*known((reference for references in named for reference in references), now)}
    if allow_withdrawn:
        there |= _withdrawn(pairs - there)
    message = (
        _("Line %(line)d: %(reference)s is not public yet.")
        if now
        else _("Line %(line)d: there is no %(reference)s on record.")
    )
    return [
        [
            ValidationError(message, params={"line": reference.line, "reference": reference})
            for reference in references
            if (reference.kind, reference.slug) not in there
        ]
        for references in named
    ]


def _withdrawn(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the pairs that were withdrawn. No query where there are none to ask for."""
    found: set[tuple[str, str]] = set()
    for kind, (label, _title) in KINDS.items():
        model: Any = apps.get_model(label)
        if not issubclass(model, Publishable):
            continue
        withdrawn = model._base_manager.filter(status=Publishable.Status.WITHDRAWN)
        for some in batches(sorted(slug for word, slug in pairs if word == kind)):
            rows = withdrawn.filter(slug__in=some)
            found |= {(kind, slug) for slug in rows.values_list("slug", flat=True)}
    return found
