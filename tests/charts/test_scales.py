from datetime import date

from hanoiconv.charts.scales import Span, scale_for


def spans(*days):
    return [Span(date.fromisoformat(first), date.fromisoformat(last)) for first, last in days]


def test_years_without_events_share_a_narrow_band():
    days = spans(("2019-01-01", "2024-12-31"), ("2025-10-25", "2025-10-25"))

    scale = scale_for(days, date(2025, 11, 1), 656, 31)

    assert [(band.label, band.left, band.width) for band in scale.bands] == [
        ("2019", 0, 150),
        ("2020–23", 150, 56),
        ("2024", 206, 150),
        ("2025", 356, 300),
    ]


def test_day_lies_where_it_is_in_its_year():
    scale = scale_for(spans(("2024-12-31", "2024-12-31")), date(2025, 6, 1), 300, 31)

    assert [band.width for band in scale.bands] == [200, 100]
    assert scale(date(2024, 1, 1).toordinal()) == 0
    assert scale(date(2025, 1, 1).toordinal()) == 200
    assert scale(date(2025, 12, 31).toordinal() + 1) == 300


def test_year_has_months_where_there_is_room():
    wide, narrow = (
        scale_for(spans(("2025-01-01", "2025-01-01")), date(2025, 1, 1), width, 31).bands[0]
        for width in (240, 120)
    )

    assert [letter for _, _, letter in wide.months] == [*"JFMAMJJASOND"]
    assert wide.months[1][:2] == ("20", "30")
    assert narrow.months == []


def test_scale_bears_all_years_that_a_date_can_have():
    days = spans(*((f"{year}-01-01", f"{year}-12-31") for year in range(1000, 10000, 90)))

    scale = scale_for(days, date(2026, 11, 22), 920, 31)

    assert round(sum(band.width for band in scale.bands)) == 920
    assert min(band.width for band in scale.bands) > 0
    assert {band.label for band in scale.bands} == {""}
    assert round(scale(date.max.toordinal() + 1)) == 920
