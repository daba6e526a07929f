"""What the five source articles tell of: kept as a form would, read as a page."""

import pytest

from events.models import Depiction, Event, Figure, Statement
from people.models import Person
from tests.checks import kept
from tests.make import (
    make_depiction,
    make_event,
    make_figure,
    make_instrument,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_photo,
    make_place,
    make_report,
    make_role,
    make_source,
    make_statement,
    make_wording,
)

pytestmark = pytest.mark.django_db


def test_about_110_countries_at_one_event():
    figure = make_figure(
        event=make_event(),
        measure="countries represented",
        low=110,
        high=110,
        unit="countries",
        qualifier="about",
        basis="planned",
        words="about 110 countries",
    )

    stored = kept(figure)

    assert (stored.low, stored.high, stored.unit) == (110, 110, "countries")
    assert stored.get_qualifier_display() == "about"
    assert str(stored) == "countries represented: about 110 countries"


def test_figures_of_one_event_differ_between_sources():
    event, vov, vna = make_event(), make_source(), make_source()
    expected = make_figure(
        event=event, source=vov, measure="signatories", low=60, high=60, basis="planned"
    )
    signed = make_figure(
        event=event,
        source=vna,
        measure="signatories",
        low=None,
        high=70,
        qualifier="nearly",
        basis="provisional",
        as_of="2025-10-25",
    )
    for figure in (expected, signed):
        kept(figure)

    figures = event.figures.by_measure()

    assert [(row.source, row.basis, row.as_of) for row in figures] == [
        (vov, "planned", ""),
        (vna, "provisional", "2025-10-25"),
    ]


def test_nine_chapters_and_71_articles_of_the_instrument():
    instrument = make_instrument(name="the Hanoi Convention", symbol="A/RES/79/243")
    for measure, number in [("chapters", 9), ("articles", 71)]:
        values = {"low": number, "high": number, "unit": measure, "words": f"{number} {measure}"}
        kept(make_figure(instrument=instrument, measure=measure, **values))

    figures = instrument.figures.by_measure()

    assert [(row.low, row.unit) for row in figures] == [(71, "articles"), (9, "chapters")]
    assert Event.objects.count() == Statement.objects.count() == 0


def test_figure_beyond_trillions_as_a_whole_number():
    figure = make_figure(low=10_500_000_000_000, high=10_500_000_000_000)

    assert kept(figure).low == 10_500_000_000_000


def test_three_printed_themes_and_two_printed_titles_of_one_event():
    event = make_event(title="Signing ceremony of the Hanoi Convention")
    sources = [make_source() for _ in range(3)]
    themes = [
        "Countering Cybercrime – Sharing Responsibility – Securing Our Future",
        "Combating Cybercrime – Sharing Responsibility – Looking to the Future",
        "Countering cybercrime – Shared responsibility – Towards the future",
    ]
    titles = ["Signing Ceremony of UN Convention against Cybercrime", "Hanoi Convention Signing"]
    for source, text in zip(sources, themes, strict=True):
        kept(make_wording(event=event, aspect="theme", text=text, source=source))
    for source, text in zip(sources[:2], titles, strict=True):
        kept(make_wording(event=event, aspect="title", text=text, source=source))

    wordings = event.wordings.by_aspect()

    assert [(row.get_aspect_display(), row.text, row.source) for row in wordings] == [
        *zip(["Theme"] * 3, themes, sources, strict=True),
        *zip(["Title"] * 2, titles, sources[:2], strict=True),
    ]


def test_hanoi_is_written_in_two_ways():
    place = make_place(name="Hanoi", lang="en")
    for text, lang in [("Hanoi", "en"), ("Hà Nội", "vi")]:
        kept(make_wording(place=place, aspect="name", text=text, lang=lang))

    wordings = place.wordings.by_aspect()

    assert str(kept(place)) == "Hanoi"
    assert [(row.text, row.lang) for row in wordings] == [("Hanoi", "en"), ("Hà Nội", "vi")]


def test_earlier_this_week_stands_beside_a_date_that_is_no_more_precise():
    event = make_event(date="2025-02-17/2025-02-20", date_words="earlier this week")

    stored = kept(event)

    assert "earlier this week" in stored.when
    assert (str(stored.date_earliest), str(stored.date_latest)) == ("2025-02-17", "2025-02-20")


