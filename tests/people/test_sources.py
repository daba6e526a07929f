from datetime import date
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from people.models import Capture, Source
from tests.checks import refusal_of
from tests.make import make_capture, make_organisation, make_source

pytestmark = pytest.mark.django_db


def test_source_dates_are_as_precise_as_known_and_sort():
    month = make_source(published_on="2025-09")
    day = make_source(published_on="2025-10-25")
    undated = make_source()
    year = make_source(published_on="2025")

    days = Source.objects.values_list("published_earliest", "published_latest").get(pk=month.pk)

    assert days == (date(2025, 9, 1), date(2025, 9, 30))
    assert list(Source.objects.newest_first()) == [year, day, month, undated]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("October 2025", "A date has no white space: write 2025-10-25 or 2025-10-25/2025-10-26."),
        ("2025-13", "There is no month 13: write a month from 01 to 12."),
    ],
)
def test_source_date_is_edtf(day, message):
    source = make_source()
    source.published_on = day

    assert refusal_of(source) == {"published_on": [message]}
    with pytest.raises(ValidationError):
        source.save()


def test_source_addresses_are_unique_where_known():
    make_source()
    make_source(url="https://m.vovworld.vn/1")
    other = make_source()
    other.full_clean()
    other.url = "https://m.vovworld.vn/1"

    assert refusal_of(other) == {"__all__": ["Another source has this address."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_newspaper_prints_what_an_agency_wrote():
    vna = make_organisation(name="Vietnam News Agency", kind="agency")
    paper = make_organisation(name="People's Army Newspaper", kind="outlet")
    source = make_source(publisher=paper, credit="Source: VNA", credited_to=vna)
    source.full_clean()

    stored = Source.objects.with_card_data().get()

    assert (stored.publisher, stored.credit, stored.credited_to) == (paper, "Source: VNA", vna)
    assert list(paper.publications.all()) == [source]
    assert list(vna.credited_sources.all()) == [source]


def test_source_lists_five_headlines_that_are_not_yet_read():
    source = make_source(read_on=date(2026, 11, 21))
    listed = [
        make_source(title=f"Related headline {n}", listed_by=source, read_on=None)
        for n in range(1, 6)
    ]
    for row in listed:
        row.full_clean()

    stored = source.lists.order_by("title")

    assert list(stored) == listed
    assert [row.read_on for row in stored] == [None] * 5
    with pytest.raises(ProtectedError):
        source.delete()


def test_capture_counts_its_paragraphs_from_the_lines_that_are_not_empty():
    text = "\n Headline \r\n\r\n  \nFirst line.\n\tSecond – “line”.\n\n"
    capture = make_capture(text=text)
    capture.full_clean()

    stored = Capture.objects.get()

    assert stored.paragraphs == ["Headline", "First line.", "Second – “line”."]


@pytest.mark.parametrize(
    "text", ["Hà Nội\n", "Ha\u0300 No\u0323\u0302i\r\n", "A page.\x0cAnother.", "Lost \ud800 half."]
)
def test_capture_is_known_by_the_hash_of_the_text_as_stored(text):
    make_capture(text=text)

    stored = Capture.objects.get()

    assert stored.sha256 == sha256(stored.text.encode()).hexdigest()


def test_capture_hash_follows_the_text():
    capture = make_capture(text="One.")
    capture.text = "Two."

    capture.save()

    assert Capture.objects.get().sha256 == sha256(b"Two.").hexdigest()


def test_source_keeps_each_captured_text_once():
    source = make_source()
    first = make_capture(source=source, text="One.", captured_on=date(2026, 11, 20))
    second = make_capture(source=source, text="Two.", captured_on=date(2026, 11, 21))
    make_capture(text="One.")
    again = Capture(source=source, text="One.", captured_on=date(2026, 11, 21))

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert list(source.captures.all()) == [second, first]


def test_capture_that_is_stored_already_is_refused_with_a_message():
    capture = make_capture(text="One.")
    again = Capture(source=capture.source, text="One.", captured_on=date(2026, 11, 21))

    messages = {message for texts in refusal_of(again).values() for message in texts}

    assert messages == {"This text of the source is stored already."}
