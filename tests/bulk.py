"""Actions on several rows of a list, as tests send them and read what their page says."""

from datetime import timedelta

from django.utils import timezone

from tests.make import make_article, make_source

BARRED = "Published, scheduled or withdrawn: changing it takes a publisher."
LATER = timezone.localtime(timezone.now() + timedelta(days=9)).replace(second=0, microsecond=0)
AT = {"publish_at": f"{LATER:%Y-%m-%dT%H:%M}"}


def told(answer):
    """What the page says of each row, in the order of the list."""
    lines = answer.context["plan"].lines
    return {line.row.slug: line.reasons or line.will for line in lines}


def publishable(**values):
    return make_article(**{"status": "draft", "sources": [make_source()]} | values)


def sent(rows, act, **values):
    return {"_selected_action": [row.pk for row in rows], "action": act} | values