def test_since_early_2025_is_open_at_its_end():
    event = make_event(kind="series", date="2025/..", date_words="since early 2025")

    stored = kept(event)

    assert "since early 2025" in stored.when
    assert (str(stored.date_earliest), stored.date_latest) == ("2025-01-01", None)


def test_five_related_headlines_are_listed_and_not_yet_read():
    source = make_report().source
    for n in range(5):
        kept(make_source(title=f"Headline {n}", listed_by=source, read_on=None))

    listed = source.lists.public().filter(read_on=None).order_by("title")

    assert [row.title for row in listed] == [f"Headline {n}" for n in range(5)]


def test_man_fifth_from_left_in_a_picture_credited_to_somebody_unknown():
    giang = make_person(name="Đặng Hoàng Giang")
    photo = make_photo(credit="Bảo Chi", caption="Delegates at the United Nations.")
    others = make_depiction(photo=photo, described_as="delegates", order=2)
    depicted = make_depiction(
        photo=photo, person=giang, printed_as="Dang Hoang Giang", position="fifth from left"
    )
    for row in (photo, depicted, others):
        row.full_clean()

    stored = type(photo).objects.with_people().get()

    assert stored.credit == "Bảo Chi"
    assert [(row.subject, row.position) for row in stored.depictions.all()] == [
        (giang, "fifth from left"),
        ("delegates", ""),
    ]
    assert list(Person.objects.all()) == [giang]
    assert Depiction.objects.count() == 2


def test_vienna_session_is_january_in_one_source_and_26_to_30_in_another():
    event = make_event(kind="session", date="2026-01-26/2026-01-30")
    vov, sggp = make_source(), make_source()
    planned = make_wording(
        event=event, aspect="date", text="January 2026", date="2026-01", basis="planned", source=vov
    )
    held = make_wording(
        event=event,
        aspect="date",
        text="from January 26 to 30",
        date="2026-01-26/2026-01-30",
        basis="held",
        source=sggp,
    )
    for row in (event, planned, held):
        row.full_clean()

    wordings = event.wordings.by_aspect()

    assert event.when == "26–30 January 2026"
    assert [(row.text, row.date, row.get_basis_display(), row.source) for row in wordings] == [
        ("January 2026", "2026-01", "planned", vov),
        ("from January 26 to 30", "2026-01-26/2026-01-30", "held", sggp),
    ]


def test_one_part_in_one_event_under_two_printed_titles():
    unodc = make_organisation(name="UNODC")
    waly = make_person(name="Ghada Fathy Ismail Waly")
    make_name(person=waly, text="Ghada Waly")
    role = make_role(person=waly, organisation=unodc, title="Executive Director")
    event = make_event()
    printed = [
        "UN Deputy Secretary-General Ghada Fathy Ismail Waly",
        "UN Under-Secretary-General Ghada Waly",
    ]
    for words in printed:
        who = {"person": waly, "organisation": unodc, "role": role, "part": "speaker"}
        kept(make_participation(event=event, printed_as=words, **who))

    rows = event.participations.with_names()

    assert [row.printed_as for row in rows] == printed
    assert {row.credit for row in rows} == {"Ghada Fathy Ismail Waly, Executive Director, UNODC"}


def test_sub_event_of_an_event_that_is_part_of_something_larger():
    ceremony = make_event(title="Signing ceremony and conference")
    opening = make_event(title="Opening session", parent=ceremony)
    photo_call = make_event(title="Group photo", parent=opening)
    for row in (ceremony, opening, photo_call):
        row.full_clean()

    stored = Event.objects.with_card_data().get(pk=photo_call.pk)

    assert (stored.parent, stored.parent.parent) == (opening, ceremony)
    assert list(ceremony.sub_events.in_programme_order()) == [opening]
    assert {*Event.objects.public()} == {ceremony, opening, photo_call}


def test_figures_stand_apart_by_what_they_are_about():
    make_figure(event=make_event())
    make_figure(instrument=make_instrument())
    make_figure(statement=make_statement())

    owners = [type(figure.owner).__name__ for figure in Figure.objects.order_by("pk")]

    assert owners == ["Event", "Instrument", "Statement"]
