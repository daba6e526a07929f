import django.utils.timezone
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import hanoiconv.core.text
import hanoiconv.models

EDITORS = ["view_errorreport", "change_errorreport"]
PUBLISHERS = [*EDITORS, "delete_errorreport"]


def let_the_desk_read_them(apps, schema_editor):
    """Both groups read and answer them, publishers remove them, and readers alone write them."""
    database = schema_editor.connection.alias
    # Permissions are made after the last migration only; groups need them here.
    config = apps.get_app_config("hanoiconv")
    config.models_module = True
    create_permissions(config, verbosity=0, apps=apps, using=database)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    ours = permissions.filter(content_type__app_label="hanoiconv")
    groups = apps.get_model("auth", "Group").objects.using(database)
    for name, codenames in {"Editors": EDITORS, "Publishers": PUBLISHERS}.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*ours.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("hanoiconv", "0003_eventrevision")]

    operations = [
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    hanoiconv.core.text.LineField(
                        max_length=500, validators=[hanoiconv.models.check_path]
                    ),
                ),
                (
                    "what",
                    hanoiconv.core.text.ProseField(max_length=5000, verbose_name="what is wrong"),
                ),
                (
                    "evidence",
                    hanoiconv.core.text.ProseField(
                        blank=True,
                        max_length=5000,
                        verbose_name="what it should say, and who says so",
                    ),
                ),
                ("name", hanoiconv.core.text.LineField(blank=True, max_length=200)),
                (
                    "may_be_named",
                    models.BooleanField(default=False, verbose_name="may be named"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("in-hand", "In hand"),
                            ("settled", "Settled"),
                            ("refused", "Refused"),
                        ],
                        default="new",
                        help_text="Settled and refused erase the email address, and the name of somebody who is not to be named: answer first.",
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    hanoiconv.core.text.ProseField(
                        blank=True,
                        help_text="What we found and did, for the desk; readers never see it.",
                    ),
                ),
                ("nonce", models.CharField(editable=False, max_length=32, unique=True)),
                ("client", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
                "verbose_name": "error report",
                "indexes": [models.Index(fields=["received_at"], name="error_report_received")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "in-hand", "settled", "refused"])),
                        name="error_report_state_is_known",
                        violation_error_message="There is no such state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["settled", "refused"]), _negated=True),
                            ("email", ""),
                            _connector="OR",
                        ),
                        name="error_report_closed_without_address",
                        violation_error_message="A closed report keeps no email address.",
                    ),
                ],
            },
        ),
        migrations.RunPython(let_the_desk_read_them, migrations.RunPython.noop),
    ]
