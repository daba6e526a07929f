"""Accounts at the desk: administrators keep them, and nobody gives out more than they hold."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.http import HttpRequest

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """The stock screen, without the ways in which a keeper of accounts comes to further rights.

    Those are the fields that give any, groups that hold more than the keeper does, and the
    password of an account that holds more already.
    """

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, "is_superuser", "user_permissions"]

    def formfield_for_manytomany(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name == "groups" and not request.user.is_superuser:
            options["queryset"] = Group.objects.exclude(permissions__in=_beyond(request.user))
        return super().formfield_for_manytomany(db_field, request, **options)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def _is_open(self, request: Any, account: Any) -> bool:
        if account is None or request.user.is_superuser:
            return True
        further = _beyond(request.user).filter(Q(user=account) | Q(group__user=account))
        return not (account.is_superuser or further.exists())


def _beyond(user: Any) -> Any:
    """The permissions that a user does not hold."""
    held = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return Permission.objects.exclude(pk__in=held.order_by().values("pk"))
