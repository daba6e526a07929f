import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from hanoiconv.charts.maps import Line, map_around
from tests.make import make_place
from tests.pages import page

LAND = Path("hanoiconv/static/land.svg").read_text()
NOTE = "nothing on it, names included, takes a position on the status of any territory"


def shown(place):
    return Template("{% load charts %}{% place_map place %}").render(Context({"place": place}))


def test_map_shows_the_region_around_a_point():
    drawn = map_around(0, 10)

    assert drawn.view == "-88 -80 256 160"
    assert drawn.copies == ["0"]
    assert (drawn.y, drawn.is_label_below) == ("50", False)
    assert (drawn.latitude, drawn.longitude) == ("0°", "10° E")
    assert drawn.parallels == [Line("50", "0°")]


def test_map_is_wider_in_degrees_away_from_the_equator():
    near, far, farthest = map_around(0, 0), map_around(60, 0), map_around(70, 0)

    widths = [float(drawn.view.split()[2]) for drawn in (near, far, farthest)]

    assert widths == [256, 512, 512]


@pytest.mark.parametrize(
    ("longitude", "copies", "frames"),
    [(178.44, ["0", "1440"], 2), (-171.76, ["-1440", "0"], 2), (105.8, ["0"], 1)],
)
def test_map_has_another_copy_of_the_land_beyond_180_degrees(longitude, copies, frames):
    drawn = map_around(-17.7, longitude)

    assert drawn.copies == copies
    assert len(drawn.frames) == frames


@pytest.mark.parametrize(
    ("latitude", "top", "y", "is_below"), [(90, "-360", "0", True), (-90, "200", "100", False)]
)
def test_map_of_a_pole_ends_at_the_pole(latitude, top, y, is_below):
    drawn = map_around(latitude, 0)

    assert drawn.view.split()[1] == top
    assert (drawn.y, drawn.is_label_below) == (y, is_below)


def test_meridians_beyond_180_degrees_are_counted_from_the_other_side():
    names = [line.name for line in map_around(0, 180).meridians]

    assert names == ["160° E", "180°", "160° W"]


@pytest.mark.django_db
def test_place_without_coordinates_has_no_map():
    assert shown(make_place()).strip() == ""
    assert shown(None).strip() == ""


@pytest.mark.django_db
def test_place_map_says_where_the_place_lies(django_assert_num_queries):
    place = make_place(name="Hanoi", latitude="21.02833", longitude="105.85417")
    place.refresh_from_db()

    with django_assert_num_queries(0):
        tree = page(shown(place))

    assert tree.faults == []
    assert tree.one("svg", role="img").attributes["aria-label"] == (
        "Map: Hanoi lies at 21.03° N, 105.85° E"
    )
    caption = tree.one("figcaption").text
    assert ": 21.03° N, 105.85° E. The map shows the outline of land alone" in caption
    assert NOTE in caption


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["</script><b>x</b>", "الرياض", "北京国家会议中心", "x" * 200])
def test_place_map_bears_any_name(name):
    place = make_place(name=name, latitude="-90", longitude="180", lang="ar")

    tree = page(shown(place))

    assert tree.faults == []
    assert tree.texts("bdi") == [name]
    assert tree.one("bdi").attributes == {"lang": "ar", "dir": "rtl"}


@pytest.mark.django_db
def test_place_map_has_points_in_its_numbers_in_every_language():
    place = make_place(latitude="21.02833", longitude="105.85417")

    with translation.override("de"):
        drawn = shown(place)

    numbers = re.findall(r'(?:viewBox|x|y|cx|cy|d|dy|width|height)="([^"]*)"', drawn)
    assert [text for text in numbers if "," in text] == []


def test_land_is_small_and_has_no_border():
    assert len(LAND.encode()) <= 9_000
    assert LAND.count("<path") == 1
    assert re.search(r'<path id="land" d="m[-0-9 mz]+z"/>', LAND)
