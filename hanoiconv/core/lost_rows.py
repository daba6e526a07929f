"""Parts that somebody else removed while a form with them was open."""

import re
from typing import Any

from django.http import QueryDict


def lost_as_new(sent: QueryDict, prefix: str, model: Any) -> QueryDict:
    """The form of parts as sent, where those that are gone by now are new ones.

    Django would refuse a row whose id leads nowhere, and say so nowhere on the page: what was
    typed there could not be saved. What is of another record is left to Django, which passes it
    over. One query.
    """
    ids = {number: sent.get(f"{prefix}-{number}-id", "") for number in range(_count(sent, prefix))}
    asked = {number: pk for number, pk in ids.items() if re.fullmatch("[0-9]{1,18}", pk)}
    there = {*model._base_manager.filter(pk__in=[*asked.values()]).values_list("pk", flat=True)}
    lost = [number for number, pk in asked.items() if int(pk) not in there]
    if not lost:
        return sent
    kept = [number for number in ids if number not in lost]
    places = {str(old): new for new, old in enumerate([*kept, *lost])}
    moved = QueryDict(mutable=True)
    row = re.compile(rf"{re.escape(prefix)}-([0-9]+)-(\w+)")
    for name, values in sent.lists():
        match = row.fullmatch(name)
        if match and match[1] in places:
            name = f"{prefix}-{places[match[1]]}-{match[2]}"
            values = [""] if match[2] == "id" and int(match[1]) in lost else values
        moved.setlist(name, values)
    initial = sum(1 for number in kept if number < _count(sent, prefix, "INITIAL"))
    moved[f"{prefix}-INITIAL_FORMS"] = str(initial)
    return moved


def _count(sent: QueryDict, prefix: str, which: str = "TOTAL") -> int:
    """How many rows there are; none where that is no number, which Django then refuses."""
    number = sent.get(f"{prefix}-{which}_FORMS", "")
    return min(int(number), 2000) if re.fullmatch("[0-9]{1,6}", number) else 0
