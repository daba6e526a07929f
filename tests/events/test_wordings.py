import pytest

from events.models import Wording
from tests.checks import kept, refusal_of, refused_by_the_database
from tests.make import (
    make_event,
    make_figure,
    make_instrument,
    make_place,
    make_source,
    make_statement,
    make_wording,
)

pytestmark = pytest.mark.django_db

SUBJECTS = {"event": make_event, "place": make_place, "instrument": make_instrument}
FITS = {"event": {"title", "theme", "date"}, "place": {"name"}, "instrument": {"title", "date"}}
MISFIT = "An event has titles, themes and dates, a place names, an instrument titles and dates."


@pytest.mark.parametrize("aspect", Wording.Aspect.values)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_wording_has_an_aspect_of_its_subject(subject, aspect):
    dated = {"date": "2025-10", "basis": "held"} if aspect == "date" else {}
    values = {subject: SUBJECTS[subject](), "source": make_source(), "text": "As printed"}
    wording = Wording(aspect=aspect, key="wording", **values, **dated)

    if aspect in FITS[subject]:
        wording.save()
        assert kept(wording).owner == values[subject]
    else:
        assert refusal_of(wording) == {"aspect": [MISFIT]}
        refused_by_the_database(wording)


@pytest.mark.parametrize(
    ("aspect", "day", "basis"),
    [
        ("date", "", "held"),
        ("date", "2025-10", ""),
        ("date", "", ""),
        ("title", "2025-10", ""),
        ("theme", "", "held"),
    ],
)
def test_wording_of_a_date_says_which_and_on_what_basis(aspect, day, basis):
    wording = make_wording()
    wording.aspect, wording.date, wording.basis = aspect, day, basis

    assert refusal_of(wording) == {
        "__all__": ["A date as printed also has the date it means and its basis; others have none."]
    }
    refused_by_the_database(wording)


def test_wording_is_about_one_thing():
    wording = make_wording(event=make_event())
    wording.instrument = make_instrument()

    assert (
        "A wording is about one thing: an event, a place or an instrument."
        in (refusal_of(wording)["__all__"])
    )
    refused_by_the_database(wording)


def test_figure_is_about_one_thing():
    figure = make_figure(event=make_event())
    figure.statement = make_statement()

    assert refusal_of(figure) == {
        "__all__": ["A figure is about one thing: an event, an instrument or a statement."]
    }
    refused_by_the_database(figure)


@pytest.mark.parametrize(("low", "high"), [(1, 1), (1, 2), (None, 2), (1, None), (None, None)])
def test_figure_takes_ranges_and_what_is_not_known(low, high):
    stored = kept(make_figure(low=low, high=high))

    assert (stored.low, stored.high) == (low, high)


def test_figure_low_is_not_above_high():
    figure = make_figure()
    figure.low, figure.high = 2, 1

    assert refusal_of(figure) == {"__all__": ["The low value is above the high value."]}
    refused_by_the_database(figure)
