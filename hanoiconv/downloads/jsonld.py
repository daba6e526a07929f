"""The data set in schema.org's terms, for catalogues such as Google Dataset Search."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanoiconv.core.jsonld import SITE_NAME, absolute, page
from hanoiconv.downloads.kinds import KINDS, Kind
from hanoiconv.downloads.writing import FORMATS, LICENCE


def catalog_jsonld() -> dict[str, Any]:
    """A `DataCatalog` with a `Dataset` for each kind of rows."""
    data = {
        "@type": "DataCatalog",
        "@id": absolute(reverse("data")),
        "url": absolute(reverse("data")),
        "name": _("The data of %s") % SITE_NAME,
        "license": LICENCE,
        "dataset": [_dataset(kind) for kind in KINDS.values()],
    }
    return page(data, [(_("Data"), reverse("data"))])


def _dataset(kind: Kind) -> dict[str, Any]:
    here = absolute(f"{reverse('data')}#{kind.name}")
    return {
        "@type": "Dataset",
        "@id": here,
        "url": here,
        "name": f"{SITE_NAME}: {kind.title}",
        "description": str(kind.about),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "creator": {"@type": "Organization", "name": SITE_NAME, "url": absolute("/")},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": content_type.partition(";")[0],
                "contentUrl": absolute(reverse("download", args=[kind.name, format])),
            }
            for format, (_write, content_type, _saved) in FORMATS.items()
        ],
    }
