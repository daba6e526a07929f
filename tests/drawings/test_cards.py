from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image, ImageChops

from hanoiconv.core.jsonld import SITE_NAME
from hanoiconv.drawings.bitmaps import rgb
from hanoiconv.drawings.cards import COLUMN, FACE_LEFT, LEFT, SIZE, TONES, Card, png
from hanoiconv.drawings.faces import face
from hanoiconv.drawings.motifs import GROUND

HOSTILE = [
    "</script><script>alert(1)</script>",
    "W" * 300,
    "Ư" * 300,
    "word " * 60,
    "محمد بن سلمان",
    "习近平",
    "🎉👩🏽‍⚖️🇻🇳",
    "\u202eright to left\u202c",
    "tab\tline\nnul\x00 escape\x1b",
    "a" + "\u0301" * 200,
    " ",
    "",
]


def picture(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


def box_of_words(content):
    """The box that holds all that is not ground, left of the face."""
    image = picture(content).crop((0, 0, FACE_LEFT, SIZE[1])).convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    return ImageChops.difference(image, ground).getbbox()


def contrast(one, other):
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def light(colour):
        parts = [part / 255 for part in rgb(colour)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted([light(one), light(other)])
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("text", HOSTILE)
def test_card_holds_any_text(text):
    content = png(Card("hostile", text, text, (text, text, text)))

    left, top, right, bottom = box_of_words(content)
    assert picture(content).size == SIZE
    assert left >= LEFT - 4
    assert right <= LEFT + COLUMN + 4
    assert top > 40
    assert bottom < SIZE[1] - 40


def test_card_without_a_drawable_headline_has_the_words_of_the_site():
    foreign = Card("a-person", "Person", "习近平", ("2025",))

    assert png(foreign) == png(Card("a-person", "", SITE_NAME))


def test_card_is_a_small_png_with_the_face_of_its_slug():
    contents = [png(Card(f"record-{n}", "News", f"Headline {n}", ("2025",))) for n in range(4)]

    assert {picture(content).format for content in contents} == {"PNG"}
    assert {picture(content).size for content in contents} == {(1200, 630)}
    assert max(map(len, contents)) < 66_000
    assert len(set(contents)) == 4


def test_card_has_the_ground_of_its_tone():
    slug_of = {face(f"record-{n}").tone: f"record-{n}" for n in range(30)}

    corners = {
        tone: picture(png(Card(slug, "", "A"))).convert("RGB").getpixel((0, 0))
        for tone, slug in slug_of.items()
    }

    assert corners == {number: rgb(tone.colours[GROUND]) for number, tone in TONES.items()}


def test_tones_of_cards_are_those_of_pages():
    css = (settings.BASE_DIR / "hanoiconv/static/css/emblems.css").read_text()

    for number, tone in TONES.items():
        rule = next(line for line in css.splitlines() if f".emblem-tone-{number} " in line)
        for paint, colour in tone.colours.items():
            assert f"--emblem-{paint}: light-dark({colour}, " in rule


def test_words_on_cards_can_be_read():
    """WCAG 2.2, 1.4.3: 4.5 to 1; all our words are large, but cards are shown small."""
    poor = [
        (number, paint)
        for number, tone in TONES.items()
        for paint in (tone.headline, tone.words, tone.kicker)
        if contrast(tone.colours[paint], tone.colours[GROUND]) < 4.5
    ]

    assert poor == []
