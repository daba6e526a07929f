from django.template.loader import render_to_string

from hanoiconv.charts import Bar, bars
from tests.pages import page


def test_bars_fill_the_width_with_the_largest_count():
    rows = [("Ratification", "/topics/a/", 8), ("Evidence", "", 3), ("None", "", 0)]

    drawn = bars(rows)

    assert drawn == [
        Bar("Ratification", "/topics/a/", 8, "100"),
        Bar("Evidence", "", 3, "37.5"),
        Bar("None", "", 0, "0"),
    ]


def test_bars_of_nothing_have_no_width():
    assert bars([]) == []
    assert bars([("None", "", 0)]) == [Bar("None", "", 0, "0")]


def test_bar_list_reads_as_a_list_of_names_and_counts():
    rows = bars([("</script> اسم 名", "/topics/a/", 1234), ("Evidence", "", 3)])

    tree = page(render_to_string("includes/_bars.html", {"rows": rows}))

    assert tree.faults == []
    assert tree.texts("li") == ["</script> اسم 名 1234", "Evidence 3"]
    assert [link.attributes["href"] for link in tree.all("a")] == ["/topics/a/"]


def test_bar_list_of_nothing_prints_nothing():
    assert render_to_string("includes/_bars.html", {"rows": []}).strip() == ""
