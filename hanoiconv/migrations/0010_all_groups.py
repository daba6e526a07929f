from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.models import Q

APPS = ["people", "events", "hanoiconv"]
ACCOUNTS = ["view_user", "add_user", "change_user", "delete_user", "view_group"]


def add_groups(apps, schema_editor):
    """Viewers look at all of the desk; administrators do all there, and keep its accounts."""
    database = schema_editor.connection.alias
    for label in [*APPS, "auth"]:
        # Permissions are made after the last migration only; groups need them here.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, verbosity=0, apps=apps, using=database)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    ours = Q(content_type__app_label__in=APPS)
    accounts = Q(content_type__app_label="auth", codename__in=ACCOUNTS)
    groups = apps.get_model("auth", "Group").objects.using(database)
    viewers, _ = groups.get_or_create(name="Viewers")
    viewers.permissions.add(*permissions.filter(ours, codename__startswith="view_"))
    administrators, _ = groups.get_or_create(name="Administrators")
    administrators.permissions.add(*permissions.filter(ours | accounts))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("events", "0004_by_first_day"),
        ("hanoiconv", "0009_proposals"),
    ]

    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
