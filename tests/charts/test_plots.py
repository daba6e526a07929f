import pytest
from django.template.loader import render_to_string

from events.models import Figure
from hanoiconv.charts.plots import figure_plots, scale_of
from tests.make import make_event, make_figure, make_organisation, make_source
from tests.pages import page


def figure(low, high="same", qualifier="exactly", basis="final", measure="signatories"):
    high = low if high == "same" else high
    return Figure(measure=measure, low=low, high=high, qualifier=qualifier, basis=basis, words="x")


@pytest.mark.parametrize(
    ("lowest", "highest", "scale"),
    [
        (65, 72, [60, 65, 70, 75]),
        (110, 110, [108, 109, 110, 111, 112]),
        (0, 0, [0, 1]),
        (1, 2, [0, 1, 2, 3]),
        (-40, 5, [-60, -40, -20, 0, 20]),
        (-3, -3, [-4, -3, -2]),
        (0, 2500, [0, 1000, 2000, 3000]),
        (-(2**63), 2**63 - 1, [n * 10**19 for n in range(-2, 3)]),
    ],
)
def test_scale_is_of_round_numbers_with_air_on_both_sides(lowest, highest, scale):
    assert scale_of(lowest, highest) == scale


def test_plot_places_each_report_on_the_scale():
    rows = [figure(65), figure(70, qualifier="nearly"), figure(72), figure(66, 69)]

    [plot] = figure_plots(rows)

    assert [tick.label for tick in plot.ticks] == ["60", "65", "70", "75"]
    assert [tick.at for tick in plot.ticks] == ["0", "33.33", "66.67", "100"]
    assert [(mark.start, mark.end, mark.is_range) for mark in plot.marks] == [
        ("33.33", "33.33", False),
        ("66.67", "66.67", False),
        ("80", "80", False),
        ("40", "60", True),
    ]
    assert (plot.lowest, plot.highest) == ("65", "72")


@pytest.mark.parametrize(
    ("row", "sides"),
    [
        (figure(5), (False, False)),
        (figure(5, qualifier="about"), (True, True)),
        (figure(5, qualifier="nearly"), (True, False)),
        (figure(5, qualifier="more-than"), (False, True)),
        (figure(5, qualifier="at-least"), (False, True)),
        (figure(5, None), (False, True)),
        (figure(None, 5), (True, False)),
    ],
)
def test_mark_is_open_to_the_side_that_its_words_leave_open(row, sides):
    [plot] = figure_plots([row, figure(9)])

    assert (plot.marks[0].is_open_left, plot.marks[0].is_open_right) == sides


def test_plot_explains_the_signs_it_uses():
    rows = [figure(5, basis="planned", qualifier="about"), figure(9, qualifier="nearly")]

    [plot] = figure_plots(rows)

    assert plot.signs == ["final", "planned", "open", "about"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [figure(5)],
        [figure(5), figure(None)],
        [figure(5), figure(9, measure="delegates")],
        [figure(9), figure(9)],
    ],
)
def test_plot_needs_two_numbers_that_differ(rows):
    assert figure_plots(rows) == []


def test_plot_draws_one_value_printed_with_different_qualifiers():
    [plot] = figure_plots([figure(110), figure(110, qualifier="about")])

    assert [mark.start for mark in plot.marks] == ["50", "50"]


@pytest.mark.parametrize(
    ("values", "labels", "scale"),
    [
        ((6 * 10**12, 105 * 10**11), ["4", "6", "8", "10", "12"], "in trillions"),
        ((1_000_001, 1_000_003), ["1,000,000", "", "1,000,002", "", "1,000,004"], ""),
        ((1_200, 1_500), ["1,000", "1,200", "1,400", "1,600"], ""),
        ((-20, -10), ["−25", "−20", "−15", "−10", "−5"], ""),
    ],
)
def test_labels_of_the_scale_are_short_and_exact(values, labels, scale):
    [plot] = figure_plots([figure(value) for value in values])

    assert [tick.label for tick in plot.ticks] == labels
    assert plot.scale == scale


@pytest.mark.django_db
def test_every_plotted_report_is_in_the_table_too():
    event = make_event()
    source = make_source(publisher=make_organisation(name="</script> وكالة 新华社"))
    values = [(65, 65), (2**63 - 1, 2**63 - 1), (-5, 0), (None, None)]
    for n, (low, high) in enumerate(values):
        make_figure(event=event, low=low, high=high, words=f"</script> {n} عدد 数", source=source)

    rows = event.figures.by_measure()
    tree = page(render_to_string("events/_figures.html", {"figures": rows}))

    assert tree.faults == []
    table = [row.texts("td")[0] for row in tree.one("tbody").all("tr")]
    assert table == [f"</script> {n} عدد 数" for n in range(4)]
    plotted = [item.text for item in tree.all("p") if item.attributes["class"] == "plot-words"]
    assert plotted == table[:3]
    assert {cell.text for cell in tree.all("cite")} == {"</script> وكالة 新华社"}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_figures_need_one_query(rows, django_assert_num_queries):
    event = make_event()
    for n in range(rows):
        make_figure(event=event, low=n, high=n)

    with django_assert_num_queries(1):
        render_to_string("events/_figures.html", {"figures": event.figures.by_measure()})
