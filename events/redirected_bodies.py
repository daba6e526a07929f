"""A body for elsewhere: still Markdown, its references led on or taken out.

Where a reference leads nowhere, `[words](person:x)` becomes `words`, and an embed and a definition
lose their lines. What cannot be changed where it stands becomes the plain text of its block, so
that no way of writing a reference is missed; or else it stays, where nothing is to be hidden.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, link
from markdown_it.token import Token

from events.references import BREAKS, named_by, new_parser

# The slug today of what a kind and a slug name; None where the reference is to go.
LeadsTo = Callable[[str, str], str | None]
Span = tuple[int, int, str]  # within a block's content: from, up to, and what stands there instead
Edit = tuple[int, int, int, str]  # line, first column, column behind the last, new text
ROUNDS = 3  # of editing, before blocks become plain text
NOTHING_LEFT = "…"  # a body is never empty
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def redirected(body: str, leads_to: LeadsTo, *, keep_all: bool = False) -> str:
    """The Markdown with its references as `leads_to` has them.

    With `keep_all`, what cannot be changed where it stands stays as it is, so that nothing is lost.
    """
    rounds = 0
    while work := _work(body, leads_to):
        lines = body.split("\n")
        edits = [*_edits(lines, work)]
        if keep_all and rounds == ROUNDS:
            break
        if rounds >= ROUNDS or (None in edits and not keep_all):
            _flatten(lines, work)
        else:
            for number, start, end, text in sorted(filter(None, edits), reverse=True):
                lines[number] = lines[number][:start] + text + lines[number][end:]
            _replace(lines, work.lines)
        body = "\n".join(lines).strip("\n")
        rounds += 1
    return body if body.strip() else NOTHING_LEFT


@dataclass
class _Work:
    """What is to be done about a body."""

    tokens: list[Token]
    lines: dict[range, str] = field(default_factory=dict)  # of embeds and definitions: new text
    links: list[tuple[Token, list[Span]]] = field(default_factory=list)  # by block

    def __bool__(self) -> bool:
        return bool(self.lines or self.links)


def _work(body: str, leads_to: LeadsTo) -> _Work:
    env: dict[str, Any] = {"links": []}
    work = _Work(_recording_parser().parse(body, env))
    lines = body.split("\n")
    for token in work.tokens:
        if token.type == "embed" and token.map:
            slug = leads_to("statement", token.content)
            if slug != token.content:
                work.lines[range(*token.map)] = f"{{statement: {slug}}}" if slug else ""
    for label, definition in env.get("references", {}).items():
        changed, href = _led(definition["href"], leads_to)
        if changed:
            place = range(*definition["map"])
            before = lines[place.start].partition("[")[0]  # the mark of a quote or a list item
            work.lines[place] = f"{before}[{label}]: {href}" if href else ""
    for definition in env.get("duplicate_refs", []):  # which nothing reads
        if named_by(definition["href"]):
            work.lines[range(*definition["map"])] = ""
    for block, href, start, words_end, end in env["links"]:
        changed, href = _led(href, leads_to)
        if changed and words_end is None:
            work.links.append((block, [(start, end, f"<{href}>" if href else "")]))
        elif changed:
            around = ("[", f"]({href})") if href else ("", "")
            work.links.append((block, [(start, start + 1, around[0]), (words_end, end, around[1])]))
    return work


def _led(href: str, leads_to: LeadsTo) -> tuple[bool, str]:
    """Whether a link is to change, and its new target; empty where it is to go."""
    reference = named_by(href)
    if reference is None:
        return False, href
    kind, slug = reference
    today = leads_to(kind, slug)
    return today != slug, f"{kind}:{today}" if today else ""


@lru_cache(maxsize=1)
def _recording_parser() -> MarkdownIt:
    """The parser of bodies, which also notes where each link stands in its block."""
    parser = new_parser()
    parser.core.ruler.at("inline", _inline_rule)
    parser.inline.ruler.at("link", _link_rule)
    parser.inline.ruler.at("autolink", _autolink_rule)
    return parser


def _inline_rule(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            state.env["block"] = token
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _link_rule(state: StateInline, silent: bool) -> bool:
    """Reads a link; notes where its words start and end."""
    if state.src[state.pos] != "[":
        return False
    start, at = state.pos, len(state.tokens)
    words_end = state.md.helpers.parseLinkLabel(state, start, True)
    found = link(state, silent)
    if found and not silent:
        _note(state, at, start, words_end)
    return found


def _autolink_rule(state: StateInline, silent: bool) -> bool:
    """Reads a link whose words are its target."""
    start, at = state.pos, len(state.tokens)
    found = autolink(state, silent)
    if found and not silent:
        _note(state, at, start, None)
    return found


def _note(state: StateInline, at: int, start: int, words_end: int | None) -> None:
    opening = next(token for token in state.tokens[at:] if token.type == "link_open")
    href = str(opening.attrGet("href") or "")
    state.env["links"].append((state.env["block"], href, start, words_end, state.pos))


def _edits(lines: list[str], work: _Work) -> Iterator[Edit | None]:
    """The edits in the lines of the body; None for what is not found where it should stand."""
    for block, spans in work.links:
        contents = block.content.split("\n")
        # Lines of wide spaces at the start of a block are in its map, but not in its content.
        places = range(*(block.map or [0, 0]))
        first = next((at for at in places if contents[0] in lines[at]), len(lines))
        columns = [
            lines[first + i].rfind(content.lstrip(" ")) if first + i < len(lines) else -1
            for i, content in enumerate(contents)
        ]
        if min(columns) < 0:
            yield None
            continue
        for span in spans:
            yield from _placed(span, first, contents, columns)


def _placed(span: Span, first: int, contents: list[str], columns: list[int]) -> Iterator[Edit]:
    """A span of a block's content as edits, one for each line it reaches into."""
    start, end, text = span
    offset = 0
    for i, content in enumerate(contents):
        indent = len(content) - len(content.lstrip(" "))  # in the line it may be tabs
        low, high = max(start - offset, indent), min(end - offset, len(content))
        if low < high:
            column = columns[i] - indent
            yield first + i, column + low, column + high, text
            text = ""
        offset += len(content) + 1


