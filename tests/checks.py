"""What many tests ask: why a row is refused, what is stored, what a form of the desk would send."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import MultiWidget
from django.test import Client, RequestFactory
from django.urls import reverse

from hanoiconv.core.records import Part, Record
from hanoiconv.interchange.prints import print_of
from hanoiconv.interchange.stored import documents_of


def refusal_of(row):
    """The messages with which a form would refuse the row, by field."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


def refused_by_the_database(row):
    """Asserts that no way of writing gets the row past the database."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def kept(row):
    """The row, once a form would take it, as it comes back from the database."""
    row.full_clean()
    return type(row).objects.get(pk=row.pk)


def logged_in(user):
    """A browser of its own for the user."""
    client = Client()
    client.force_login(user)
    return client


def said(answer):
    """The messages that an answer leaves for the next page."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def the_record():
    """Every row of the record with all its values, and every many-to-many link."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for label in ("people", "events")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def screen(model, page, *args):
    """The address of a screen of the desk, for a model or any row of it."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def looked(client, rows, act, **values):
    """The page on which an action of a list says what it would do to the rows; `values` typed."""
    sent = {"_selected_action": [row.pk for row in rows], "action": act}
    url = screen(rows[0], "changelist")
    first = client.post(url, sent | {"index": 0})
    return client.post(url, sent | values | {"shown": ""}) if values else first


def acted(client, rows, act, **values):
    """The answer to an action of a list, confirmed where its page offers that."""
    answer = looked(client, rows, act, **values)
    plan = (answer.context or {}).get("plan")
    if not plan or not plan.changing:
        return answer
    sent = {"_selected_action": [row.pk for row in rows], "action": act}
    return client.post(answer.request["PATH_INFO"], sent | values | {"shown": plan.fingerprint})


def change_screen(row):
    return screen(row, "change", row.pk)


def opened(row):
    """What the form of a row says of how it was opened: its fingerprint."""
    is_ours = isinstance(row, Record | Part)
    return print_of(dict(documents_of(type(row), [row.pk]))[row.pk]) if is_ours else ""


def opened_by(client, page):
    """The same, as the client's browser gets it with the form; nothing where there is no form."""
    found = re.search(r'name="_opened" value="(\w*)"', client.get(page).content.decode())
    return {"_opened": found[1]} if found else {}


def filled_in(row):
    """What a browser would send for the row's form, unchanged, for somebody who may do all."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True)
    desk = admin.site.get_model_admin(type(row))
    forms = [desk.get_form(request, row, change=True)(instance=row)]
    for parts, inline in desk.get_formsets_with_inlines(request, row):
        formset = parts(
            instance=row, prefix=parts.get_default_prefix(), queryset=inline.get_queryset(request)
        )
        forms += [formset.management_form, *formset.forms]
    sent = {"_opened": opened(row)}
    for box in (box for form in forms for box in form):
        value = box.value()
        if isinstance(box.field.widget, MultiWidget):
            for n, part in enumerate(box.field.widget.decompress(value)):
                sent[f"{box.html_name}_{n}"] = "" if part is None else str(part)
        elif isinstance(value, list | tuple):
            sent[box.html_name] = [str(getattr(one, "pk", one)) for one in value]
        elif value is not None and value is not False:
            sent[box.html_name] = str(value)
    return sent


def as_new(form, **values):
    """The form of a row as the form that adds another like it, without its parts."""
    own = {name: value for name, value in form.items() if not re.match(r"\w+-\d+-", name)}
    return own | {name: 0 for name in own if name.endswith("_FORMS")} | values
