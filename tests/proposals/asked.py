"""Proposals as tests make and look at them."""

from django.urls import reverse

from hanoiconv.models import Proposal
from tests.checks import filled_in, opened_by, screen


def proposing(row):
    """Where a change of the row is proposed."""
    return screen(row, "propose", row.pk)


def page_of(proposal):
    return reverse("admin:hanoiconv_proposal_change", args=[proposal.pk])


def sent(client, row, **values):
    """The answer to the form that proposes, opened and sent with these values."""
    form = filled_in(row) | values
    return client.post(proposing(row), form | opened_by(client, proposing(row)))


def proposed(client, row, **values):
    """A proposal made like that."""
    answer = sent(client, row, **values)
    assert answer.status_code == 302, answer.context["errors"]
    return Proposal.objects.latest("pk")


def decided(client, proposal, act, **values):
    """The answer to a button of the proposal's page, once it was opened."""
    form = opened_by(client, page_of(proposal)) | {"act": act} | values
    return client.post(page_of(proposal), form)


def shown(answer, part="rows"):
    """What the page tells: by row, each with its fields before and after."""
    return [
        (row.name, row.change, [(each.name, each.old, each.new) for each in row.fields])
        for row in getattr(answer.context["found"], part)
    ]
