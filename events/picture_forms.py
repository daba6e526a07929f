"""A photo on the desk: the picture uploaded, shown, replaced, taken away."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from events.models import Photo
from events.pictures import ACCEPTED, Picture, keep
from hanoiconv.core.forms import DeskForm
from hanoiconv.core.record_admin import SlugAdmin
from hanoiconv.core.text import ProseField


class PictureInput(forms.FileInput):
    """The picture as it is, and a place for another file.

    Its name goes along with the form. So a picture that was read already need not be chosen
    again when something else on the form was wrong.
    """

    template_name = "admin/events/photo/picture_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        before = "" if f"{name}-remove" in data else data.get(name, "")
        upload = files.get(name)
        if upload is None:
            return before
        if not hasattr(upload, "stands_for"):
            upload.stands_for = before
        return upload

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name not in files

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"picture": Picture.named(value or "")}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return super().render(name, value, attrs, TemplatesSetting())


class PictureField(forms.CharField):
    """The name of a picture, or a file that becomes one."""

    widget = PictureInput(attrs={"accept": ACCEPTED})

    def clean(self, value: Any) -> str:
        if hasattr(value, "stands_for"):
            value.stands_for = keep(value).name
            return value.stands_for
        return super().clean(value)

    def bound_data(self, data: Any, initial: Any) -> str:
        return data.stands_for if hasattr(data, "stands_for") else data


class PhotoForm(DeskForm):
    """The form of a photo, where the picture is a file to upload."""

    file = PictureField(
        required=False,
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, 20 MB and 50 million pixels at most. It is made anew without "
            "what the camera noted (place, time, device). Only where we may show it."
        ),
    )


class PictureAdmin(SlugAdmin):
    """A screen for a record with a picture."""

    form = PhotoForm
    fields = [
        "file",
        ("focus_x", "focus_y"),
        "caption",
        "alt",
        "credit",
        ("source", "paragraph"),
        "event",
        "slug",
    ]
    formfield_overrides = {
        **SlugAdmin.formfield_overrides,
        ProseField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    class Media:
        css = {"all": ["css/pictures.css", "css/picture-input.css"]}
        js = [forms.Script("js/focus.js", type="module")]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may not change the photo sees the picture, not its name."""
        names = super().get_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return names
        return ["as_shown" if name == "file" else name for name in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "as_shown"]

    @admin.display(description=_("picture"))
    def as_shown(self, photo: Photo) -> str:
        if not photo.picture:
            return ""
        return format_html(
            '<img class="picture-thumbnail" src="{}" alt="{}" loading="lazy">',
            photo.picture.thumbnail,
            photo.alt,
        )
