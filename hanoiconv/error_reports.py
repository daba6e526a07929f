"""What readers report: from our own page, by a form that is fresh, once, and not too often.

There is no account and no cookie, so none of Django's CSRF token either. A report must come from a
page of ours (`check_origin`), on a form that we handed out (`fresh_stamp`, `opened`), and one
client or all of them together send only so many an hour (`check_pace`).
"""

import ipaddress
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanoiconv.core.text import FORBIDDEN
from hanoiconv.models import ErrorReport, check_path

OLDEST_FORM = timedelta(hours=12)
QUICKEST_HAND = timedelta(seconds=3)
HOUR = timedelta(hours=1)
REPORTS_AN_HOUR = 60
REPORTS_OF_ONE_AN_HOUR = 10
NETWORK = 64  # bits: one household has all addresses of an IPv6 network (RFC 6177)

signer = TimestampSigner(salt="hanoiconv.error_reports")


class Refused(Exception):
    """A report that is not taken, told to the reader with the form and all that was typed."""

    def __init__(self, message: str, status: int = 200, *, is_stale: bool = False, wait: int = 0):
        self.message = message
        self.status = status
        self.is_stale = is_stale  # the form cannot be sent again; it needs a fresh stamp
        self.wait = wait  # seconds
        super().__init__(message)


def own_hosts(request: HttpRequest) -> set[str]:
    """The hosts that are this site: its own, and the one the request came to."""
    return {urlsplit(settings.SITE_URL).netloc.lower(), request.get_host().lower()}


def path_here(address: str, hosts: Collection[str] = ()) -> str | None:
    """The path, with query and fragment, of a page for readers; None for any other address.

    `hosts` are the names of this site that an address in full may bear.
    """
    if FORBIDDEN.search(address) or not url_has_allowed_host_and_scheme(address, set(hosts)):
        return None
    path = urlunsplit(("", "", *urlsplit(address)[2:]))
    try:
        check_path(path)
    except ValidationError:
        return None
    plain = unquote(path.partition("?")[0].partition("#")[0])
    is_roundabout = {".", ".."} & {*plain.split("/")}
    return None if is_roundabout or f"{plain}/".startswith(reverse("admin:index")) else path


def check_origin(request: HttpRequest) -> None:
    """The form was sent from a page of this site, as the browser says: no script can forge that.

    `Origin` (RFC 6454) names the page's host. Where it is missing or `null`, `Sec-Fetch-Site`
    (W3C Fetch Metadata) tells; where a browser sends neither, `Referer` does.

    Raises:
        Refused: it came from elsewhere, or the browser does not say.
    """
    origin = request.headers.get("Origin", "")
    site = request.headers.get("Sec-Fetch-Site", "")
    if origin not in ("", "null"):
        is_ours = is_own_origin(request, origin)
    elif site:
        is_ours = site == "same-origin"
    else:
        is_ours = not origin and is_own_origin(request, request.headers.get("Referer", ""))
    if not is_ours:
        raise Refused(
            _(
                "Your browser did not say that this was sent from our own page, so we have not "
                "taken it. Nothing is lost: please send it once more from here."
            ),
            status=403,
        )


def is_own_origin(request: HttpRequest, address: str) -> bool:
    try:
        parts = urlsplit(address.lower())
    except ValueError:  # such as http://[
        return False
    own = {settings.SITE_URL.lower(), f"{request.scheme}://{request.get_host()}".lower()}
    return f"{parts.scheme}://{parts.netloc}" in own


def fresh_stamp() -> str:
    """For a form handed out now: a nonce and the time, signed."""
    return signer.sign(secrets.token_urlsafe(16))


def opened(stamp: str) -> str:
    """The nonce of a form that was handed out a while ago, and not too long.

    Raises:
        Refused: the stamp is forged, too old, or so young that no hand has typed.
    """
    try:
        nonce = signer.unsign(stamp, max_age=OLDEST_FORM)
    except BadSignature as error:
        raise Refused(
            _(
                "This page had been open for too long. Nothing is lost: please look over what you "
                "wrote, and send it once more."
            ),
            is_stale=True,
        ) from error
    try:
        signer.unsign(stamp, max_age=QUICKEST_HAND)
    except SignatureExpired:
        return nonce
    raise Refused(_("That was quicker than people type. Please send it once more."))


def client_hash(address: str, now: datetime) -> str:
    """Tells clients apart for a day, and cannot be turned back into an address without our key."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # a socket's
        network = address
    else:
        is_wide = ip.version == 6 and not ip.ipv4_mapped
        network = str(int(ip) >> NETWORK if is_wide else getattr(ip, "ipv4_mapped", None) or ip)
    return salted_hmac(
        "hanoiconv.error_reports", f"{now:%Y-%m-%d} {network}", algorithm="sha256"
    ).hexdigest()


def check_pace(client: str, now: datetime) -> None:
    """Counted in the table itself: the processes that serve the site share nothing else.

    Raises:
        Refused: this client, or all of them, have sent as many as we take in an hour.
    """
    recent = ErrorReport.objects.filter(received_at__gt=now - HOUR).order_by("-received_at")
    times = recent.values_list("received_at", flat=True)
    for rows, limit in (
        (times.filter(client=client), REPORTS_OF_ONE_AN_HOUR),
        (times, REPORTS_AN_HOUR),
    ):
        for first in rows[limit - 1 : limit]:
            wait = max(1, round((first + HOUR - now).total_seconds()))
            minutes = -(-wait // 60)
            raise Refused(
                ngettext(
                    "We take only so many reports an hour, and there have been as many already. "
                    "Nothing is lost: please leave this page open, and send it again in "
                    "%(minutes)d minute.",
                    "We take only so many reports an hour, and there have been as many already. "
                    "Nothing is lost: please leave this page open, and send it again in "
                    "%(minutes)d minutes.",
                    minutes,
                )
                % {"minutes": minutes},
                status=429,
                wait=wait,
            )


def receive(said: dict[str, Any], nonce: str, client: str, now: datetime) -> None:
    """Stores what a reader said; sent twice (a double click, a reload), it is stored once.

    Raises:
        Refused: too many an hour, or the form was sent before with other words.
    """
    if not ErrorReport.objects.filter(nonce=nonce).exists():
        check_pace(client, now)
        forget_clients(now)
    stored = {"client": client, "received_at": now}
    report, is_new = ErrorReport.objects.get_or_create(nonce=nonce, defaults=said | stored)
    if not is_new and any(getattr(report, name) != value for name, value in said.items()):
        raise Refused(
            _("You have sent this form already. If this is about something else, send it again."),
            is_stale=True,
        )


def forget_clients(now: datetime) -> None:
    """Erases the hashes that nothing is counted by any longer."""
    ErrorReport.objects.filter(received_at__lte=now - HOUR).exclude(client="").update(client="")
