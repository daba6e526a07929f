"""A topic given to several records at once, or taken from them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Topic
from hanoiconv.core.bulk import BulkAction
from hanoiconv.core.permissions import may_view


class TopicForm(forms.Form):
    """Which topic; topics are few enough for a list of all."""

    topic: Any = forms.ModelChoiceField(Topic.objects.none(), label=gettext_lazy("Topic"))


class TopicAction(BulkAction):
    """What both have in common."""

    form_class = TopicForm
    reads = ["topics"]

    def form(self, request: Any, data: Any) -> forms.Form:
        form = super().form(request, data)
        if may_view(request.user, Topic):
            topic: Any = form.fields["topic"]
            topic.queryset = Topic.objects.by_name()
        return form


class AddTopic(TopicAction):
    __name__ = "add_topic"
    short_description = gettext_lazy("Add a topic")
    logged = "Topic added."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        return _("It has this topic already.") if values["topic"] in row.topics.all() else ""

    def change(self, row: Any, values: dict[str, Any]) -> str:
        return _("Gets the topic “%s”") % values["topic"]

    def write(self, rows: Sequence[Any], values: dict[str, Any]) -> None:
        getattr(values["topic"], _links(rows)).add(*rows)

    def done(self, number: int) -> str:
        words = ngettext("%d record got the topic.", "%d records got the topic.", number)
        return words % number


class RemoveTopic(TopicAction):
    __name__ = "remove_topic"
    short_description = gettext_lazy("Take a topic away")
    logged = "Topic taken away."

    def against(self, row: Any, values: dict[str, Any]) -> str:
        return "" if values["topic"] in row.topics.all() else _("It does not have this topic.")

    def change(self, row: Any, values: dict[str, Any]) -> str:
        return _("Loses the topic “%s”") % values["topic"]

    def write(self, rows: Sequence[Any], values: dict[str, Any]) -> None:
        getattr(values["topic"], _links(rows)).remove(*rows)

    def done(self, number: int) -> str:
        words = ngettext("%d record lost the topic.", "%d records lost the topic.", number)
        return words % number


def _links(rows: Sequence[Any]) -> str:
    """The records of this kind, as a topic calls them: "articles"."""
    return rows[0]._meta.get_field("topics").remote_field.related_name


TOPICS = [AddTopic(), RemoveTopic()]
