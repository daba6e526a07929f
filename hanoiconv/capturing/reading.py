"""Reading off: what of the form of a statement follows from a selection in the text."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hanoiconv.capturing.credits import Credit, credit_of
from hanoiconv.capturing.passages import Selection, mode_of, near, passage_of
from hanoiconv.core.text import fold
from people.models import Organisation, Person, Role, Source

MOST_ROLES = 50  # of one person


@dataclass
class Reading:
    """Values for the form, by the names of its boxes; what was read off, in a sentence."""

    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)  # rows, or None to empty the box
    said: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for a script: a link is its primary key and its words."""
        links = {name: [row.pk, str(row)] if row else None for name, row in self.links.items()}
        return {"fields": self.fields, "links": links, "said": self.said}


def read_off(selection: Selection, source: Source, number: int = 0) -> Reading:
    """What follows from the selection, for the passage of that number; later ones bring no more.

    At most four queries.

    Raises:
        NothingToRead: too few words for a paraphrase.
    """
    mode = mode_of(selection, source)
    passage = passage_of(selection, mode)
    fields = {f"passages-{number}-{name}": value for name, value in passage.items()}
    if number:
        return Reading(fields, said=_("Paragraph %d: a further passage.") % selection.paragraph)
    around = near(selection)
    credit = credit_of(around, is_quoting=bool(passage["quoted"]))
    printed = around.text[credit.start : credit.end].strip() if credit else ""
    fields |= {
        "report-mode": str(mode),
        "report-printed_as": printed,
        "report-printed_in": selection.paragraph if printed else "",
    }
    links = _links(credit, printed, source.published_earliest or source.published_latest)
    return Reading(fields, links, _sentence(selection, passage, printed, links))


def _links(credit: Credit | None, printed: str, day: dt.date | None) -> dict[str, Any]:
    """The boxes of the speaker; none where nobody was found, so that who stands there stays."""
    who = credit.row if credit else None
    if isinstance(who, Person):
        role = _role(who, printed, day)
        body = role.organisation if role else next(iter(credit.within if credit else ()), None)
        return {"speaker-person": who, "speaker-role": role, "speaker-organisation": body}
    if isinstance(who, Organisation):
        return {"speaker-person": None, "speaker-role": None, "speaker-organisation": who}
    if printed:  # somebody else than the one before
        return dict.fromkeys(("speaker-person", "speaker-role", "speaker-organisation"))
    return {}


def _role(person: Person, printed: str, day: dt.date | None) -> Role | None:
    """The role possibly held that day: the only one, or the only one that the credit spells out."""
    roles = person.roles.select_related("person", "organisation")
    held = [*(roles.possibly_held_on(day) if day else roles)[:MOST_ROLES]]
    if len(held) == 1:
        return held[0]
    fitting = [role for role in held if fold(role.title) in fold(printed)]
    return fitting[0] if len(fitting) == 1 else None


def _sentence(
    selection: Selection, passage: dict[str, Any], printed: str, links: dict[str, Any]
) -> str:
    said = [
        (_("Paragraph %d, quoted.") if passage["quoted"] else _("Paragraph %d, paraphrased."))
        % selection.paragraph
    ]
    who = links.get("speaker-person") or links.get("speaker-organisation")
    if printed and who:
        said.append(_("Credited as “%(printed)s”: %(who)s.") % {"printed": printed, "who": who})
    elif printed:
        said.append(_("Credited as “%s”: nobody on file is written so.") % printed)
    else:
        said.append(_("No credit was found in it."))
    return " ".join(said)
