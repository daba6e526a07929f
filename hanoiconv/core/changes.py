"""What the desk tells of its changes, for whoever keeps a history of them further up.

Each is sent with the model as sender and the request, within the transaction of the view.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.dispatch import Signal

# A form is about to be read from the database: `pk` is the row's, as the address has it.
before_opening = Signal()
# A form of `row` was opened by somebody who may save it. Not within a transaction.
after_opening = Signal()
# A form was sent. Who listens may add errors to `form`.
form_sent = Signal()
# A form was saved with its parts and links, and nothing takes it back any more: `row`.
form_saved = Signal()
# These `rows` are about to be written, or to go where `is_deletion`; and have been.
before_change = Signal()
after_change = Signal()


@contextmanager
def changing(
    request: Any, model: Any, rows: Sequence[models.Model], *, is_deletion: bool = False
) -> Iterator[None]:
    """Tells of rows that are changed within. Belongs into a transaction."""
    before_change.send(model, request=request, rows=rows, is_deletion=is_deletion)
    yield
    after_change.send(model, request=request, rows=rows)
