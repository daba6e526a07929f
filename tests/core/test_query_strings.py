"""Whatever stands behind the question mark, a page answers."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.make import make_article, make_event, make_instrument, make_place, make_statement

pytestmark = pytest.mark.django_db

LISTS = ["/news/", "/events/", "/statements/", "/people/", "/organisations/", "/sources/"]
OTHERS = ["/", "/search/", "/timeline/", "/topics/", "/places/", "/corrections/", "/convention/"]
FILTERED = [*LISTS, "/search/", "/timeline/"]
NAMES = [
    *("q", "page", "sort", "year", "kind", "place", "when", "speaker", "organisation", "event"),
    *("topic", "mode", "source", "language", "country", "publisher"),
]
ODD = [
    "abc",
    "-1",
    "0",
    "999999999999",
    "9" * 5000,
    "1e400",
    "NaN",
    "-inf",
    "２０２５",
    "\0",
    "a\0b",
    "%",
    "'",
    "\ud7ff\ue000\uffff",
    "\u202eabc",
    "<script>",
    "../../etc/passwd",
    "",
    "last",
]


def one_of_each():
    make_instrument()
    make_article(), make_statement(), make_event(place=make_place())


@pytest.mark.parametrize("address", LISTS)
def test_odd_values_of_every_filter_are_answered(client, address):
    one_of_each()

    for value in ODD:
        query = urlencode(dict.fromkeys(NAMES, value))
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("address", OTHERS)
def test_page_without_filters_takes_no_notice_of_odd_values(client, address):
    one_of_each()

    for value in ("\0", "9" * 5000, "<script>"):
        query = urlencode(dict.fromkeys(NAMES, value))
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("address", FILTERED)
@pytest.mark.parametrize(
    "query",
    [
        f"q={'a' * 100_000}",
        f"q={'%F0%9F%98%80' * 8000}",
        f"q={'a+' * 50_000}",
        "q=a&q=b&q[]=c&year=2025&year=abc&page=1&page=x",
        "speaker=a&speaker=b&year=1&year=2&sort=newest&sort=evil&page=1&page=2",
        "speaker[]=x&speaker[0]=y&sort[]=evil&kind[]=session&country[a][b]=c",
        "sort=evil&sort=%00&before=%00",
        f"speaker={'a' * 100_000}&place={'-' * 100_000}&language={'a-' * 50_000}",
        "q[]=1&a[]=1&year[]=2025&page[]=2&place[x][y]=1",
        "nothing=1&utm_source=x&__proto__=1&format=json",
        "q=%00&place=%00&year=%00&page=%00",
        "q=%ED%A0%80&q=%FF%FE&place=%C3%28",
        "&&&===&;&q",
        "%",
        "q=%zz%1",
    ],
    ids=lambda query: query[:20],
)
def test_odd_query_strings_are_answered(client, address, query):
    one_of_each()

    assert client.get(address, QUERY_STRING=query).status_code == 200


def test_page_beyond_the_last_is_the_last_and_no_number_is_the_first(client):
    for _ in range(31):
        make_event()

    asked = ["2", "3", "999999999999", "-1", "0", "abc", "1.5", "", "9" * 5000]
    shown = [client.get("/events/", {"page": page}).context["page"].number for page in asked]

    assert shown == [2, 2, 2, 2, 2, 1, 1, 1, 1]


def test_too_many_parameters_are_refused_not_answered(client):
    query = "&".join(f"a{n}=1" for n in range(2000))

    assert client.get("/events/", QUERY_STRING=query).status_code == 400


pairs = st.tuples(
    st.sampled_from(NAMES) | st.text(max_size=10), st.sampled_from(ODD) | st.text(max_size=300)
)
raw = st.binary(max_size=300)
queries = (
    st.lists(pairs, max_size=6).map(urlencode)
    | raw.map(lambda octets: quote(octets, safe="%&=+;[]"))
    | raw.map(lambda octets: octets.decode("latin-1"))
)


@settings(max_examples=50)
@given(address=st.sampled_from(FILTERED), query=queries)
@example(address="/search/", query="q=%E0%B8%B3%CC%81")
def test_any_query_string_is_answered(address, query):
    assert Client().get(address, QUERY_STRING=query).status_code == 200
