"""What holds for our own record beyond what the models demand: sources, readers, house style."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from events.models import (
    Article,
    Event,
    Figure,
    Instrument,
    Participation,
    Photo,
    Place,
    Report,
    Statement,
    Topic,
    Wording,
)
from events.references import known, references_in
from hanoiconv.core.text import fold
from hanoiconv.interchange.shape import record_models
from people.models import Organisation, Person, Role, Source

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, tzinfo=UTC)
# The sources whose text we hold, so that every report of theirs can be checked.
READ = [
    "qdnd-foreign-media",
    "vna-signing-ceremony",
    "vns-towards-ha-noi",
    "vov-just-secure-cyberspace",
    "wvr-road-to-hanoi",
]
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
EMBED = re.compile(r"^\{statement:.*\}$", re.MULTILINE)
QUOTATION = re.compile(r"“[^”]*”|‘[^’]*’")


@pytest.fixture(scope="module", autouse=True)
def record(django_db_setup, django_db_blocker):
    """The fixtures, loaded once for all the tests of this file, which only read."""
    folder = settings.BASE_DIR / "fixtures"
    files = [*sorted(folder.glob("*.json")), *sorted(folder.glob("articles/*.json"))]
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *map(str, files), verbosity=0)
        yield
        transaction.set_rollback(True)


def slugs(rows):
    return [row.natural_key()[0] for row in rows]


def our_texts():
    """What we say in our own words, as readers see it, by record and field."""
    fields = {
        Article: ["kicker", "headline", "standfirst", "byline", "body"],
        Event: ["title", "date_words", "summary"],
        Figure: ["measure", "unit"],
        Instrument: ["name", "summary", "entry_rule"],
        Organisation: ["name"],
        Participation: ["described_as"],
        Photo: ["caption", "alt"],
        Place: ["name"],
        Role: ["title"],
        Statement: ["gist"],
        Topic: ["name"],
    }
    for model, names in fields.items():
        for row in model.objects.all():
            for name in names:
                yield f"{row.natural_key()[0]}.{name}", seen(getattr(row, name))


def seen(body):
    return LINK.sub(r"\1", EMBED.sub("", body))


@pytest.mark.parametrize("model", record_models().values(), ids=record_models())
def test_every_row_passes_the_rules_of_a_form(model):
    wrong = []
    for row in model.objects.all():
        try:
            row.full_clean()
        except ValidationError as error:
            wrong.append((row.natural_key()[0], error.message_dict))

    assert wrong == []


def test_every_statement_has_a_speaker_and_a_report():
    assert slugs(Statement.objects.filter(speakers=None)) == []
    assert slugs(Statement.objects.filter(reports=None)) == []


def test_every_report_of_a_source_that_we_hold_has_passages_and_matches_the_print():
    reports = Report.objects.filter(source__slug__in=READ)

    assert sorted(set(reports.values_list("source__slug", flat=True))) == READ
    assert slugs(reports.filter(passages=None)) == []
    assert slugs(reports.exclude(verdict__in=["exact", "typographic", "elided"])) == []
    assert len(set(reports.values_list("source", "checked_sha256", "checked_on"))) == len(READ)


def test_reports_of_other_sources_are_not_yet_checked():
    others = Report.objects.exclude(source__slug__in=READ)

    assert slugs(others.exclude(verdict="unchecked")) == []


def test_every_passage_has_its_paragraph_where_we_hold_the_text():
    reports = Report.objects.filter(source__slug__in=READ)

    assert slugs(reports.filter(passages__paragraph=None)) == []


def test_every_event_rests_on_a_source():
    sourced = Event.objects.none()
    for path in ("wordings", "participations", "figures", "photos", "statements__reports"):
        sourced |= Event.objects.filter(**{f"{path}__source__isnull": False})

    assert slugs(Event.objects.exclude(pk__in=sourced.values("pk"))) == []


def test_every_wording_of_a_date_has_the_date_that_it_means():
    dates = Wording.objects.filter(aspect="date")

    assert dates.exists()
    assert slugs(dates.filter(date="")) == []


@pytest.mark.parametrize(
    "model",
    [Article, Event, Organisation, Person, Photo, Place, Source, Statement, Topic],
    ids=lambda model: model._meta.model_name,
)
def test_everything_is_seen_by_readers(model):
    assert slugs(model.objects.exclude(pk__in=model.objects.public(NOW))) == []


def test_there_is_an_article_for_each_source_we_read_and_one_on_the_road():
    articles = Article.objects.all()

    assert len(articles) >= 6
    for slug in READ:
        assert articles.filter(sources__slug=slug).exists()
    assert articles.get(slug="from-2019-to-vienna").sources.count() >= 5


def test_articles_link_and_embed_only_what_readers_see():
    references = [ref for article in Article.objects.all() for ref in references_in(article.body)]

    assert known(references, NOW).keys() == {(ref.kind, ref.slug) for ref in references}


def test_articles_have_links_and_an_embed():
    for article in Article.objects.all():
        assert len(references_in(article.body)) >= 5, article.slug
        assert EMBED.search(article.body), article.slug


def test_articles_name_every_source_that_they_link_and_no_other_is_needed():
    for article in Article.objects.all():
        linked = {ref.slug for ref in references_in(article.body) if ref.kind == "source"}

        assert linked <= set(slugs(article.sources.all())), article.slug


def test_articles_have_250_to_500_words():
    lengths = {article.slug: len(seen(article.body).split()) for article in Article.objects.all()}

    assert {slug: number for slug, number in lengths.items() if not 250 <= number <= 500} == {}


def test_articles_say_how_they_were_made_and_carry_no_false_dateline():
    for article in Article.objects.all():
        assert article.byline.startswith("Compiled from reports by "), article.slug
        assert article.dateline == "", article.slug


def test_gists_are_ours_and_carry_no_quotation_marks():
    marks = re.compile(r"[“”\"„«»‘]|(?<!\w)'")

    assert slugs(row for row in Statement.objects.all() if marks.search(row.gist)) == []


def test_we_write_viet_nam_and_hanoi_outside_quotations_and_names_of_outlets():
    other = re.compile(r"\b(Vietnam|Việt Nam|Ha ?Noi|Hà Nội)\b")
    names = Organisation.objects.filter(kind__in=["agency", "outlet"]).values_list(
        "name", flat=True
    )
    outlets = re.compile("|".join(names))

    wrong = [
        (where, match[0])
        for where, text in our_texts()
        for match in other.finditer(outlets.sub("", QUOTATION.sub("", text)))
    ]

    assert wrong == []


def test_we_never_shorten_vietnamese_names():
    names = list(Person.objects.filter(lang="vi").values_list("name", flat=True))
    given = {fold(name).split()[-1].title() for name in names}
    parts = {part for name in names for part in name.split()} | given
    shortened = re.compile(rf"\b({'|'.join(sorted(parts))})\b")
    whole = re.compile("|".join([*names, "Ho Chi Minh City"]))

    wrong = [
        (where, match[0])
        for where, text in our_texts()
        for match in shortened.finditer(whole.sub("", QUOTATION.sub("", text)))
    ]

    assert len(names) >= 5
    assert wrong == []


def test_last_day_of_signature_is_ahead():
    event = Event.objects.get(slug="last-day-of-signature")

    assert (event.date, event.standing, event.kind) == ("2026-12-31", "planned", "deadline")
    assert event.place.name == "New York" or event.place.parent.name == "New York"
