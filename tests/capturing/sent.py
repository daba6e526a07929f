"""Where statements are made from a source, and what a browser sends there."""

from tests.capturing.texts import HARBOUR
from tests.checks import screen


def address(source):
    return screen(source, "statements", source.pk)


def sent(**values):
    """What the browser sends once a quotation was read off, with the gist typed."""
    boxes = {
        "statement-gist": "Nobody is safe until all are.",
        "speaker-described_as": "a keeper of lighthouses",
        "report-mode": "quotation",
        "report-printed_as": "UN Secretary-General António Guterres",
        "report-printed_in": "2",
        "report-lang": "en",
        "passages-0-paragraph": "2",
        "passages-0-quoted": HARBOUR,
    }
    return boxes | {name.replace("__", "-"): value for name, value in values.items()}
