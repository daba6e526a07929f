from datetime import UTC, datetime, timedelta

import nh3
import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from events.bodies import TAGS, rendered
from events.models import Article
from events.references import check_references, references_in
from tests.make import (
    make_event,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_report,
    make_source,
    make_speaker,
    make_statement,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def html_of(body, now=NOON):
    """The body as one run of HTML, for bodies without pull quotes."""
    runs = rendered(body, now)
    assert len(runs) <= 1
    return runs[0] if runs else ""


@pytest.mark.django_db
def test_links_lead_to_the_pages_of_records():
    person, organisation = make_person(slug="giang"), make_organisation(slug="unodc")
    place, source = make_place(slug="hanoi"), make_source(slug="vov")
    event = make_event(slug="signing", place=place)
    statement = make_statement(slug="thanks", report={"source": source})
    make_speaker(statement=statement, person=person, organisation=organisation)

    html = html_of(
        f"[a](person:{person.slug}) [b](organisation:unodc) [c](place:hanoi) [d](source:vov) "
        f"[e](event:{event.slug}) [*f*](statement:thanks) [g](https://example.org/ 'Title')"
    )

    assert html == (
        '<p><a href="/people/giang/">a</a> <a href="/organisations/unodc/">b</a> '
        '<a href="/places/hanoi/">c</a> <a href="/sources/vov/">d</a> '
        '<a href="/events/signing/">e</a> <a href="/statements/thanks/"><em>f</em></a> '
        '<a href="https://example.org/" title="Title">g</a></p>\n'
    )


@pytest.mark.django_db
def test_link_to_what_is_not_public_is_text():
    make_person(slug="hidden")
    make_event(slug="draft", status="draft")

    html = html_of("[The *man*](person:hidden), [an event](event:draft), [none](place:none).")

    assert html == "<p>The <em>man</em>, an event, none.</p>\n"


@pytest.mark.django_db
def test_link_turns_to_text_when_its_record_is_withdrawn():
    event = make_event(slug="signing")
    body = "At [the signing](event:signing)."
    assert html_of(body) == '<p>At <a href="/events/signing/">the signing</a>.</p>\n'

    event.status, event.withdrawn_reason = "withdrawn", "It was called off."
    event.save()

    assert html_of(body) == "<p>At the signing.</p>\n"


@pytest.mark.django_db
def test_embed_is_a_statement_between_runs_of_html():
    statement = make_statement(slug="thanks")

    runs = rendered("Before.\n\n{statement: thanks}\n\nAfter.\n\nThe end.", NOON)

    assert runs == ["<p>Before.</p>\n", statement, "<p>After.</p>\n<p>The end.</p>\n"]


@pytest.mark.django_db
def test_embed_between_lines_of_a_paragraph_is_one_too():
    statement = make_statement(slug="thanks")

    runs = rendered("Before.\n{statement: thanks}\nAfter.", NOON)

    assert runs == ["<p>Before.</p>\n", statement, "<p>After.</p>\n"]


@pytest.mark.django_db
def test_embed_vanishes_when_its_statement_is_withdrawn():
    first = make_statement(slug="first")
    make_statement(slug="second", status="withdrawn")
    make_statement(slug="third", publish_at=NOON + timedelta(microseconds=1))
    body = "{statement: second}\n\nBetween.\n\n{statement: first}\n\n{statement: third}"

    assert rendered(body, NOON) == ["<p>Between.</p>\n", first]
    assert rendered("{statement: second}", NOON) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 5])
def test_body_needs_the_same_queries_for_any_number_of_references(
    number, django_assert_num_queries
):
    blocks = []
    for _ in range(number):
        statement, person = make_statement(), make_person()
        make_report(statement=statement)
        make_participation(person=person)
        blocks += [f"[a](person:{person.slug})", f"{{statement: {statement.slug}}}"]

    with django_assert_num_queries(5):  # links; statements, speakers, reports, passages
        runs = rendered("\n\n".join(blocks), NOON)
        shown = [
            (speaker.credit, report.source.publisher.name, passage.quoted)
            for statement in runs[1::2]
            for speaker in statement.speakers.all()
            for report in statement.reports.all()
            for passage in report.passages.all()
        ]

    assert len(shown) == 2 * number


def test_body_without_references_needs_no_query():
    assert html_of("Plain *words*.") == "<p>Plain <em>words</em>.</p>\n"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b onclick='x()'>bold</b>", "<p>&lt;b onclick='x()'&gt;bold&lt;/b&gt;</p>\n"),
        ("<div>\nblock\n</div>", "<p>&lt;div&gt;\nblock\n&lt;/div&gt;</p>\n"),
        ("a <!-- note --> b", "<p>a &lt;!-- note --&gt; b</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](JaVaScRiPt:alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>\n"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>\n"),
        ("[x](vbscript:x)", "<p>[x](vbscript:x)</p>\n"),
        ("![alt](https://x.org/a.png)", '<p>!<a href="https://x.org/a.png">alt</a></p>\n'),
        ("# One", "<h2>One</h2>\n"),
        ("One\n===", "<h2>One</h2>\n"),
        ("## Two\n\n### Three", "<h2>Two</h2>\n<h3>Three</h3>\n"),
        ("> quote", "<blockquote>\n<p>quote</p>\n</blockquote>\n"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"),
        ("a  \nb\n\n---", "<p>a<br>\nb</p>\n<hr>\n"),
        ("`<i>`", "<p><code>&lt;i&gt;</code></p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("“Just” – Hà Nội", "<p>“Just” – Hà Nội</p>\n"),
    ],
)
def test_html_is_safe_and_plain(body, html):
    assert html_of(body) == html


def test_body_is_marked_safe_for_templates():
    assert hasattr(html_of("Words."), "__html__")


PIECES = st.sampled_from(
    [
        *["[a](person:b)", "[a](event:", "{statement: c}", "{statement:", "}", "](", "![", "\\"],
        *["<script>", "</p>", "<a href='", "javascript:", "&lt;", "`", "```", "*", "_", "# ", "> "],
        *["- ", "1. ", "\n", "\n\n", "    ", "  \n", "<https://x.org>", "<person:b>", "[r]"],
        "[r]: person:b\n",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(TEXTS)
@example("[a](person:\x00)")
@example("{statement: \ufffd}")
def test_any_text_is_rendered_as_safe_html_and_checked(body):
    runs = rendered(body, NOON)
    errors = check_references(body)

    html = "".join(runs)
    assert nh3.clean(html, tags={*TAGS}, attributes={"a": {"href", "title"}}, link_rel=None) == html
    assert "<h1" not in html
    assert "<script" not in html
    assert 'href="person:' not in html
    assert len(errors) == len(references_in(body))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text())
def test_any_text_can_be_the_body_of_a_draft_or_is_refused(body):
    article = Article(
        slug="any", headline="Any", standfirst="Any.", byline="Nobody", body=body or "Empty."
    )

    try:
        article.full_clean()
        refused = []
    except ValidationError as refusal:
        refused = [*refusal.message_dict]

    assert refused in ([], ["body"])
