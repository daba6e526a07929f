"""What templates of both apps need: partial dates, languages, marks around quoted words."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from hanoiconv.core.dates import format_partial_date, parse

register = template.Library()

# Languages written from right to left, by their primary subtag.
RIGHT_TO_LEFT = {
    "ar",
    "arc",
    "ckb",
    "dv",
    "fa",
    "he",
    "ks",
    "ku",
    "nqo",
    "ps",
    "sd",
    "ug",
    "ur",
    "yi",
}


@register.filter
def partial_date(text: str, words: str = "") -> str | SafeString:
    """An EDTF date for readers, as a `<time>`; the words kept beside it where there are any."""
    if not text:
        return words
    return format_html(
        '<time datetime="{}">{}</time>',
        parse(text).datetime_attr,
        format_partial_date(text, words),
    )


@register.filter
def moment(value: datetime, form: str = "j F Y") -> SafeString:
    """A moment of our own as a `<time>`, to the second: HTML takes no microseconds (2.3.5.3)."""
    local = timezone.localtime(value)
    shown = date_format(local, form)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)


@register.filter
def lang(code: str) -> str | SafeString:
    """`lang` and `dir` for text in a language; nothing where the language is not known."""
    if not code:
        return ""
    direction = "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


@register.simple_tag(takes_context=True)
def section_link(context: dict[str, Any], name: str, label: str) -> SafeString:
    """A link of the main navigation, marked where the reader is (WAI-ARIA 1.2, aria-current)."""
    path = reverse(name)
    here = context["request"].path if "request" in context else ""
    current = ' aria-current="page"' if here == path else ' aria-current="true"'
    mark = SafeString(current if here.startswith(path) else "")
    return format_html('<a href="{}"{}>{}</a>', path, mark, label)


@register.simple_tag
def jsonld_script(data: dict[str, Any]) -> SafeString:
    """A description for machines; escaped so that no text in it can end the script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04X}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.simple_tag
def credit(row: Any) -> SafeString:
    """Who is credited: the subject, the office, and whom they stand for; linked where on record."""
    subject = row.subject
    if isinstance(subject, str):
        shown = [format_html('<span class="credit-subject">{}</span>', subject)]
    else:
        shown = [_linked(subject, "credit-subject")]
    if row.role:
        shown.append(escape(row.role.title))
    if row.stands_for:
        shown.append(_linked(row.stands_for, "credit-body"))
    return SafeString(", ".join(shown))


def _linked(record: Any, style: str) -> SafeString:
    return format_html(
        '<a class="{}" href="{}"{}>{}</a>',
        style,
        record.get_absolute_url(),
        lang(record.lang),
        record,
    )
