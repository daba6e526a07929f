"""What is not public shows nowhere.

A public record is walked address by address. Then rows that nobody may see are tied to it in
every way there is, each with a word of its own in every text and slug, and it is walked again:
every answer is the same to the byte, and none holds such a word.
"""

import re

import pytest

from events.models import Article, Event, Place, Statement, Topic
from people.models import Organisation, Person, Source
from tests.hidden import STATES, hide, public_record

pytestmark = pytest.mark.django_db

PAGES = [Article, Event, Statement, Person, Organisation, Source, Topic, Place]
LINK = re.compile(
    r'(?:href="|<loc>|<link>|"(?:page|url)": ")(?:http://(?:127.0.0.1:8000|testserver))?(/[^"<]*)'
)
STAMP = re.compile('name="stamp" value="[^"]+"')  # of the error form: each has its own
LISTS = ["news", "events", "statements", "people", "organisations", "sources"]
START = [
    *["/", "/convention/", "/timeline/", "/search/", "/corrections/", "/topics/", "/places/"],
    *["/convention.json", "/events.ics", "/feeds/", "/sitemap.xml", "/news-sitemap.xml"],
    *["/data/", "/data/fields/"],
    *[f"/{part}/" for part in LISTS],
    # Words and choices that only hidden rows would answer to.
    *[f"/{part}/?q=zqt" for part in [*LISTS, "search"]],
    *[f"/events/?place=zqsplace{state}&year=8999&when=ahead" for state in STATES],
    *[f"/statements/?speaker=zqsspeaker{state}&mode=transcript" for state in STATES],
    *[f"/statements/?event=zqsevent{state}&topic=zqstopic{state}" for state in STATES],
    *[f"/news/?event=zqsevent{state}&topic=zqstopic{state}" for state in STATES],
    *["/organisations/?kind=company", "/sources/?kind=speech-text"],
]


def walked(client):
    """Every address that links lead to, with what it answers."""
    todo, answers = [*START], {}
    while todo:
        address = todo.pop().partition("#")[0].replace("&amp;", "&")
        if address in answers or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        answer = client.get(address)
        answers[address] = (answer.status_code, STAMP.sub("", answer.getvalue().decode()))
        todo += LINK.findall(answers[address][1])
    return answers


def leaks(answers, mark):
    """The words of hidden rows in each answer; an address that names one may say it back."""
    found = {address: set(re.findall(mark, text.lower())) for address, (_, text) in answers.items()}
    return {address: words for address, words in found.items() if words and "zq" not in address}


def test_hidden_rows_change_no_answer_and_show_in_none(client):
    there = public_record()
    before = walked(client)
    for state in STATES:
        hide(state, there)

    after = walked(client)

    assert leaks(after, r"zq\w+") == {}
    assert {address for address in after if after[address] != before.get(address)} == set()
    assert after.keys() == before.keys()
    assert {status for status, _ in after.values()} == {200}
    reached = {row.get_absolute_url() for model in PAGES for row in model.objects.public()}
    assert reached <= after.keys()


def test_hidden_records_have_no_page_and_no_document(client):
    hide("draft", public_record())
    rows = [[*model.objects.filter(slug__startswith="zqs")] for model in PAGES]
    pages = [row.get_absolute_url() for of_model in rows for row in of_model]
    documents = [f"{of_model[0].get_absolute_url().rstrip('/')}.json" for of_model in rows]

    answers = [client.get(address) for address in pages + documents]

    assert len(pages) > 50
    assert {answer.status_code for answer in answers} == {404}
    assert [answer for answer in answers if "zqt" in answer.content.decode().lower()] == []