def _flatten(lines: list[str], work: _Work) -> None:
    """Sets the outermost blocks in which there is something to do as plain text."""
    wanted = {id(block) for block, _spans in work.links}
    changes = dict(work.lines)
    tops: list[list[Token]] = []
    for token in work.tokens:
        if token.level == 0 and token.nesting >= 0:
            tops.append([])
        tops[-1].append(token)
    for inside in tops:
        if wanted & {id(token) for token in inside} and (place := inside[0].map or inside[1].map):
            here = range(*place)
            changes = {at: text for at, text in changes.items() if at.start not in here}
            texts = [plain_text(token) for token in inside if token.content]
            words = [PUNCTUATION.sub(r"\\\1", text) for text in texts if text]
            # On its own: a line of the next block must not make a heading of it.
            changes[here] = "\n{}\n".format("\n\n".join(words)) if words else ""
    _replace(lines, changes)


def plain_text(token: Token) -> str:
    """The words of a block, without links whose words are their target."""
    words, is_reference = [], False
    for child in token.children or []:
        if child.type in ("link_open", "link_close"):
            is_reference = child.type == "link_open" and child.markup == "autolink"
        elif not is_reference:
            words.append(" " if child.type in BREAKS else child.content)
    return " ".join("".join(words).split()) if token.type == "inline" else token.content


def _replace(lines: list[str], changes: dict[range, str]) -> None:
    """Sets other text in place of whole lines; where nothing is left, paragraphs stay apart."""
    for place in sorted(changes, key=lambda place: place.start, reverse=True):
        before = lines[place.start - 1].strip() if place.start else ""
        behind = lines[place.stop].strip() if place.stop < len(lines) else ""
        if changes[place]:
            lines[place.start : place.stop] = changes[place].split("\n")
        elif before and behind:
            lines[place.start : place.stop] = [""]
        else:
            is_doubled = not before and place.stop < len(lines)  # the empty line, with the next
            lines[place.start : place.stop + is_doubled * (not behind)] = []
