"""The quick way and the whole way of cleaning a value are one: same value, same words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from events.models import Event, Passage, Place, Statement
from hanoiconv.interchange.cleaning import cleaned, cleaner
from hanoiconv.interchange.shape import file_fields, record_models
from people.models import Source

PLAIN = {
    f"{label}.{field.name}": field
    for label, model in record_models().items()
    for field in file_fields(model)
    if not field.is_relation
}
LINKS = {
    f"{label}.{field.name}": field
    for label, model in record_models().items()
    for field in file_fields(model)
    if field.is_relation
}
TELLING = [
    *[None, True, False, 0, 1, -1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 1.0, float("nan"), [], {}],
    *["", " ", "a", "en", "vi", "a-b", "A", "a_b", "-a", "a\n", "a\tb", "a\r\nb", "\x00", "\ud800"],
    *["e\u0301", "Lương Cường", "a\u00a0b", "a\u200db", "\u2028", "\ufeff", "\ufffe", "\x85"],
    *["x" * 61, "x" * 120, "x" * 121, "x" * 201, "o\u031b" * 60, "one two three four", "a b c "],
    *["2025-10-25", "2025", "2025-02-30", "2025-10-25T09:30+07:00", "2026-11-21T08:00:00Z"],
    *[
        "2026-11-21T08:00:00",
        "0001-01-01T00:00:00+14:00",
        "21.5",
        "-200",
        "NaN",
        "1e5",
        "-0",
        "0e99",
        "٥",
    ],
    *["https://vov.vn/1", "vov.vn", "https://vov.vn/\u1ec7", "Asia/Ho_Chi_Minh", "VN", "draft"],
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
choices = st.sampled_from(
    sorted({value for field in PLAIN.values() for value, _ in field.flatchoices or ()})
)


def outcome(clean, value):
    try:
        result = clean(value)
    except ValidationError as error:
        return error.messages
    return type(result), result


@pytest.mark.parametrize("value", TELLING, ids=lambda value: ascii(value)[:30])
def test_quick_way_gives_what_the_whole_way_gives(value):
    differing = {
        name: (quick, whole)
        for name, field in PLAIN.items()
        if (quick := outcome(cleaner(field), value))
        != (whole := outcome(lambda value, field=field: cleaned(field, value), value))
    }

    assert differing == {}


CLEANERS = {name: cleaner(field) for name, field in PLAIN.items()}


@given(st.sampled_from(sorted(PLAIN)), anything | choices | st.sampled_from(TELLING))
@example("events.event.title", "Ceremony\n")
def test_quick_way_gives_what_the_whole_way_gives_for_anything(name, value):
    whole = outcome(lambda value: cleaned(PLAIN[name], value), value)

    # Twice: the second time it may be remembered.
    assert outcome(CLEANERS[name], value) == whole
    assert outcome(CLEANERS[name], value) == whole


@given(st.sampled_from(sorted(LINKS)), anything | st.lists(st.lists(st.text(), max_size=2)))
def test_link_is_a_key_or_refused(name, value):
    target = LINKS[name]

    result = outcome(cleaner(target), value)

    if isinstance(result, list):
        assert all(result)
    elif target.many_to_many:
        assert result == (list, list(dict.fromkeys(key for [key] in value)))
    else:
        assert result == (type(None), None) or [result[1]] == value


def test_keys_of_a_group_are_kept_in_order_without_doubles():
    clean = cleaner(Statement._meta.get_field("topics"))

    assert clean([["b"], ["a"], ["b"]]) == ["b", "a"]
    assert clean([]) == []


USUAL = [
    (Event, "title", "Lễ ký Công ước"),
    (Event, "title", "Two\u00a0spaces"),
    (Event, "summary", "One line.\n\nAnother."),
    (Event, "slug", "ceremony-1"),
    (Event, "kind", "ceremony"),
    (Event, "order", 3),
    (Event, "date", "2025-10-25"),
    (Source, "url", "https://vov.vn/1"),
    (Source, "lang", "zh-Hans"),
    (Passage, "starts", "The first three words"),
    (Passage, "paragraph", None),
    (Place, "time_zone", "Asia/Ho_Chi_Minh"),
]


@pytest.mark.parametrize(("model", "name", "value"), USUAL, ids=lambda part: str(part)[:20])
def test_usual_value_is_given_back_as_it_is(model, name, value):
    assert cleaner(model._meta.get_field(name))(value) is value
