import pytest
import time_machine

from tests.make import make_event, make_place
from tests.pages import faults_of, page

AT = "2026-11-22T12:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.django_db
def test_timeline_page_draws_and_lists_the_same_events(client):
    rows = [
        make_event(date=day, title=f"</script> {day} اجتماع 会议")
        for day in ("2019/2024", "2024-12-24", "2025/", "2025-10", "2026-12-31")
    ]
    for hidden in ({"status": "draft"}, {"publish_at": "2027-01-01T00:00Z"}, {"date": ""}):
        make_event(**{"title": "Hidden"} | hidden)

    response = client.get("/timeline/")

    tree = page(response)
    assert faults_of(tree) == []
    marks = [link.attributes["href"] for link in tree.one("svg", role="group").all("a")]
    assert sorted(marks) == sorted(f"#e-{row.slug}" for row in rows)
    ids = [item.attributes["id"] for item in tree.all("li") if "id" in item.attributes]
    assert ids == [f"e-{row.slug}" for row in rows]
    assert "Hidden" not in response.content.decode()


@pytest.mark.django_db
def test_timeline_page_names_each_mark(client):
    make_event(date="2026-12-31", title="Last day", standing="planned")

    tree = page(client.get("/timeline/"))

    [mark] = tree.one("svg", role="group").all("a")
    assert mark.texts("title") == ["Last day, 31 December 2026, planned"]


@pytest.mark.django_db
def test_timeline_page_sets_today_between_past_and_ahead(client):
    for day in ("2026-11-22", "2026-11-23"):
        make_event(date=day, title=day)

    tree = page(client.get("/timeline/"))

    rows = [item.text.partition(" ")[0] for item in tree.one("ol").all("li")]
    assert rows == ["2026-11-22", "Today,", "2026-11-23"]


@pytest.mark.django_db
def test_timeline_page_without_events_has_no_drawing(client):
    tree = page(client.get("/timeline/"))

    assert list(tree.all("figure")) == []
    assert "No event is on record yet." in tree.one("main").text


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_timeline_page_needs_the_same_queries_for_any_number_of_events(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_event(place=make_place(parent=make_place()))

    with django_assert_num_queries(2):
        client.get("/timeline/")
