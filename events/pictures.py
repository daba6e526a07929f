"""Pictures as they are kept: decoded within limits, made anew from their dots, named by content.

Nothing of an upload goes on but its dots: no metadata, no profile, no byte behind the end. A
picture is kept once, whatever its file was called, and never changes: whoever knows its name
(SHA-256 and size) has seen it. Files are not deleted, for the history of a photo names them.
"""

import hashlib
import re
import warnings
from base64 import b64encode
from contextlib import suppress
from io import BytesIO
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000  # decoded: 200 MB
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]  # by content, whatever the file is called
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
LONGEST_SIDE = 2400  # of the picture as kept
WIDTHS = (480, 960, 1600)  # of what pages show; a picture is never enlarged
# An AVIF at speed 8 costs a fourth of one at the usual 6, for a tenth more bytes.
AVIF = {"format": "AVIF", "quality": 50, "speed": 8}
WEBP = {"format": "WEBP", "quality": 80, "method": 4}
JPEG = {"format": "JPEG", "quality": 90}
NAME = re.compile(r"[0-9a-f]{64}-([1-9][0-9]{0,3})x([1-9][0-9]{0,3})")
SRGB = ImageCms.createProfile("sRGB")


class Picture(NamedTuple):
    """A picture that is kept: its addresses and its size follow from its name."""

    name: str

    @classmethod
    def of(cls, dots: bytes, size: tuple[int, int]) -> "Picture":
        """The picture with those bytes."""
        return cls(f"{hashlib.sha256(dots).hexdigest()}-{size[0]}x{size[1]}")

    @classmethod
    def named(cls, name: str) -> "Picture | None":
        """The picture of that name, if it is one."""
        return cls(name) if NAME.fullmatch(name) else None

    @property
    def width(self) -> int:
        return int(self.name.rpartition("-")[2].split("x")[0])

    @property
    def height(self) -> int:
        return int(self.name.rpartition("-")[2].split("x")[1])

    @property
    def widths(self) -> list[int]:
        """In which it can be shown: three at most, none larger than itself."""
        return sorted({min(width, self.width) for width in WIDTHS})

    @property
    def url(self) -> str:
        """The address of the picture as kept, which every program can read."""
        return self._at(self.name, "jpg")

    @property
    def src(self) -> str:
        """The address of one that suits most screens."""
        return self._at(self._usual, "webp")

    @property
    def data(self) -> str:
        """The same as an address that holds it, for those who may not ask for it; "" if lost."""
        path = path_of(self._usual, "webp")
        with suppress(FileNotFoundError), default_storage.open(path) as file:
            return f"data:image/webp;base64,{b64encode(file.read()).decode()}"
        return ""

    @property
    def thumbnail(self) -> str:
        return self._at(f"{self.name}-{self.widths[0]}", "webp")

    @property
    def avif(self) -> str:
        return self._srcset("avif")

    @property
    def webp(self) -> str:
        return self._srcset("webp")

    @property
    def is_kept(self) -> bool:
        """Whether its files are there. The one named here is written last."""
        return default_storage.exists(path_of(self.name, "jpg"))

    @property
    def _usual(self) -> str:
        return f"{self.name}-{self.widths[-2:][0]}"

    def _srcset(self, form: str) -> str:
        widths = [(width, self._at(f"{self.name}-{width}", form)) for width in self.widths]
        return ", ".join(f"{url} {width}w" for width, url in widths)

    def _at(self, name: str, form: str) -> str:
        return reverse("events:picture", args=[name, form])


def path_of(name: str, form: str) -> str:
    """Where the file is kept, within the media folder."""
    return f"photos/{name}.{form}"


def keep(upload: Any) -> Picture:
    """Keeps the picture that was uploaded, unless it is kept already.

    Raises:
        ValidationError: it is no picture, too large, damaged, or nothing that can be shown.
    """
    image = decoded(upload)
    dots = _encoded(image, JPEG)
    picture = Picture.of(dots, image.size)
    if not picture.is_kept:
        for width in picture.widths:
            height = max(1, round(picture.height * width / picture.width))
            smaller = image.resize((width, height), Image.Resampling.LANCZOS)
            for form, options in (("avif", AVIF), ("webp", WEBP)):
                _write(path_of(f"{picture.name}-{width}", form), _encoded(smaller, options))
        _write(path_of(picture.name, "jpg"), dots)
    return picture


def _encoded(image: Image.Image, options: dict[str, Any]) -> bytes:
    file = BytesIO()
    image.save(file, **options)
    return file.getvalue()


def _write(path: str, content: bytes) -> None:
    # One may be there, or half of one, where an upload of the same picture was cut short.
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


def decoded(upload: Any) -> Image.Image:
    """The dots of an upload, upright, in sRGB without transparency, and of the size we keep.

    Raises:
        ValidationError: as `keep` does.
    """
    if not upload.size:
        raise ValidationError(_("The file is empty: choose the picture again."), code="empty")
    if upload.size > MOST_BYTES:
        sizes = {"size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)}
        message = _("The file has %(size)s, and a picture may have %(most)s: save it smaller.")
        raise ValidationError(message, code="bytes", params=sizes)
    try:
        image = _opened(upload)
        image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded smaller
        image.load()
        return _plain(image)
    except ValidationError:
        raise
    except Exception as error:  # decoders meet damage with errors of any kind
        message = _("The picture is damaged or not complete: download or export it again.")
        raise ValidationError(message, code="damaged") from error


def _opened(upload: Any) -> Image.Image:
    """The picture, of which no more than the head is read.

    Raises:
        ValidationError: it is no picture, has too many dots, or moves.
    """
    try:
        with warnings.catch_warnings():
            # Our own limit is lower than the one that Pillow warns of.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise _no_picture(upload) from error
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    # Telephones put a second view of the same scene behind a JPEG (MPO), which is no motion.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        message = _("This picture moves: save one moment of it as JPEG or PNG, and upload that.")
        raise ValidationError(message, code="animated")
    return image


def _too_many_pixels() -> ValidationError:
    most = {"most": MOST_PIXELS // 1_000_000}
    message = _("The picture has more than %(most)d million pixels: save it smaller.")
    return ValidationError(message, code="pixels", params=most)


def _no_picture(upload: Any) -> ValidationError:
    upload.seek(0)
    head = upload.read(1024).lower()
    if b"<svg" in head:
        message = _("This is an SVG drawing, which may hold scripts: export it as PNG instead.")
        return ValidationError(message, code="svg")
    message = _("This is no picture in JPEG, PNG, WebP or AVIF: save it as one of them.")
    return ValidationError(message, code="format")


def _plain(image: Image.Image) -> Image.Image:
    """The dots alone."""
    profile = image.info.get("icc_profile")
    if image.mode in ("1", "P"):  # these cannot be scaled
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode.startswith("I"):
        image = image.point(lambda level: level / 256).convert("L")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if profile:
        # A wrong profile is no reason to refuse a picture.
        with suppress(ImageCms.PyCMSError, OSError):
            there = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, there, SRGB, outputMode="RGB") or image
    plain = Image.new("RGB", image.size)  # what a file told beside its dots does not come along
    plain.paste(image.convert("RGB"))
    return plain
