from datetime import date

from django.template import Context, Template

from events.models import Event, Instrument
from hanoiconv.charts.roads import road
from tests.pages import page

TODAY = date(2026, 11, 22)
NEGOTIATION = Event(
    slug="n",
    title="Negotiation </script> 谈判",
    kind="negotiation",
    date="2019/2024",
    standing="held",
)


def instrument(**values):
    dates = {"adopted_on": "2024-12-24", "opened_on": "2025-10-25", "closes_on": "2026-12-31"}
    return Instrument(**{"name": "A treaty", "entry_rule": "Forty instruments."} | dates | values)


def test_road_goes_from_the_negotiation_to_what_has_no_date_yet():
    drawn = road(instrument(), TODAY, [Event(kind="meeting", date="2020"), NEGOTIATION])

    assert [(step.number, step.label, step.state) for step in drawn.steps] == [
        (1, "Negotiation </script> 谈判", "past"),
        (2, "Adopted", "past"),
        (3, "Opened for signature", "past"),
        (4, "Last day of signature", "ahead"),
        (5, "In force", "unknown"),
    ]
    assert [step.x for step in drawn.steps] == ["0", "66.44", "75.72", "88.87", "100"]
    assert [step.width for step in drawn.steps] == ["66.69", "", "", "", ""]
    assert [name for _, _, name in drawn.years] == [str(year) for year in range(2019, 2027)]
    assert (drawn.end_x, drawn.levels) == ("88.9", 1)


def test_road_ends_with_the_entry_into_force_once_it_is_dated():
    drawn = road(instrument(in_force_on="2028-05-01"), TODAY)

    assert [(step.label, step.state) for step in drawn.steps][-1] == ("In force", "ahead")
    assert drawn.end_x == "100"


def test_steps_of_one_day_stand_above_each_other():
    drawn = road(instrument(opened_on="2024-12-24", closes_on="2024-12-24"), TODAY)

    assert [step.level for step in drawn.steps] == [0, 1, 2, 0]
    assert [step.stem for step in drawn.steps] == [20, 44, 68, 20]


def test_road_names_at_most_nine_years():
    drawn = road(instrument(adopted_on="1950"), TODAY)

    assert [name for _, _, name in drawn.years if name][:3] == ["1950", "1959", "1968"]
    assert len([name for _, _, name in drawn.years if name]) == 9


def test_road_without_any_date_is_none():
    assert road(None, TODAY) is None
    assert road(Instrument(name="A treaty"), TODAY) is None


def test_road_is_listed_in_words():
    context = Context({"instrument": instrument(), "today": TODAY, "events": [NEGOTIATION]})

    tree = page(
        Template("{% load charts %}{% road_of instrument today events=events %}").render(context)
    )

    assert tree.faults == []
    assert tree.one("svg", aria_hidden="true")
    assert tree.texts("li") == [
        "Negotiation </script> 谈判 2019–2024",
        "Adopted 24 December 2024",
        "Opened for signature 25 October 2025",
        "Last day of signature 31 December 2026",
        "In force not yet Forty instruments.",
    ]


def test_road_of_thousands_of_years_marks_those_with_a_name_alone():
    values = {"kind": "negotiation", "date": "1000/9999", "standing": "held"}
    long = Event(slug="slip", title="A slip of the pen", **values)

    years = road(instrument(), TODAY, [long]).years

    assert len(years) <= 10
    assert all(name for _start, _middle, name in years)
