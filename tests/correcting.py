"""The form that corrects a published page, as tests open and send it."""

from django.utils import timezone

from tests.checks import opened_by, screen


def form_of(row, report=None):
    """The address of the form that corrects a row."""
    return screen(row, "correct", row.pk) + (f"?report={report.pk}" if report else "")


def corrected(client, row, report=None, **values):
    """The answer to the form of a row, opened and sent; by default the headline of an article."""
    url = form_of(row, report)
    made = timezone.localtime()
    form = {
        "said": "71 chapters",
        "says": "71 articles",
        "why": "A slip of ours.",
        "made_at": f"{made:%Y-%m-%dT%H:%M}",
    }
    return client.post(url, form | opened_by(client, url) | values)
