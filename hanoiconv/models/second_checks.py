from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Statement


class SecondCheck(models.Model):
    """That a second person compared a statement with its sources, and in which words it was then.

    It holds as long as `print` is that of the words of today (hanoiconv/second_checks.py).
    """

    # An import that is undone deletes statements by plain SQL; their ids are never given again.
    statement = models.OneToOneField(
        Statement, on_delete=models.CASCADE, db_constraint=False, related_name="second_check"
    )
    # Somebody's account may go, what they checked stays checked.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="second_checks",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(default=timezone.now)
    print = models.CharField(max_length=64)
    # What the last save at the desk found, for the filter alone: other ways of writing pass it by.
    is_lapsed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()  # who may change a statement may check it
        verbose_name = _("second check")

    def __str__(self):
        return f"{self.statement_id}, {self.made_at:%Y-%m-%d}"
