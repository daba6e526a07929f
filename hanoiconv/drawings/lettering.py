"""Words on a drawing: which of them the font can show, and how they break into lines.

The font (fonts/README.md) has Latin with all Vietnamese letters, Greek and Cyrillic.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from hanoiconv.core.text import storable

FONTS = Path(__file__).parent / "fonts"
BOLD, REGULAR = "Bold", "Regular"
NOT_A_CHARACTER = "\uffff"  # no font has it, so it is drawn as the box for what is missing
LONGEST = 400  # no line of a drawing shows more characters

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=64)
def font(weight: str, size: int) -> Font:
    return ImageFont.truetype(FONTS / f"NotoSerif-{weight}.ttf", size)


@lru_cache(maxsize=4096)
def has(character: str) -> bool:
    """Whether the font draws that character, and not the box for what is missing."""
    if character.isspace():
        return True
    face = font(REGULAR, 20)
    missing = face.getmask(NOT_A_CHARACTER)
    drawn = face.getmask(character)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


def drawable(text: str) -> str:
    """The text on one line as the font can draw it; "" when it lacks a letter or a digit.

    A name in Arabic or Chinese is left out whole, for half a name is nobody's; an emoji, an
    invisible control and a mark on top of two others go alone.
    """
    shown = ""
    for character in storable(" ".join(text.split()))[:LONGEST]:
        kind = unicodedata.category(character)[0]
        if kind == "C" or (kind == "M" and all(map(unicodedata.combining, f"  {shown}"[-2:]))):
            continue
        if has(character):
            shown += character
        elif kind in "LN":
            return ""
    return " ".join(shown.split())


def fitted(text: str, weight: str, sizes: range, width: int, most: int) -> tuple[Font, list[str]]:
    """The text at the largest of the sizes at which it takes no more than `most` lines.

    Where none will do, at the last size, with an ellipsis where it was cut. The lines are as even
    in length as their number allows.
    """
    face = font(weight, sizes[-1])
    for size in sizes:
        larger = font(weight, size)
        if longest_word(text, larger) > width:
            continue
        lines = wrapped(text, larger, width)
        if len(lines) <= most:
            return larger, even(text, larger, width, lines)
    return face, at_most(wrapped(text, face, width), face, width, most)


def at_most(lines: list[str], face: Font, width: int, most: int) -> list[str]:
    """The first of the lines; the last of them holds as much of the rest as fits."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), face, width)]


def longest_word(text: str, face: Font) -> float:
    return max((face.getlength(word) for word in text.split()), default=0)


def wrapped(text: str, face: Font, width: int) -> list[str]:
    """The lines of a text; a word that is wider than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if face.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = pieces(word, face, width)
        lines += full
    return [*lines, line] if line else lines


def pieces(word: str, face: Font, width: int) -> Iterator[str]:
    """A word in parts of at most that width."""
    part = ""
    for character in word:
        if part and face.getlength(part + character) > width:
            yield part
            part = ""
        part += character
    yield part


def even(text: str, face: Font, width: int, lines: list[str]) -> list[str]:
    """As many lines, the longest of them as short as can be."""
    low, high = max(width // 2, int(longest_word(text, face))), width
    while high - low > 8:
        middle = (low + high) // 2
        tried = wrapped(text, face, middle)
        if len(tried) > len(lines):
            low = middle
        else:
            high, lines = middle, tried
    return lines


def cut(text: str, face: Font, width: int) -> str:
    """As much of a text as fits on one line: whole words and an ellipsis where it goes on."""
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(f"{text}…") > width:
        text = text.rpartition(" ")[0] or text[:-1]
    return f"{text.rstrip(' ,;:.·')}…"
