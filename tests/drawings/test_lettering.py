import pytest

from hanoiconv.drawings.cards import COLUMN
from hanoiconv.drawings.lettering import BOLD, REGULAR, drawable, fitted, has

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)


def test_font_has_every_vietnamese_letter():
    missing = [letter for letter in VIETNAMESE + VIETNAMESE.upper() if not has(letter)]

    assert missing == []
    assert not has("习")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lương  Cường\n", "Lương Cường"),
        ("Đặng Hoàng Giang nói", "Đặng Hoàng Giang nói"),
        ("Ürümqi, Владивосток, Αθήνα", "Ürümqi, Владивосток, Αθήνα"),
        ("Summit 🎉 opens", "Summit opens"),
        ("\u202eno\u200b tricks\x07", "no tricks"),
        ("محمد", ""),
        ("Xi Jinping 习近平", ""),
    ],
)
def test_words_are_drawn_whole_or_not_at_all(text, shown):
    assert drawable(text) == shown


def test_headline_is_shrunk_before_it_is_cut():
    sizes = range(72, 33, -2)

    short, [one] = fitted("Hanoi", BOLD, sizes, COLUMN, 4)
    middling, rows = fitted("Five years of talks " * 4, BOLD, sizes, COLUMN, 4)
    smallest, cut = fitted("Five years of talks " * 20, BOLD, sizes, COLUMN, 4)

    assert (short.size, one) == (72, "Hanoi")
    assert 34 < middling.size < 72
    assert " ".join(rows) == ("Five years of talks " * 4).strip()
    assert (smallest.size, len(cut), cut[-1][-1]) == (34, 4, "…")


def test_headline_breaks_into_even_lines():
    _, rows = fitted("one two three four five six seven", REGULAR, range(40, 39, -1), 500, 4)

    assert rows == ["one two three", "four five six seven"]
