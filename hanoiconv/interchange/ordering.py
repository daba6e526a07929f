"""The order in which rows are written: what is pointed at before what points."""

from collections import defaultdict

from django.db import models

from hanoiconv.interchange.understanding import Incoming


def in_order(incoming: list[Incoming]) -> list[Incoming]:
    """What is pointed at before what points; articles last, because their text names records."""
    by_model: dict[type[models.Model], list[Incoming]] = defaultdict(list)
    for item in incoming:
        by_model[item.model].append(item)
    ordered: list[type[models.Model]] = []

    def place(model: type[models.Model], above: tuple[type[models.Model], ...]) -> None:
        if model in ordered or model in above:
            return
        for target in model._meta.concrete_fields:
            if target.many_to_one and target.related_model in by_model:
                place(target.related_model, (*above, model))
        ordered.append(model)

    for model in sorted(by_model, key=lambda model: model._meta.label):
        place(model, ())
    return [item for model in ordered for item in _parents_first(by_model[model])]


def _parents_first(items: list[Incoming]) -> list[Incoming]:
    """Rows of one model after those of the same model that they point at."""
    model = items[0].model
    loops = [
        target.name
        for target in model._meta.concrete_fields
        if target.many_to_one and target.related_model is model
    ]
    if not loops:
        return items
    by_key = {item.key: item for item in items}
    ordered: dict[int, Incoming] = {}

    def place(item: Incoming, above: frozenset[int]) -> None:
        if id(item) in ordered or id(item) in above:
            return
        for name in loops:
            if item.links.get(name) in by_key:
                place(by_key[item.links[name]], above | {id(item)})
        ordered[id(item)] = item

    for item in items:
        place(item, frozenset())
    return [*ordered.values()]
