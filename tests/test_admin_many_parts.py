"""Parts that are too many for a form: left out, never lost."""

import pytest

from tests.checks import change_screen, filled_in, opened_by
from tests.make import make_event, make_participation
from tests.pages import page

pytestmark = pytest.mark.django_db


def crowded(number):
    event = make_event()
    for _ in range(number):
        make_participation(event=event)
    return event


def sent(client, event, **values):
    form = filled_in(event) | values
    return form | opened_by(client, change_screen(event))


@pytest.mark.parametrize(("number", "is_in_the_form"), [(40, True), (41, False)])
def test_at_most_forty_parts_stand_in_a_form(publisher_client, number, is_in_the_form):
    event = crowded(number)

    shown = page(publisher_client.get(change_screen(event)))

    forms = [*shown.all("input", name="participations-TOTAL_FORMS")]
    links = [a.attributes.get("href", "") for a in shown.all("a")]
    of_them = f"/admin/events/participation/?event__id__exact={event.pk}"
    assert (bool(forms), of_them in links) == (is_in_the_form, not is_in_the_form)


def test_form_without_its_parts_leaves_them_as_they_are(publisher_client):
    event = crowded(41)
    before = [*event.participations.order_by("pk").values()]
    form = sent(publisher_client, event, title="Another")
    form = {name: value for name, value in form.items() if "participations" not in name}

    answer = publisher_client.post(change_screen(event), form)

    event.refresh_from_db()
    assert (answer.status_code, event.title) == (302, "Another")
    assert [*event.participations.order_by("pk").values()] == before


def test_what_was_typed_stays_when_others_added_one_too_many(publisher_client):
    event = crowded(40)
    first = event.participations.order_by("pk").first()
    typed = {"participations-0-id": first.pk, "participations-0-printed_as": "As typed"}
    form = sent(publisher_client, event, **typed)
    make_participation(event=event)

    refused = publisher_client.post(change_screen(event), form)
    box = page(refused).one("input", name="participations-0-printed_as")
    again = page(refused).one("input", name="_opened").attributes["value"]
    answer = publisher_client.post(change_screen(event), form | {"_opened": again})

    first.refresh_from_db()
    assert box.attributes["value"] == "As typed"
    assert (answer.status_code, first.printed_as) == (302, "As typed")
    assert event.participations.count() == 41
