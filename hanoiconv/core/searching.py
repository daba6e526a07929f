"""What a list of the desk is searched by, asked of each table once.

The stock search joins all tables that it looks through: a statement with two reports of three
passages is then compared six times, for each word.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

from hanoiconv.core.publication import any_of
from hanoiconv.core.text import fold, storable


def words_of(typed: str) -> list[str]:
    """The words to look for, folded; what stands in quotation marks is one of them."""
    words = []
    for word in smart_split(fold(storable(typed))):
        is_quoted = word[0] in "\"'" and len(word) > 1 and word[0] == word[-1]
        words.append(unescape_string_literal(word) if is_quoted else word)
    return words


def matching(model: type[models.Model], path: str, word: str) -> Q:
    """Rows with the word at a path such as `speakers__person__name__folded`."""
    first, _rest, onward = path.partition("__")
    field: Any = model._meta.get_field(first)
    if not field.is_relation:
        return Q(**{f"{path}__icontains": word})
    there = field.related_model
    rows = there._base_manager.filter(matching(there, onward, word)).order_by()
    if field.one_to_many:
        return Q(pk__in=rows.values(field.field.name))
    return Q(**{f"{first}__in": rows.values("pk")})


def found(rows: models.QuerySet, paths: Any, typed: str) -> models.QuerySet:
    """The rows with every word at one of the paths. Each is found once, whatever it has."""
    for word in words_of(typed):
        rows = rows.filter(any_of(matching(rows.model, path, word) for path in paths))
    return rows
