"""The Markdown body of an article: references to records, pull quotes, and safe HTML.

A reference is a link such as `[President Lương Cường](person:luong-cuong)`; a line of its own,
`{statement: slug}`, sets a pull quote. The text is parsed once; HTML in it is shown as typed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import nh3
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CharField, Value
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

# By the word in a reference: the model, and the field that names a row.
KINDS = {
    "person": ("people.Person", "name"),
    "organisation": ("people.Organisation", "name"),
    "source": ("people.Source", "title"),
    "event": ("events.Event", "title"),
    "statement": ("events.Statement", "gist"),
    "place": ("events.Place", "name"),
}
# Any scheme but those of the web names a kind of record; a misspelt one is told so.
REFERENCE = re.compile(r"(?!(?:https?|mailto):)([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
EMBED = re.compile(r"\{statement:\s*([^{}\s]+)\s*\}")
# What the parser can make; nh3 takes out the rest, should there ever be any.
TAGS = frozenset("p h2 h3 h4 ul ol li blockquote em strong a code pre br hr".split())  # noqa: SIM905
BREAKS = ("softbreak", "hardbreak")

Titles = dict[tuple[str, str], str]  # by kind and slug


@dataclass(frozen=True)
class Reference:
    """A record that a body names, and the line (from 1) where it does."""

    kind: str
    slug: str
    line: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class Mention(NamedTuple):
    """A public record that a body links, with the address of its page."""

    kind: str
    title: str
    url: str


class Body(NamedTuple):
    """A body as a page shows it: safe HTML with statements between, and what it mentions."""

    blocks: list[Any]
    mentions: list[Mention]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
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
    return [*_references(_parser().parse(body))]


def _references(tokens: list[Token]) -> Iterator[Reference]:
    for token in tokens:
        line = (token.map or [0])[0] + 1
        if token.type == "embed":
            yield Reference("statement", token.content, line)
        for child in token.children or []:
            line += child.type in BREAKS
            if reference := _target(child):
                yield Reference(*reference, line)


def _target(token: Token) -> tuple[str, str] | None:
    """Kind and slug that a link names, if it is a reference."""
    match = REFERENCE.fullmatch(str(token.attrGet("href") or ""))
    return (match[1], match[2]) if token.type == "link_open" and match else None


def known(references: Iterable[Reference], now: datetime | None = None) -> Titles:
    """Those of the references that exist, or are public at `now`, with their titles. One query."""
    wanted: dict[str, set[str]] = {}
    for reference in references:
        if reference.kind in KINDS:
            wanted.setdefault(reference.kind, set()).add(reference.slug)
    found = []
    for kind, slugs in sorted(wanted.items()):
        model, title = KINDS[kind]
        rows: Any = apps.get_model(model)._default_manager.filter(slug__in=slugs)
        rows = rows.public(now) if now else rows
        label = Value(kind, output_field=CharField())
        found.append(rows.order_by().values_list(label, "slug", title))
    if not found:
        return {}
    # An order by a column that is there: Django 6.1 else orders by the first model's own.
    rows = found[0].union(*found[1:], all=True).order_by("slug")
    return {(kind, slug): title for kind, slug, title in rows}


def check_references(body: str, now: datetime | None = None) -> list[ValidationError]:
    """What is wrong with the references: those to nothing, or with `now` those not public then."""
    references = references_in(body)
    there = known(references, now)
    message = (
        _("Line %(line)d: %(reference)s is not public yet.")
        if now
        else _("Line %(line)d: there is no %(reference)s on record.")
    )
    return [
        ValidationError(message, params={"line": reference.line, "reference": reference})
        for reference in references
        if (reference.kind, reference.slug) not in there
    ]


def rendered(body: str, now: datetime) -> list[Any]:
    """The body as a page shows it at `now`: runs of safe HTML, and statements to set as quotes.

    A link to what is not public then becomes plain text, and such a statement is left out.
    At most five queries: one for all links, four for statements with what their cards show.
    """
    return rendered_all([body], now)[0].blocks


def rendered_all(bodies: Iterable[str], now: datetime) -> list[Body]:
    """Each of the bodies as a page shows it at `now`, with as many queries as for one."""
    parsed = [_parser().parse(body) for body in bodies]
    named = [[*_references(tokens)] for tokens in parsed]
    references = [reference for references in named for reference in references]
    public = known(references, now)
    statements = _statements(references, now)
    return [
        Body([*_blocks(tokens, public, statements)], _mentions(references, public))
        for tokens, references in zip(parsed, named, strict=True)
    ]


def _mentions(references: list[Reference], public: Titles) -> list[Mention]:
    """Each public record once, in the order in which the body names them."""
    pairs = dict.fromkeys((reference.kind, reference.slug) for reference in references)
    return [
        Mention(kind, public[kind, slug], _address(kind, slug))
        for kind, slug in pairs
        if (kind, slug) in public
    ]


def _statements(references: list[Reference], now: datetime) -> dict[str, Any]:
    slugs = {reference.slug for reference in references if reference.kind == "statement"}
    if not slugs:
        return {}
    rows: Any = apps.get_model(KINDS["statement"][0])._default_manager.filter(slug__in=slugs)
    return {row.slug: row for row in rows.public(now).with_words(now)}


def _blocks(tokens: list[Token], public: Titles, statements: dict[str, Any]) -> Iterator[Any]:
    run: list[Token] = []
    for token in tokens:
        if token.type != "embed":
            run.append(_shown(token, public))
            continue
        if run:
            yield _html(run)
            run = []
        if token.content in statements:
            yield statements[token.content]
    if run:
        yield _html(run)


def _shown(token: Token, public: Titles) -> Token:
    """The token with references turned into addresses, or into text where there is no page."""
    if token.tag == "h1":
        token.tag = "h2"  # the headline is the page's only h1 (WCAG 1.3.1)
    kept: list[Token] = []
    dropped: list[bool] = []
    for child in token.children or []:
        if child.type == "link_open":
            reference = _target(child)
            dropped.append(reference is not None and reference not in public)
            if reference in public and reference is not None:
                child.attrSet("href", _address(*reference))
            if not dropped[-1]:
                kept.append(child)
        elif child.type == "link_close":
            if not dropped.pop():
                kept.append(child)
        else:
            kept.append(child)
    if token.children:
        token.children = kept
    return token


def _address(kind: str, slug: str) -> str:
    return apps.get_model(KINDS[kind][0])(slug=slug).get_absolute_url()


def _html(tokens: list[Token]) -> SafeString:
    parser = _parser()
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(html, tags=set(TAGS), attributes={"a": {"href", "title"}}, link_rel=None)
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above
