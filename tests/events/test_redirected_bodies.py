import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.redirected_bodies import NOTHING_LEFT, redirected
from events.references import references_in

TAB = "1.\t- \t[tab *it*](event:draft)\n\tlazy <event:draft> `code`"


def leads_to(kind, slug):
    """What stays, what has another slug today, and what goes."""
    return {"old": "now"}.get(slug, None if slug.startswith("draft") else slug)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Nothing to do.", "Nothing to do."),
        ("See [the **X** man](person:draft).", "See the **X** man."),
        ("[a](person:draft) [b](<event:draft> 'T') [c](person:c)", "a b [c](person:c)"),
        ("[a](person&#58;draft) \\[b](person:draft)", "a \\[b](person:draft)"),
        ("- [a\n  b](person:draft)\n\n> [c](person:draft\n> ) d", "- a\n  b\n\n> c\n>  d"),
        ("## Head [x](person:draft) ##", "## Head x ##"),
        ("A <person:draft> <person:c> <https://x.org>", "A  <person:c> <https://x.org>"),
        ("A\n{statement: draft}\nB", "A\n\nB"),
        ("A\n\n{statement: draft}\n\nB\n\n{statement: ok}", "A\n\nB\n\n{statement: ok}"),
        ("[a][x], [x], [x][]\n\n[x]: person:draft 'T'\n\nEnd", "a, x, x\n\nEnd"),
        ("Text\n\n[unused]: person:draft\n[kept]: https://x.org", "Text\n\n[kept]: https://x.org"),
        ("[X]\n\n[x]: person:draft\n[x]: person:draft-too", "X"),
        ("[foo](unknown:thing) `[c](person:draft)`", "[foo](unknown:thing) `[c](person:draft)`"),
        ("[a](person:old 'T') <person:old>", "[a](person:now) <person:now>"),
        ("{statement: old}\n\n[r][]\n\n[r]: person:old", "{statement: now}\n\n[r](person:now)"),
        ("{statement: draft}", NOTHING_LEFT),
        ("- a\n\t*b* [c](person:old)\n\td", "- a\n\t*b* [c](person:now)\n\td"),
        ("- [a](person:old\n\t'T') b", "- [a](person:now)\n\t b"),
        ("\u3000\n**a** [b](person:old)", "\u3000\n**a** [b](person:now)"),
        ("> \u3000\n> **a** [b](person:draft)", "> \u3000\n> **a** b"),
        ("- [x]: person:old\n\t'T'\n\n  [x]", "- [X]: person:now\n\n  [x](person:now)"),
    ],
)
def test_references_lead_on_or_go(body, expected):
    assert redirected(body, leads_to).removesuffix("\n\n[R]: person:now") == expected


def test_block_that_is_not_found_as_it_was_parsed_becomes_its_words(monkeypatch):
    monkeypatch.setattr("events.redirected_bodies.ROUNDS", 0)

    body = f"Before [it](person:ok).\n\n{TAB}\n\n{{statement: draft}}\n\nAfter."
    text = redirected(body, leads_to)

    assert re.split("\n\n+", text) == ["Before [it](person:ok).", "tab it lazy code", "After."]


def test_with_all_to_keep_such_a_block_stays(monkeypatch):
    monkeypatch.setattr("events.redirected_bodies.ROUNDS", 0)

    body = "See [it](person:old).\n\n{statement: old}"

    assert redirected(body, leads_to, keep_all=True) == body


PIECES = [
    *["[words](person:draft)", "[a [b] c](event:draft 'T')", "<person:draft>", "[x][d]", "[d]"],
    *["\n\n[d]: person:draft\n\n", "\n{statement: draft}\n", "\n\n{statement: draft}\n\n"],
    *["[d]:\n person:draft\n", "\\[", "]", "[", "(person:", "`", "*", "**", "!", "<", ">", "\\"],
    *["\n> ", "\n- ", "\n1. ", "\n\t", "\n    ", "\n\n", " ", "\n# ", "\n---\n", "```\n", "words"],
    *["[ok](person:ok)", "[old](person:old)", "{statement: old}\n", "<event:old>"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_however_it_is_written_no_reference_to_what_stays_here_is_left(body):
    text = redirected(body, leads_to)

    assert [ref for ref in references_in(text) if leads_to(ref.kind, ref.slug) != ref.slug] == []
    assert redirected(text, leads_to) == text  # no definition that nothing uses either


def today(kind, slug):
    return slug.replace("draft", "today").replace("old", "now")


@given(st.lists(st.sampled_from([*PIECES, "\u3000\n"]), max_size=14).map("".join))
def test_however_it_is_written_no_reference_is_lost_where_all_is_kept(body):
    body = body.strip("\n")

    text = redirected(body, today, keep_all=True)

    led = [f"{ref.kind}:{today(ref.kind, ref.slug)}" for ref in references_in(body)]
    found = references_in(text)
    assert [f"{ref.kind}:{today(ref.kind, ref.slug)}" for ref in found] == led
