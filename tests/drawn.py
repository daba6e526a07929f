"""Pictures for tests, made with Pillow: we have no right to anybody's photographs."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.pictures import keep
from tests.make import make_photo

RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(size=(640, 360), mode="RGB"):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def saved(image, form="JPEG", **options):
    """The bytes of a file with that picture."""
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def upload(content=None, name="lead.jpg"):
    """What a browser sends of a file."""
    return SimpleUploadedFile(name, saved(drawn()) if content is None else content)


def kept(**options):
    """The name of a picture that is kept."""
    return keep(upload(saved(drawn(**options)))).name


def make_picture(**values):
    """A photo that has a picture, with all that one needs."""
    described = {"alt": "A red half and a blue half.", "credit": "Photo: VNA"}
    return make_photo(**{"file": kept(), **described} | values)
