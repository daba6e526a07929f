"""Moments of our own as forms tell them: by the clock of the site, and in UTC."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

FORM = "j F Y, H:i"


def clock_of(zone: str) -> str:
    """The name of a time zone for people: Asia/Ho_Chi_Minh is Ho Chi Minh."""
    return zone.rpartition("/")[2].replace("_", " ")


def told(moment: datetime) -> str:
    """Such as: 25 October 2025, 09:30 in Ho Chi Minh (UTC+7) is 02:30 UTC."""
    local = timezone.localtime(moment)
    offset = date_format(local, "O")
    if not local.utcoffset():
        return _("%s UTC.") % date_format(local, FORM)
    hours = f"{offset[0]}{int(offset[1:3])}" + (f":{offset[3:]}" if offset[3:] != "00" else "")
    there = moment.astimezone(UTC)
    is_same_day = there.date() == local.date()
    return _("%(local)s in %(city)s (UTC%(hours)s) is %(utc)s UTC.") % {
        "local": date_format(local, FORM),
        "city": clock_of(timezone.get_current_timezone_name()),
        "hours": hours,
        "utc": date_format(there, "H:i" if is_same_day else FORM),
    }


def beside_field(moment: datetime | None) -> SafeString:
    """What stands under a field for a moment: whose clock it goes by, and the moment in UTC.

    A script (static/js/moments.js) tells the same of what is typed, and by the reader's own clock.
    """
    zone = settings.TIME_ZONE
    is_utc = zone == "UTC"
    return format_html(
        '{} <span class="moment-told" data-zone="{}" data-city="{}" data-words="{}" data-here="{}">'
        "{}</span>",
        _("Type it in UTC.") if is_utc else _("Type it by the clock of %s.") % clock_of(zone),
        zone,
        clock_of(zone),
        # Translators: filled in by a script; keep what stands in braces.
        _("{utc} UTC.") if is_utc else _("{local} in {city} is {utc} UTC."),
        _("By your own clock: {local}."),
        told(moment) if moment else "",
    )
