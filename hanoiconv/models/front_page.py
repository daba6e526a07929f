from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Article, Statement


class FrontPage(models.Model):
    """What the desk has chosen for the front page; the newest stands where nothing is chosen."""

    # There is one front page, so one row.
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    lead = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead story"),
        help_text=_("Leads from when readers may see it; the newest article until then."),
    )
    focus = models.ForeignKey(
        Statement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("statement in focus"),
        help_text=_("In focus from when readers may see it; the newest quoted one until then."),
    )

    class Meta:
        constraints = [models.CheckConstraint(name="one_front_page", condition=models.Q(id=1))]
        verbose_name = verbose_name_plural = _("front page")

    def __str__(self):
        return str(_("Front page"))
