"""New records that look like others: the same name, but for case, marks and đ."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from hanoiconv.core.text import fold
from hanoiconv.interchange.shape import parts_of, title_field

# Two records of these kinds with one name are most likely one; two statements are not.
NAMES = ("name", "title")
MOST = 5  # of a name that a thousand records have, so many are told


class Likeness:
    """The names of all records of one kind, folded. Made within a future, so with the new ones."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.by_name: dict[str, set[str]] = defaultdict(set)  # the first slugs, one more than told
        title = title_field(model)
        if title not in NAMES:
            return
        for slug, name in (
            model._base_manager.order_by("slug").values_list("slug", title).iterator()
        ):
            self._add(slug, name)
        for _name, part, owner in parts_of(model):
            if part._meta.model_name == "name":
                rows = part._base_manager.order_by("key").values_list(f"{owner}__slug", "text")
                for slug, name in rows.filter(**{f"{owner}__isnull": False}).iterator():
                    self._add(slug, name)

    def _add(self, slug: str, name: str) -> None:
        slugs = self.by_name[fold(name)]
        if len(slugs) <= MOST:
            slugs.add(slug)

    def notes(self, slug: str, title: str) -> list[str]:
        """A sentence for each other record that has this name, or for the first few."""
        others = sorted(self.by_name.get(fold(title), set()) - {slug})[:MOST]
        kind = self.model._meta.verbose_name
        message = _("looks like the %(kind)s “%(slug)s”, which has the same name")
        return [message % {"kind": kind, "slug": other} for other in others]
