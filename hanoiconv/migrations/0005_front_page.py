import django.db.models.deletion
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

APPS = ["hanoiconv", "events"]
PROVISIONS = [f"{what}_provision" for what in ("view", "add", "change", "delete")]
EDITORS = [*PROVISIONS, "view_frontpage"]
PUBLISHERS = [*EDITORS, "add_frontpage", "change_frontpage", "delete_frontpage"]


def let_groups_write(apps, schema_editor):
    """Publishers choose what leads, editors see what was chosen; both write provisions."""
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
    for name, codenames in {"Editors": EDITORS, "Publishers": PUBLISHERS}.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*ours.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_provision"),
        ("hanoiconv", "0004_errorreport"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrontPage",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "focus",
                    models.ForeignKey(
                        blank=True,
                        help_text="In focus from when readers may see it; the newest quoted one until then.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.statement",
                        verbose_name="statement in focus",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leads from when readers may see it; the newest article until then.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.article",
                        verbose_name="lead story",
                    ),
                ),
            ],
            options={
                "verbose_name": "front page",
                "verbose_name_plural": "front page",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_front_page")
                ],
            },
        ),
        migrations.RunPython(let_groups_write, migrations.RunPython.noop),
    ]
