from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ["people", "events"]
# What a row is read, written and removed by; publishing comes on top.
WRITING = ["view", "add", "change", "delete"]


def add_groups(apps, schema_editor):
    """Editors write; publishers also publish, and change what is published."""
    database = schema_editor.connection.alias
    for label in APPS:
        # Permissions are made after the last migration only; groups need them here.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, verbosity=0, apps=apps, using=database)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    ours = permissions.filter(content_type__app_label__in=APPS)
    groups = apps.get_model("auth", "Group").objects.using(database)
    publishers, _ = groups.get_or_create(name="Publishers")
    publishers.permissions.add(*ours)
    editors, _ = groups.get_or_create(name="Editors")
    editors.permissions.add(*(row for row in ours if row.codename.split("_")[0] in WRITING))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0001_initial"),
        ("events", "0001_initial"),
    ]

    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
