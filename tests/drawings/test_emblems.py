import gzip
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from hanoiconv.drawings.emblems import CROPS, emblem
from hanoiconv.drawings.faces import RAYS, TONES, face
from hanoiconv.drawings.motifs import STAR, Copies
from tests.pages import page

SLUGS = ["luong-cuong", "hanoi", "towards-ha-noi", *(f"record-{n}" for n in range(200))]
# Change these only where every page is to show another picture; then raise cards.VERSION too.
DIGESTS = {
    "cover": "352325ad570b3cbb",
    "round": "14aaf803b9f51455",
    "whole": "1a481628a363621b",
}
CSS = Path(settings.BASE_DIR, "hanoiconv/static/css/emblems.css").read_text()


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shown(text, context):
    return Template("{% load drawings %}" + text).render(context)


def packed(slug, crop="cover"):
    return len(gzip.compress(emblem(slug, crop).encode()))


@pytest.mark.parametrize("crop", CROPS)
def test_emblem_is_the_same_for_ever(crop):
    assert digest(emblem("luong-cuong", crop)) == DIGESTS[crop]


def test_emblem_is_the_same_in_another_process():
    code = "from hanoiconv.drawings.emblems import emblem; print(emblem('hanoi'), end='')"
    surroundings = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(settings.BASE_DIR)}

    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], env=surroundings, capture_output=True, check=True, text=True
    )

    assert told.stdout == emblem("hanoi")


@pytest.mark.parametrize("crop", CROPS)
def test_emblems_of_different_slugs_differ(crop):
    assert len({emblem(slug, crop) for slug in SLUGS}) == len(SLUGS)


def test_emblems_use_every_tone_and_number_of_rays():
    stars = [mark.count for slug in SLUGS for mark in face(slug).marks if is_star(mark)]

    assert {face(slug).tone for slug in SLUGS} == set(range(1, TONES + 1))
    assert {*stars} == {*RAYS}
    assert len(stars) == len(SLUGS)


def is_star(mark):
    return isinstance(mark, Copies) and mark.paint == STAR


def test_face_looks_the_same_after_its_part_of_a_turn():
    uneven = [
        mark
        for slug in SLUGS
        for mark in face(slug).marks
        if isinstance(mark, Copies) and mark.count % face(slug).order
    ]

    assert uneven == []


def test_emblem_is_small():
    raw = sorted(len(emblem(slug).encode()) for slug in SLUGS)
    zipped = sorted(packed(slug) for slug in SLUGS)

    assert (raw[len(raw) // 2] < 2700, raw[-1] < 4096) == (True, True)
    assert (zipped[len(zipped) // 2] < 950, zipped[-1] < 1700) == (True, True)
    assert max(packed(slug, "round") for slug in SLUGS) < 1000


@pytest.mark.parametrize("crop", CROPS)
def test_emblem_is_well_formed_and_decorative(crop):
    for slug in SLUGS:
        root = ElementTree.fromstring(emblem(slug, crop))  # noqa: S314

        assert root.attrib["aria-hidden"] == "true"
        assert root.attrib["focusable"] == "false"
        assert root.attrib["class"] == f"emblem emblem-{crop} emblem-tone-{face(slug).tone}"


@pytest.mark.parametrize("crop", CROPS)
def test_emblem_has_no_style_and_no_colour_of_its_own(crop):
    for slug in SLUGS:
        drawn = emblem(slug, crop)

        assert set(re.findall(r' (?:fill|stroke)="([^"]+)"', drawn)) == {"none", "currentColor"}
        assert not re.search(r"style|<script| on\w+=", drawn)


def test_every_class_of_an_emblem_has_its_style():
    drawn = "".join(emblem(slug, crop) for slug in SLUGS for crop in CROPS)
    classes = {word for words in re.findall(r'class="([^"]+)"', drawn) for word in words.split()}

    assert {word for word in classes if f".{word} " not in CSS and f".{word}," not in CSS} == set()


def test_emblem_of_an_unknown_crop_is_refused():
    with pytest.raises(ValueError, match="cover, round, whole, not square"):
        emblem("hanoi", "square")


def test_emblem_tag_draws_the_crop_asked_for():
    context = RequestContext(RequestFactory().get("/"), {"slug": "hanoi"})

    drawn = shown('{% emblem slug %}{% emblem slug "round" %}', context)

    assert drawn == emblem("hanoi") + emblem("hanoi", "round")


def test_emblem_tag_gives_no_id_twice_on_a_page():
    context = RequestContext(RequestFactory().get("/"), {"slugs": ["hanoi", "vienna"] * 3})
    tag = '{% for slug in slugs %}{% emblem slug %}{% emblem slug "round" %}{% endfor %}'

    tree = page(shown(tag, context))

    ids = Counter(item.attributes["id"] for item in tree.all("g") if "id" in item.attributes)
    used = {item.attributes["href"] for item in tree.all("use")}
    assert len(ids) == 12
    assert set(ids.values()) == {1}
    assert used == {f"#{name}" for name in ids}


def test_emblem_tag_works_where_there_is_no_request():
    assert shown('{% emblem "hanoi" %}', Context()) == emblem("hanoi")
