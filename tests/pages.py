"""Reads a page as a tree, so that tests can ask what stands where, and what is wrong with it."""

import re
from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# A paragraph ends where one of these starts, whatever its closing tag says (HTML 4.4.1).
BLOCKS = re.compile(
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6r]|header"
    "|main|nav|ol|p|pre|section|table|ul"
)
INLINE = re.compile("a|b|cite|code|del|em|i|ins|label|mark|small|span|strong|time")


class Element:
    """One element, with its text and elements in order."""

    def __init__(self, tag, attributes, above=None):
        self.tag, self.attributes, self.above = tag, attributes, above
        self.inside = []

    def all(self, tag=None, **attributes):
        """The elements below with that tag and those attributes; `_` stands for a hyphen."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for item in self.inside:
            if isinstance(item, str):
                continue
            if (not tag or item.tag == tag) and wanted.items() <= item.attributes.items():
                yield item
            yield from item.all(tag, **attributes)

    def one(self, tag=None, **attributes):
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def texts(self, tag=None, **attributes):
        """The words of each such element, in order."""
        return [item.text for item in self.all(tag, **attributes)]

    @property
    def facts(self):
        """Of the lists of terms below: what is said of each, in order."""
        said = {}
        for item in self.all():
            if item.tag == "dt":
                rows = said.setdefault(item.text, [])
            elif item.tag == "dd":
                rows.append(item.text)
        return said

    @property
    def text(self):
        """The words of it, with single spaces."""
        return " ".join(self._words().split())

    def _words(self):
        words = "".join(item if isinstance(item, str) else item._words() for item in self.inside)
        return words if INLINE.fullmatch(self.tag) else f" {words} "


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.here = Element("", {})
        self.faults = []

    def handle_starttag(self, tag, attrs):
        line = self.getpos()[0]
        for above in ("p",) if BLOCKS.fullmatch(tag) else ("a",) if tag == "a" else ():
            if above in self._open():
                self.faults.append(f"line {line}: <{tag}> inside <{above}>")
        if len(dict(attrs)) < len(attrs):
            self.faults.append(f"line {line}: <{tag}> has an attribute twice")
        element = Element(tag, dict(attrs), self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag):
        if tag != self.here.tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes <{self.here.tag}>")
        if tag in self._open():
            while self.here.tag != tag:
                self.here = self.here.above
            self.here = self.here.above

    def handle_data(self, data):
        self.here.inside.append(data)

    def _open(self):
        element = self.here
        while element.above:
            yield element.tag
            element = element.above


def page(content):
    """The page, from a response or its text."""
    builder = _Builder()
    builder.feed(content if isinstance(content, str) else content.content.decode())
    builder.close()
    tree = builder.root
    tree.faults = builder.faults
    if builder.here is not tree:
        tree.faults.append(f"<{builder.here.tag}> is never closed")
    return tree


def faults_of(tree):
    """What is wrong with a page: nesting, ids used twice, no title, language or single h1."""
    faults = [*tree.faults]
    ids = Counter(item.attributes["id"] for item in tree.all() if "id" in item.attributes)
    faults += [f"id {name} stands {number} times" for name, number in ids.items() if number > 1]
    named = [item.attributes.get("aria-labelledby") for item in tree.all()]
    faults += [f"no id {name} for a label" for name in named if name and name not in ids]
    if [len(text) > 1 for text in tree.texts("h1")] != [True]:
        faults.append(f"its h1 are {tree.texts('h1')}")
    titles = tree.one("head").texts("title")  # those of drawings are tooltips
    if [bool(text.partition(" · ")[0]) for text in titles] != [True]:
        faults.append(f"its titles are {titles}")
    if not tree.one("html").attributes.get("lang"):
        faults.append("it names no language")
    return faults
