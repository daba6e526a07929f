from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.publication import Named
from hanoiconv.core.records import LanguageField, Record, RecordQuerySet, refuse_ring
from hanoiconv.core.text import LineField


class OrganisationQuerySet(RecordQuerySet):
    """Organisations, by kind and by name."""

    def by_name(self):
        return self.order_by("name", "pk")

    def with_family(self, slug):
        """The organisation of that slug, what it is part of, and what is part of it."""
        here = self.model._default_manager.filter(slug=slug)
        kin = Q(pk__in=here.values("parent")) | Q(parent__in=here.values("pk"))
        return self.filter(Q(slug=slug) | kin)


class Organisation(Named, Record):
    """A state, UN body, ministry, mission, news outlet or other body, perhaps part of another."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        REGIONAL = "regional", _("Regional organisation")
        UN_BODY = "un-body", _("United Nations body")
        INTERNATIONAL = "international", _("International organisation")
        GOVERNMENT = "government", _("Government body")
        MINISTRY = "ministry", _("Ministry")
        MISSION = "mission", _("Permanent mission")
        AGENCY = "agency", _("News agency")
        OUTLET = "outlet", _("News outlet")
        PARTY = "party", _("Political party")
        COMPANY = "company", _("Company")
        RESEARCH = "research", _("Research institute")
        OTHER = "other", _("Other body")

    clean_climbs = "parent"
    named_by = (
        "speakers__statement",
        "participations__event",
        "depictions__photo",
        "reports_carried__statement",
    )
    named_further_by = ("roles__person", "children")
    public_by = ("publications", "credited_sources", "places")

    name = LineField(max_length=200, help_text=_("As our own texts write it: Viet Nam."))
    lang = LanguageField(default="en")
    kind = models.CharField(max_length=20, choices=Kind)
    formal_name = LineField(
        max_length=200,
        blank=True,
        help_text=_("A state's formal name in the United Nations: the Socialist Republic of ..."),
    )
    country_code = models.CharField(
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Write two capital letters (ISO 3166-1)."))],
        help_text=_("For a state: its two letters in ISO 3166-1."),
    )
    # A ministry with a history must not lose its state by a deletion elsewhere.
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_code_is_for_states",
                condition=Q(country_code="") | Q(kind="state"),
                violation_error_message=_("Only a state has a country code."),
            ),
            models.UniqueConstraint(
                "country_code",
                name="organisation_code_is_unique",
                condition=~Q(country_code=""),
                violation_error_message=_("Another state has this country code."),
            ),
        ]
        permissions = [("publish_organisation", "Can change an organisation readers see")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:organisation-detail", args=[self.slug])

    def clean(self):
        """A body is not part of itself, however many steps away.

        Raises:
            ValidationError: the chain of parents comes back here.
        """
        refuse_ring(self, "parent", _("An organisation cannot be part of itself."))
