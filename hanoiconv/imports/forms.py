"""The form with which files are uploaded at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hanoiconv.core.permissions import publish_permission
from hanoiconv.interchange.files import FORMATS
from hanoiconv.interchange.shape import record_kinds

ENDINGS = [*FORMATS, ".zip"]
MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 100 * MEGABYTE  # of all files of one import, as they are sent


def may_publish_something(user: Any) -> bool:
    """Whether the user may publish records of any kind; the import asks for each kind again."""
    return any(user.has_perm(publish_permission(model)) for model in record_kinds())


class Files(forms.ClearableFileInput):
    """A field of the browser that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; an empty one is for the import to refuse, which names it."""

    widget = Files

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each checked as one.

        Raises:
            ValidationError: there is none.
        """
        return [super(FilesField, self).clean(file) for file in data or [None]]


class UploadForm(forms.Form):
    """One or more files, and for those who may publish, whether the import does."""

    files = FilesField(  # type: ignore[assignment] # Form.files is of the class, this of its fields
        label=_("Files"),
        widget=Files(attrs={"accept": ",".join(ENDINGS), "aria-describedby": "files-help"}),
    )
    publish = forms.BooleanField(
        label=_("Publish what the files call published"),
        required=False,
        help_text=_(
            "Without it nothing is published: a new record waits in review, one on record keeps "
            "its status."
        ),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_publish_something(user):
            del self.fields["publish"]

    def clean_files(self) -> list[Any]:
        """The files, none of a kind that is not read, and all together within the limit.

        Raises:
            ValidationError: they are not; a sentence for each.
        """
        files = self.cleaned_data["files"]
        problems = [
            ValidationError(
                _("%(name)s: only .json, .jsonl, .csv and .zip files are read."),
                params={"name": file.name},
            )
            for file in files
            if not file.name.lower().endswith(tuple(ENDINGS))
        ]
        size = sum(file.size for file in files)
        if size > LARGEST_UPLOAD:
            words = _("These files have %(size)d MB together; one import takes %(most)d MB.")
            numbers = {"size": -(-size // MEGABYTE), "most": LARGEST_UPLOAD // MEGABYTE}
            problems.append(ValidationError(words, params=numbers))
        if problems:
            raise ValidationError(problems)
        return files
