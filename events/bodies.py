"""The Markdown body of an article as pages show it: safe HTML, with statements set between.

The text is parsed once; HTML in it is shown as typed. What it may name: references.py.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import nh3
from django.apps import apps
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from events.references import (
    KINDS,
    Reference,
    Targets,
    known,
    parser,
    references_of,
    rows_of,
    target_of,
)

# What the parser can make; nh3 takes out the rest, should there ever be any.
TAGS = frozenset("p h2 h3 h4 ul ol li blockquote em strong a code pre br hr".split())  # noqa: SIM905


class Mention(NamedTuple):
    """A public record that a body links, with the address of its page."""

    kind: str
    title: str
    url: str


class Body(NamedTuple):
    """A body as a page shows it: safe HTML with statements between, and what it mentions."""

    blocks: list[Any]
    mentions: list[Mention]


def rendered(body: str, now: datetime) -> list[Any]:
    """The body as a page shows it at `now`: runs of safe HTML, and statements to set as quotes.

    A link to what is not public then becomes plain text, and such a statement is left out.
    At most five queries: one for all links, four for statements with what their cards show;
    a few more where a link names a record that was merged into another.
    """
    return rendered_all([body], now)[0].blocks


def rendered_all(bodies: Iterable[str], now: datetime, drafts: Collection[str] = ()) -> list[Body]:
    """Each of the bodies as a page shows it at `now`, with as many queries as for one.

    Records of the kinds in `drafts` are taken for public, unless they were withdrawn.
    """
    parsed = [parser().parse(body) for body in bodies]
    named = [[*references_of(tokens)] for tokens in parsed]
    references = [reference for references in named for reference in references]
    public = known(references, now, drafts)
    statements = _statements(public, now, drafts)
    return [
        Body([*_blocks(tokens, public, statements)], _mentions(references, public))
        for tokens, references in zip(parsed, named, strict=True)
    ]


def _mentions(references: list[Reference], public: Targets) -> list[Mention]:
    """Each public record once, in the order in which the body names them."""
    pairs = [(reference.kind, reference.slug) for reference in references]
    named = dict.fromkeys((pair[0], public[pair]) for pair in pairs if pair in public)
    return [Mention(kind, title, _address(kind, slug)) for kind, (slug, title) in named]


def _statements(public: Targets, now: datetime, drafts: Collection[str]) -> dict[str, Any]:
    """The public statements, by the slugs under which bodies name them."""
    slugs = {slug: target.slug for (kind, slug), target in public.items() if kind == "statement"}
    if not slugs:
        return {}
    rows = rows_of("statement", now, drafts).filter(slug__in=slugs.values())
    # Without a report there are no words to show.
    found = rows.exclude(reports=None).with_words(now)
    by_slug = {row.slug: row for row in found}
    return {named: by_slug[slug] for named, slug in slugs.items() if slug in by_slug}


def _blocks(tokens: list[Token], public: Targets, statements: dict[str, Any]) -> Iterator[Any]:
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


def _shown(token: Token, public: Targets) -> Token:
    """The token with references turned into addresses, or into text where there is no page."""
    if token.tag == "h1":
        token.tag = "h2"  # the headline is the page's only h1 (WCAG 1.3.1)
    kept: list[Token] = []
    dropped: list[bool] = []
    for child in token.children or []:
        if child.type == "link_open":
            reference = target_of(child)
            dropped.append(reference is not None and reference not in public)
            if reference in public and reference is not None:
                child.attrSet("href", _address(reference[0], public[reference].slug))
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
    html = parser().renderer.render(tokens, parser().options, {})
    clean = nh3.clean(html, tags=set(TAGS), attributes={"a": {"href", "title"}}, link_rel=None)
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above
