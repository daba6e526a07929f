"""Who may change what: nothing that readers see changes by somebody who may not publish."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db import models
from django.db.models import Q

from hanoiconv.core.publication import any_of
from hanoiconv.core.records import Part, owner_model


def publish_permission(model: type[Any]) -> str:
    """The permission that publishing a record of this model takes."""
    return f"{model._meta.app_label}.publish_{model._meta.model_name}"


def may_view(user: Any, model: Any) -> bool:
    """Whether the user may look at the rows of a model at the desk, as Django's own lists ask."""
    names = [get_permission_codename(act, model._meta) for act in ("view", "change")]
    return any(user.has_perm(f"{model._meta.app_label}.{name}") for name in names)


def out_of_reach_q(model: type[Any], user: Any, prefix: str = "") -> Q:
    """Rows that are settled, or part of what is, while the user may not publish such a record."""
    if issubclass(model, Part):
        return any_of(
            out_of_reach_q(owner_model(model, name), user, f"{prefix}{name}__")
            for name in model.part_of
        )
    if not hasattr(model, "settled_q") or user.has_perm(publish_permission(model)):
        return Q(pk__in=[])
    return any_of([model.settled_q(prefix)])


def within_reach(rows: models.QuerySet, user: Any) -> Any:
    """The rows that this user may change. One query, evaluated with the rows."""
    barred = rows.model._base_manager.filter(out_of_reach_q(rows.model, user))
    return rows.exclude(pk__in=barred.values("pk"))


def may_change(user: Any, row: models.Model) -> bool:
    """Whether this user may change the row as it is stored. At most one query."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    return not rows.filter(out_of_reach_q(type(row), user)).exists()
