"""Citing a statement or an article: as a line of text, BibTeX, RIS or CSL-JSON (CSL 1.0.2)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from events.models import Article, Statement
from hanoiconv.core.jsonld import SITE_NAME, absolute

BIBTEX_SPECIAL = re.compile(r"([&%$#_{}])")


@dataclass(frozen=True)
class Citation:
    """What a reference manager wants to know of a page."""

    key: str
    title: str
    url: str
    published: date
    read_on: date


def citation(record: Article | Statement, today: date) -> Citation:
    """The reference to a public record as read on `today`. A statement needs `with_card_data()`.

    The record is the author: the gist of a statement is our sentence, not the speaker's.

    Raises:
        ValueError: it was never published.
    """
    if isinstance(record, Statement):
        speakers = ", ".join(str(speaker.subject) for speaker in record.speakers.all())
        title = f"{speakers}: {record.gist}"
    else:
        title = record.headline
    if record.publish_at is None:
        raise ValueError(f"{record.slug} was never published, so it cannot be cited.")
    return Citation(
        key=record.slug,
        title=title,
        url=absolute(record.get_absolute_url()),
        published=timezone.localdate(record.publish_at),
        read_on=today,
    )


def as_text(cited: Citation) -> str:
    published, read = date_format(cited.published, "j F Y"), date_format(cited.read_on, "j F Y")
    title = cited.title.rstrip(".")
    return f"{SITE_NAME}. {title}. {published}. {cited.url} (read {read}).\n"


def as_bibtex(cited: Citation) -> str:
    fields = {
        # Braces round it keep a body from being taken apart into given and family name.
        "author": f"{{{SITE_NAME}}}",
        "title": f"{{{_bibtex(cited.title)}}}",
        "date": cited.published.isoformat(),
        "year": str(cited.published.year),
        "url": cited.url,
        "urldate": cited.read_on.isoformat(),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@online{{{cited.key},\n{lines}}}\n"


def _bibtex(text: str) -> str:
    return BIBTEX_SPECIAL.sub(r"\\\1", text.replace("\\", r"\textbackslash "))


def as_ris(cited: Citation) -> str:
    lines = [
        ("TY", "ELEC"),
        ("AU", SITE_NAME),
        ("TI", cited.title),
        ("PY", str(cited.published.year)),
        ("DA", cited.published.strftime("%Y/%m/%d")),
        ("UR", cited.url),
        ("Y2", cited.read_on.strftime("%Y/%m/%d")),
        ("ID", cited.key),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def as_csl(cited: Citation) -> str:
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "author": [{"literal": SITE_NAME}],
        "URL": cited.url,
        "issued": _date_parts(cited.published),
        "accessed": _date_parts(cited.read_on),
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


# By the ending of the address: how it is written, and its media type.
STYLES: dict[str, tuple[Callable[[Citation], str], str]] = {
    "txt": (as_text, "text/plain; charset=utf-8"),
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (as_ris, "application/x-research-info-systems; charset=utf-8"),
    "csl.json": (as_csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}
