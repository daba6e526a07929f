"""What readers meet after two records were merged at the desk: one, under both addresses."""

import pytest
from django.core.management import call_command

from tests.checks import screen
from tests.make import (
    make_article,
    make_event,
    make_name,
    make_organisation,
    make_participation,
    make_person,
    make_place,
    make_source,
    make_speaker,
    make_statement,
    make_topic,
)
from tests.pages import page

pytestmark = pytest.mark.django_db

PUBLIC = {
    "people": lambda **v: make_participation(person=make_person(**v)).person,
    "organisations": lambda **v: (
        make_participation(organisation=make_organisation(**v)).organisation
    ),
    "places": lambda **v: make_event(place=make_place(**v)).place,
    "topics": lambda **v: make_article(topics=[make_topic(**v)]).topics.get(),
    "events": make_event,
}
HIDDEN = {
    "people": make_person,
    "organisations": make_organisation,
    "places": make_place,
    "topics": make_topic,
    "events": lambda **values: make_event(status="draft", **values),
}


def merge_at_the_desk(client, kept, gone):
    """Looks at the preview, and presses its button."""
    url = screen(kept, "merge", kept.pk)
    planned = client.get(url, {"other": gone.pk}).context["plan"]
    assert planned.problems == []
    answer = client.post(url, {"other": gone.pk, "shown": planned.fingerprint})
    assert answer.url == screen(kept, "change", kept.pk)


@pytest.mark.parametrize("part", PUBLIC)
def test_old_page_leads_to_the_other(client, publisher_client, part):
    kept, gone = PUBLIC[part](slug="is"), PUBLIC[part](slug="was")
    assert client.get(f"/{part}/was/").status_code == 200

    merge_at_the_desk(publisher_client, kept, gone)

    for ending in ("/", ".json", "/card.png"):
        answer = client.get(f"/{part}/was{ending}")
        assert (answer.status_code, answer.url) == (301, f"/{part}/is{ending}")
        assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("part", HIDDEN)
def test_slug_of_a_draft_stays_unknown(client, publisher_client, part):
    kept, gone = PUBLIC[part](slug="is"), HIDDEN[part](slug="was")

    merge_at_the_desk(publisher_client, kept, gone)

    for ending in ("/", ".json", "/card.png"):
        assert client.get(f"/{part}/was{ending}").status_code == 404
    assert client.get(f"/{part}/is/").status_code == 200


def test_all_that_the_other_said_is_said_by_the_one(client, publisher_client):
    kept = make_person(slug="is", name="Lương Cường")
    gone = make_person(slug="was", name="Luong Cuong")
    first = make_statement(gist="First point.", speaker={"person": kept})
    second = make_statement(gist="Second point.", speaker={"person": gone})
    make_name(person=gone, text="Zqother")
    body = "[He](person:was) said so."
    article = make_article(body=body)

    merge_at_the_desk(publisher_client, kept, gone)

    shown = client.get("/people/is/").content.decode()
    assert all(row.gist in shown for row in (first, second))
    statement = page(client.get(second.get_absolute_url())).one("main")
    links = [link.attributes["href"] for link in statement.all("a")]
    assert "/people/is/" in links
    assert "Lương Cường" in statement.text
    written = page(client.get(article.get_absolute_url())).one("main")
    assert "/people/is/" in [link.attributes["href"] for link in written.all("a")]
    found = page(client.get("/search/", {"q": "zqother"})).one("main")
    assert "/people/is/" in [link.attributes["href"] for link in found.all("a")]
    for address in (
        "/people/",
        "/people/is.json",
        "/sitemap-person.xml",
        f"/statements/{second.slug}.json",
    ):
        text = client.get(address).getvalue().decode()
        assert "Luong Cuong" not in text
        assert "/people/was" not in text
        assert "/people/is" in text or '"is"' in text
    article.refresh_from_db()
    assert article.body == body


def test_export_has_one_of_the_two(publisher_client, tmp_path):
    kept = make_person(slug="is")
    gone = make_person(slug="was")
    make_speaker(person=gone)

    merge_at_the_desk(publisher_client, kept, gone)
    call_command("export_fixtures", out=tmp_path, verbosity=0)

    text = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert '"was"' not in text
    assert '"is"' in text


def test_source_of_a_merged_publisher_is_shown_with_the_other(client, publisher_client):
    kept = make_organisation(slug="is", name="VOV")
    gone = make_organisation(slug="was", name="VOV World")
    source = make_source(publisher=gone)
    make_statement(report={"source": source})

    merge_at_the_desk(publisher_client, kept, gone)

    main = page(client.get(source.get_absolute_url())).one("main")
    assert "VOV World" not in main.text
    assert "/organisations/is/" in [link.attributes["href"] for link in main.all("a")]
