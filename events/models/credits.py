"""The triple person, organisation, description: how speakers and participants are credited."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.records import Part
from hanoiconv.core.text import LineField
from people.models import Organisation, Person, Role


class Credited(Part):
    """Somebody credited: a person, an unnamed office-holder or group, or an organisation.

    The subject is the person, else the description, else the organisation; otherwise the
    organisation is whom they stand for.
    """

    clean_reads = ("role",)

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    described_as = LineField(
        max_length=300,
        blank=True,
        help_text=_("Where no name is printed: Minister of Justice."),
    )
    role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("The role in which the person acted."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_names_somebody",
                condition=Q(person__isnull=False)
                | Q(organisation__isnull=False)
                | ~Q(described_as=""),
                violation_error_message=_("Name a person, an organisation or describe who it was."),
            ),
            models.CheckConstraint(
                name="%(class)s_role_needs_its_person",
                condition=Q(role__isnull=True) | Q(person__isnull=False),
                violation_error_message=_("A role belongs to a person: name the person too."),
            ),
        ]

    def __str__(self):
        return self.credit

    def clean(self):
        """The role is the person's own.

        Raises:
            ValidationError: it is somebody else's.
        """
        if self.role and self.person_id and self.role.person_id != self.person_id:
            raise ValidationError({"role": _("This role is another person's.")})

    @property
    def subject(self) -> "Person | Organisation | str | None":
        """Who it is about: a person, else a description, else an organisation."""
        return self.person or self.described_as or self.organisation

    @property
    def stands_for(self) -> Organisation | None:
        """Whom the subject acted for, when the subject is not the organisation itself."""
        return self.organisation if self.person or self.described_as else None

    @property
    def credit(self) -> str:
        """Subject, office and affiliation in one line, in our own orthography."""
        words = [str(self.subject)]
        if self.role:
            words.append(self.role.title)
        if self.stands_for:
            words.append(str(self.stands_for))
        return ", ".join(words)
