"""A reader's way through the record as it is shipped: every link, every page."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import resolve

from events.models import Article, Event, Place, Statement, Topic
from people.models import Organisation, Person, Source
from tests.machines import described, faults_of_graph, faults_of_head
from tests.pages import faults_of, page

PAGES = [Article, Event, Statement, Person, Organisation, Source, Topic, Place]
ASKED = 3  # of each kind of file, and of each list filtered: one view makes all of a kind

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The fixtures, once, as a reader who follows every link sees them."""
    files = sorted((settings.BASE_DIR / "fixtures").rglob("*.json"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *files, verbosity=0)
        statuses, trees, faults = crawled(Client())
        rows = {model: [row.get_absolute_url() for row in model.objects.all()] for model in PAGES}
        reports = {
            statement.get_absolute_url(): [
                f"{report.source.publisher} {report.get_mode_display()}"
                for report in statement.reports.select_related("source__publisher")
            ]
            for statement in Statement.objects.all()
        }
        transaction.set_rollback(True)
    return SimpleNamespace(
        statuses=statuses, trees=trees, faults=faults, rows=rows, reports=reports
    )


def crawled(client):
    """By address, from the front page on: the status, the page as a tree, what is wrong with it."""
    todo, statuses, trees, faults = ["/"], {}, {}, {}
    asked = Counter()
    while todo:
        address = todo.pop()
        path, is_filtered, _query = address.partition("?")
        kind = resolve(path).url_name, is_filtered
        is_one_of_many = is_filtered or not path.endswith("/")
        if address in statuses or (is_one_of_many and asked[kind] == ASKED):
            continue
        asked[kind] += 1
        answer = client.get(address)
        statuses[address] = answer.status_code
        if answer["Content-Type"].startswith("text/html"):
            trees[address] = page(answer)
            faults[address] = faults_of(trees[address])
            todo += links_on(address, trees[address])
    return statuses, trees, faults


def links_on(address, tree):
    """The addresses on this site that a page links to, but what crawlers are asked to leave."""
    links = [item.attributes for item in tree.all() if item.attributes.get("href")]
    hrefs = [link["href"] for link in links if "nofollow" not in link.get("rel", "")]
    own = [href.removeprefix(settings.SITE_URL).partition("#")[0] for href in hrefs]
    full = [address.partition("?")[0] + href if href.startswith("?") else href for href in own]
    return [href for href in full if href.startswith("/") and not href.startswith("/static/")]


def test_every_link_leads_to_a_page(site):
    assert {address: status for address, status in site.statuses.items() if status != 200} == {}


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.model_name)
def test_every_record_is_reached_from_the_front_page(site, model):
    assert len(site.rows[model]) > 1
    assert set(site.rows[model]) - site.trees.keys() == set()


def test_every_page_is_well_formed(site):
    assert {address: faults for address, faults in site.faults.items() if faults} == {}


def test_every_page_describes_itself_to_machines(site):
    faults = {
        address: [*faults_of_graph(described(tree)), *faults_of_head(tree)]
        for address, tree in site.trees.items()
    }

    assert {address: found for address, found in faults.items() if found} == {}


def test_every_statement_page_says_who_on_what_occasion_and_in_whose_words(site):
    for address, reports in site.reports.items():
        tree = site.trees[address]
        facts = tree.one("article", class_="statement").one("header").facts
        shown = [item.one("h3").text for item in tree.all("li", class_="report")]

        assert all(facts["Who"]), address
        assert all(facts["Occasion"]), address
        assert shown == reports != [], address
