"""What pages must tell machines: reads it off a page, and says what is wrong with it."""

import json
from urllib.parse import urlsplit

from django.conf import settings

from hanoiconv.core.dates import POINT

# What schema.org and those who read it ask of each type that a page is about.
REQUIRED = {
    "NewsArticle": "@id url mainEntityOfPage headline description image datePublished dateModified"
    " author publisher inLanguage isAccessibleForFree isPartOf",
    "Event": "@id url name description image eventStatus inLanguage",
    "Person": "@id url name",
    "Organization": "@id url name",
    "GovernmentOrganization": "@id url name",
    "NewsMediaOrganization": "@id url name",
    "Place": "@id url name address",
    "City": "@id url name address",
    "VirtualLocation": "@id url name",
    "Quotation": "@id url name image text spokenByCharacter isBasedOn inLanguage",
    "Claim": "@id url name image author isBasedOn appearance inLanguage",
    "Legislation": "@id url name alternateName legislationIdentifier legislationDate"
    " legislationLegalForce",
    "ItemPage": "@id url name mainEntity",
    "CollectionPage": "@id url name inLanguage isPartOf",
    "SearchResultsPage": "@id url name inLanguage isPartOf",
    "WebSite": "@id url name publisher potentialAction",
    "DataCatalog": "@id url name dataset",
    "AboutPage": "url name",
    "ContactPage": "url name",
    "WebPage": "url name",
    # What stands inside.
    "BreadcrumbList": "itemListElement",
    "ItemList": "itemListElement",
    "CorrectionComment": "text datePublished",
    "SearchAction": "target query-input",
    "PostalAddress": "addressLocality",
    "GeoCoordinates": "latitude longitude",
    "ImageObject": "url",
    "OrganizationRole": "roleName",
}
# Of these an outline stands inside the descriptions of others.
MAIN_ONLY = {"NewsArticle", "Event", "Person", "Place", "City", "Legislation", "VirtualLocation"}
MAIN_ONLY |= {"Organization", "GovernmentOrganization", "NewsMediaOrganization"}
DATES = {"datePublished", "dateModified", "startDate", "endDate", "dateCreated", "legislationDate"}


def scripts_of(tree):
    """The texts of the JSON-LD scripts of a page read by `tests.pages.page`."""
    return ["".join(item.inside) for item in tree.all("script", type="application/ld+json")]


def described(tree):
    """The graph that a page tells machines: what it is about first."""
    (script,) = scripts_of(tree)
    data = json.loads(script)
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def faults_of_graph(graph):
    """What is wrong with the descriptions of a page."""
    faults = []
    for number, node in enumerate(graph):
        faults += _faults(node, is_main=number == 0)
    if "BreadcrumbList" not in [node["@type"] for node in graph[1:]] and len(graph) < 3:
        faults.append("no way leads to it")
    return faults


def _faults(node, is_main=False):
    faults = []
    for kind in _types(node):
        if is_main and kind not in [*REQUIRED, "Country"]:
            faults.append(f"no rule for a page about a {kind}")
        if is_main or kind not in MAIN_ONLY:
            wanted = set(REQUIRED.get(kind, "").split())
            faults += [f"a {kind} without {name}" for name in sorted(wanted - node.keys())]
    for name, value in node.items():
        for item in value if isinstance(value, list) else [value]:
            if item in ("", None, [], {}):
                faults.append(f"an empty {name}")
            elif isinstance(item, dict):
                faults += _faults(item)
            elif name in ("url", "@id", "item", "mainEntityOfPage") and not _is_whole(item):
                faults.append(f"{name} {item} is no whole address")
            elif name in DATES and not POINT.fullmatch(item.partition(".")[0]) and "T" not in item:
                faults.append(f"{name} {item} is no date")
    if is_main and not str(node.get("url")).startswith(settings.SITE_URL + "/"):
        faults.append("its address is elsewhere")
    return faults


def _types(node):
    kind = node.get("@type", [])
    return kind if isinstance(kind, list) else [kind]


def _is_whole(address):
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def metas_of(tree):
    """The properties of a page's head by name: Open Graph, X, the description."""
    found = {}
    for item in tree.all("meta"):
        name = item.attributes.get("property") or item.attributes.get("name")
        if name:
            found.setdefault(name, []).append(item.attributes["content"])
    return found


SOCIAL = [
    *["description", "og:site_name", "og:locale", "og:type", "og:url", "og:title"],
    *["og:description", "og:image", "og:image:type", "og:image:width", "og:image:height"],
    *["og:image:alt", "twitter:card"],
]


def faults_of_head(tree):
    """What is wrong with what a page says of itself where it is shared or found."""
    metas = metas_of(tree)
    faults = [
        f"{name} stands {len(metas.get(name, []))} times"
        for name in SOCIAL
        if len(metas.get(name, [])) != 1
    ]
    faults += [f"{name} is empty" for name, values in metas.items() if "" in values]
    links = {
        (item.attributes["rel"], item.attributes.get("hreflang")): item.attributes["href"]
        for item in tree.all("link")
    }
    own = links.get(("canonical", None), "")
    if not own.startswith(settings.SITE_URL + "/"):
        faults.append(f"its canonical address is {own}")
    same = [metas.get("og:url", [""])[0], links.get(("alternate", "en"))]
    same.append(links.get(("alternate", "x-default")))
    faults += [f"{address} is not {own}" for address in same if address != own]
    image = metas.get("og:image", [""])[0]
    if not (image.startswith(settings.SITE_URL) and image.endswith("/card.png")):
        faults.append(f"its card is {image}")
    return faults
