import pytest
from django.urls import reverse

from events.models import Report
from hanoiconv.labels import MODES, VERDICTS
from tests.pages import faults_of, page

pytestmark = pytest.mark.django_db

CHOICES = [(MODES, Report.Mode), (VERDICTS, Report.Verdict)]


@pytest.mark.parametrize(("sentences", "choices"), CHOICES)
def test_every_label_has_a_sentence_of_its_own(sentences, choices):
    assert list(sentences) == list(choices)
    assert len({str(sentence) for sentence in sentences.values()}) == len(choices)
    assert all(str(sentence).endswith(".") for sentence in sentences.values())


def test_about_explains_every_label_in_the_words_of_the_pages(client):
    tree = page(client.get("/about/"))

    assert tree.one("main").facts == {
        row.label: [str(sentences[row])] for sentences, choices in CHOICES for row in choices
    }


def test_about_is_whole_and_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("about"))

    assert faults_of(page(answer)) == []
    assert not answer.cookies


def test_contents_lead_to_every_section_in_order(client):
    tree = page(client.get("/about/"))

    links = [item.attributes["href"] for item in tree.one("nav", class_="contents").all("a")]
    sections = tree.one("div", class_="primary").all("section")
    assert links == [f"#{item.attributes['aria-labelledby']}" for item in sections]
    assert len(links) == 11


def test_about_says_whose_site_it_is_not_and_where_to_write(client):
    main = page(client.get("/about/")).one("main")

    links = [item.attributes["href"] for item in main.all("a")]
    assert "This is not a site of the United Nations" in main.text
    assert {"/report-an-error/", "/corrections/", "/feeds/"} <= {*links}
    assert main.one("a", rel="license").attributes["href"] == (
        "https://creativecommons.org/licenses/by/4.0/"
    )


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("/about/", "AboutPage", "How the record is made"),
        ("/report-an-error/", "ContactPage", "Report an error"),
    ],
)
def test_page_is_described_for_machines(client, address, kind, name):
    described, way = client.get(address).context["jsonld"]["@graph"]

    url = f"http://127.0.0.1:8000{address}"
    assert described == {"@type": kind, "name": name, "url": url}
    assert way["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": name, "item": url}
    ]


def test_sitemap_names_the_pages_but_not_the_thanks(client):
    text = client.get("/sitemap-lists.xml").content.decode()

    assert [text.count(f"{path}</loc>") for path in ("/about/", "/report-an-error/")] == [1, 1]
    assert "thanks" not in text
