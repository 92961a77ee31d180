"""On PostgreSQL an index of trigrams over what the list of devices is searched by.

Without the extension pg_trgm, which PostgreSQL brings along but an operator may have left out,
searching reads every row and finds the same.
"""

from typing import Any

from django.db import migrations

from refurb.web.folding import folded_sql

NAME = "device_search_folded"


def add_index(_apps: Any, schema_editor: Any) -> None:
    """Index the very expression that the lookup `folded` asks for."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        expression = folded_sql('"search"')
        cursor.execute(
            f'CREATE INDEX {NAME} ON "inventory_device" USING gin (({expression}) gin_trgm_ops)'
        )


def remove_index(_apps: Any, schema_editor: Any) -> None:
    """Leave the extension: something else may use it."""
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("inventory", "0009_never_false")]
    operations = [migrations.RunPython(add_index, remove_index)]
