"""Social cards, 1200x630 as a PNG: the drum face of a record, its headline, date and place."""

from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO

from PIL import Image, ImageDraw

from hanoiconv.core.jsonld import SITE_NAME
from hanoiconv.drawings.bitmaps import Painter, Tone, toned
from hanoiconv.drawings.faces import face
from hanoiconv.drawings.lettering import (
    BOLD,
    REGULAR,
    Font,
    at_most,
    cut,
    drawable,
    fitted,
    font,
    wrapped,
)
from hanoiconv.drawings.motifs import GROUND, LINE, STAR

VERSION = 1  # raise it when the drawing changes, so that no copy of the old one counts as fresh
SIZE = WIDTH, HEIGHT = 1200, 630
CENTRE, RADIUS = (1096, 315), 424
FACE_LEFT = 660  # where the picture of the face begins
LEFT, TOP, FOOT, COLUMN = 64, 58, 552, 596  # of the words; the foot is where the last line starts
HEADLINE_SIZES, HEADLINE_LINES = range(68, 31, -2), 4
LABEL_SIZE, LINE_SIZE, LEADING = 26, 28, 1.26

DARK_GROUND = {GROUND: 0, LINE: 11, STAR: 15}
# By number, the light colours of static/css/emblems.css.
TONES = {
    1: Tone({GROUND: "#7c2016", LINE: "#e6b981", STAR: "#ffe9c4"}, DARK_GROUND, STAR, LINE, LINE),
    2: Tone({GROUND: "#0e4d47", LINE: "#9ccdb9", STAR: "#f4e3b5"}, DARK_GROUND, STAR, LINE, LINE),
    3: Tone(
        {GROUND: "#c4923d", LINE: "#3d2403", STAR: "#fff1cf"},
        {LINE: 0, GROUND: 9, STAR: 15},
        LINE,
        LINE,
        LINE,
    ),
    4: Tone({GROUND: "#18302f", LINE: "#cfa35c", STAR: "#f3dca9"}, DARK_GROUND, STAR, LINE, LINE),
    5: Tone({GROUND: "#efe4cc", LINE: "#6e4d15", STAR: "#a12b1b"}, DARK_GROUND, LINE, LINE, STAR),
}


@dataclass(frozen=True)
class Card:
    """What a card says. The slug chooses the face; an empty text leaves its place empty."""

    slug: str
    kicker: str
    headline: str
    lines: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for two cards that look the same."""
        said = repr((VERSION, SITE_NAME, *astuple(self)))
        return blake2b(said.encode(errors="replace"), digest_size=12).hexdigest()


@lru_cache(maxsize=64)
def png(card: Card) -> bytes:
    """The card as a file.

    A text with letters that the font lacks is left out; where that is the headline, the card has
    the face of the record and the words of the site, as a kind and a date say nothing alone.
    """
    drawn = face(card.slug)
    tone = TONES[drawn.tone]
    picture = Image.new("L", SIZE, tone.level(GROUND))
    centre = (CENTRE[0] - FACE_LEFT, CENTRE[1])
    picture.paste(
        Painter((WIDTH - FACE_LEFT, HEIGHT), centre, RADIUS, tone).face(drawn), (FACE_LEFT, 0)
    )
    write(ImageDraw.Draw(picture), card, tone)
    file = BytesIO()
    toned(picture, tone).save(file, "PNG", compress_level=8)
    return file.getvalue()


def write(draw: ImageDraw.ImageDraw, card: Card, tone: Tone) -> None:
    """The words from the top down, and the name of the site at the foot."""
    kicker, headline, *lines = map(drawable, (card.kicker, card.headline, *card.lines))
    if not headline:
        kicker, headline, lines = "", SITE_NAME, []
    label, small = font(BOLD, LABEL_SIZE), font(REGULAR, LINE_SIZE)
    draw.text((LEFT, TOP), cut(kicker, label, COLUMN), tone.level(tone.kicker), label)
    large, rows = fitted(headline, BOLD, HEADLINE_SIZES, COLUMN, HEADLINE_LINES)
    y = column(draw, TOP + 54, rows, large, tone.level(tone.headline)) + 20
    rows = [row for line in lines for row in wrapped(line, small, COLUMN)]
    room = int((FOOT - 20 - y) / (LINE_SIZE * LEADING))
    column(draw, y, at_most(rows, small, COLUMN, room), small, tone.level(tone.words))
    if headline != SITE_NAME:
        draw.text((LEFT, FOOT), SITE_NAME, tone.level(tone.kicker), label)


def column(draw: ImageDraw.ImageDraw, y: int, rows: list[str], face: Font, level: int) -> int:
    """Writes rows one under the other from y down; returns where they end."""
    for row in rows:
        draw.text((LEFT, y), row, level, face)
        y += round(face.size * LEADING)
    return y
