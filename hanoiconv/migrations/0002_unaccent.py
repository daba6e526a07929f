from django.db import migrations


def add_unaccent(apps, schema_editor):
    """PostgreSQL folds marks with its own extension; SQLite is taught on connecting."""
    # django.contrib.postgres has an operation for this, but importing it needs psycopg.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")


class Migration(migrations.Migration):
    dependencies = [("hanoiconv", "0001_groups")]

    operations = [migrations.RunPython(add_unaccent, migrations.RunPython.noop)]
