"""Reading off: who is credited with selected words, by names on file and by what is printed."""

import pytest

from hanoiconv.capturing.passages import Selection, typed
from hanoiconv.capturing.reading import read_off
from people.models import Source
from tests.capturing.texts import HARBOUR, ISLANDS, LADDERS, PARAGRAPHS
from tests.make import make_name, make_organisation, make_person, make_role, make_source

pytestmark = pytest.mark.django_db


def source(**values):
    """A source as it comes from the database, with the days that it derives."""
    return Source.objects.get(pk=make_source(**{"published_on": "2025-10-24"} | values).pk)


def reading(number, words, paragraphs=PARAGRAPHS):
    return read_off(typed(paragraphs, number, words), source())


def credit(number, words, paragraphs=PARAGRAPHS):
    return reading(number, words, paragraphs).fields["report-printed_as"]


def test_quotation_with_a_name_on_file_fills_the_form():
    make_person(name="Anna Guterres")
    role = make_role(person=make_person(name="Antonio Guterres"), title="Secretary-General")

    found = reading(2, HARBOUR)

    assert found.fields == {
        "passages-0-paragraph": 2,
        "passages-0-quoted": HARBOUR,
        "passages-0-starts": "",
        "passages-0-ends": "",
        "report-mode": "quotation",
        "report-printed_as": "UN Secretary-General António Guterres",
        "report-printed_in": 2,
    }
    assert found.links == {
        "speaker-person": role.person,
        "speaker-role": role,
        "speaker-organisation": role.organisation,
    }


def test_paraphrase_takes_the_title_between_commas():
    person = make_person(name="Ghada Waly")
    body = make_organisation(name="United Nations Office on Drugs and Crime")
    make_name(organisation=body, text="UNODC", kind="acronym")

    found = reading(3, ISLANDS)

    assert found.fields["report-printed_as"] == "Ms. Ghada Waly, Executive Director of UNODC"
    assert found.fields["passages-0-starts"] == "small islands would"
    assert found.fields["passages-0-ends"] == "of next year"
    assert found.links == {
        "speaker-person": person,
        "speaker-role": None,
        "speaker-organisation": body,
    }


def test_body_that_speaks_is_the_speaker():
    body = make_organisation(name="UNODC")
    text = ["Training would follow, UNODC said in Vienna."]

    found = reading(1, "Training would follow", text)

    assert found.fields["report-printed_as"] == "UNODC"
    assert found.links["speaker-organisation"] == body


def test_somebody_not_on_file_is_printed_and_nobody_linked():
    found = reading(4, LADDERS)

    assert found.fields["report-printed_as"] == "Berta Lindqvist, Minister of Justice of Norland"
    assert [*found.links.values()] == [None, None, None]
    assert "nobody on file is written so" in found.said


def test_paragraph_without_a_credit_leaves_the_speaker_of_before():
    found = reading(5, "the treaty … what is there")

    assert found.fields["report-printed_as"] == ""
    assert found.links == {}


def test_whom_the_speaker_names_is_not_credited():
    make_person(name="Ghada Waly")
    text = ["“We thank Ghada Waly said nobody,” Berta Lindqvist declared."]

    assert credit(1, "We thank Ghada Waly said nobody", text) == "Berta Lindqvist"


def test_two_people_written_alike_are_left_to_the_editor():
    for _ in range(2):
        make_person(name="Ghada Waly")

    found = reading(3, ISLANDS)

    assert found.fields["report-printed_as"] == "Ms. Ghada Waly, Executive Director of UNODC"
    assert found.links["speaker-person"] is None


def test_other_spellings_and_longer_names_find_the_person():
    make_person(name="Cuong")
    person = make_person(name="Lương Cường")
    make_name(person=person, text="Luong Van Cuong")
    texts = ["President Lương Cường said so.", "So says LUONG CUONG.", "Luong Van Cuong said so."]

    found = [reading(n, "", texts).links["speaker-person"] for n in (1, 2, 3)]

    assert found == [person] * 3


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("According to the UN, all of it is new.", "UN"),
        ("All of it is new, said Berta Lindqvist, and the hall rose.", "Berta Lindqvist"),
        ("It was new. President Berta Lindqvist stated so.", "President Berta Lindqvist"),
        ("All of it is new, Ambassador B. Lindqvist told us.", "Ambassador B. Lindqvist"),
        ("All of it is new.", ""),
        ("It was new, he said.", ""),
        ("Nothing stands here in small letters.", ""),
    ],
)
def test_credit_is_what_is_printed_around_a_name_beside_a_verb_of_saying(text, printed):
    assert credit(1, "", [text]) == printed


def test_role_is_one_possibly_held_that_day():
    person = make_person(name="Ghada Waly")
    make_role(person=person, title="Minister", ended_on="2019")
    role = make_role(person=person, title="Head", started_on="2020")

    found = read_off(typed(PARAGRAPHS, 3, ISLANDS), source(published_on="2025"))

    assert found.links["speaker-role"] == role


def test_of_several_roles_the_one_that_is_printed():
    person = make_person(name="Ghada Waly")
    make_role(person=person, title="Chair")
    role = make_role(person=person, title="Executive Director")

    assert reading(3, ISLANDS).links["speaker-role"] == role


def test_further_passage_brings_nothing_else():
    found = read_off(typed(PARAGRAPHS, 2, HARBOUR), source(), 1)

    assert {name.rpartition("-")[0] for name in found.fields} == {"passages-1"}
    assert found.links == {}


def test_reading_needs_four_queries_for_any_length(django_assert_num_queries):
    make_person(name="Ghada Waly")
    text = ["Ghada Waly said so. " + "A Word Of Many Names " * 2000]

    selection, press = typed(text, 1, "Ghada Waly said so"), source()

    with django_assert_num_queries(4):
        read_off(selection, press)


def test_credit_is_found_beside_the_words_in_a_text_without_line_breaks():
    make_person(name="Berta Lindqvist")
    run = "Hanoi hears that Mr Bui has ...... " * 5_000
    text = f"{run}“Ladders are lent,” said Berta Lindqvist. {run}"
    start = text.index("Ladders")

    reading = read_off(Selection(1, text, start, start + len("Ladders are lent")), source())

    assert reading.fields["report-printed_as"] == "Berta Lindqvist"
