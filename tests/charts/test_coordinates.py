import pytest

from hanoiconv.charts.coordinates import share, svg_number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12.04, "12"),
        (12.06, "12.1"),
        (-0.01, "0"),
        (-3.5, "-3.5"),
        (100, "100"),
        (1e12, "1" + "0" * 12),
    ],
)
def test_svg_number_has_a_point_and_no_needless_zero(value, written):
    assert svg_number(value) == written


@pytest.mark.parametrize(
    ("part", "whole", "per_cent"),
    [(1, 3, "33.33"), (0, 5, "0"), (7, 0, "50"), (10**18, 4 * 10**18, "25")],
)
def test_share_is_a_number_of_per_cent(part, whole, per_cent):
    assert share(part, whole) == per_cent
