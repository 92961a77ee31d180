"""What is written once and stays: the database itself refuses to change it.

A model names such fields in `frozen`. Triggers keep them, on SQLite and PostgreSQL alike, and raise
an integrity error. They are taken down before each migration, which may rebuild a table or mend
rows on purpose, and put up again after it: `manage.py migrate` is all that it takes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW WHEN {changed}
BEGIN SELECT RAISE(ABORT, '{name}: what was written there stays as it is'); END
"""
POSTGRES = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW WHEN ({changed})
EXECUTE FUNCTION refuse_to_change()
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: what was written there stays as it is', TG_NAME USING ERRCODE = '23000';
END $$
"""
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def frozen_models(models_of: Sequence[type[models.Model]]) -> Iterator[type[models.Model]]:
    """Yield those that name what stays."""
    return (model for model in models_of if getattr(model, "frozen", ()))


def freeze(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    """Put the trigger of a model up, in place of an older one; not before its table is complete."""
    thaw(model, connection)
    if not _is_migrated(model, connection):
        return
    if connection.vendor not in DIFFERS:
        raise ImproperlyConfigured(
            f"Refurb does not know how to freeze rows on {connection.vendor}."
        )
    quote, fields = connection.ops.quote_name, [_column(model, name) for name in model.frozen]  # type: ignore[attr-defined]
    changed = [
        f"OLD.{quote(name)} {DIFFERS[connection.vendor]} NEW.{quote(name)}" for name in fields
    ]
    template = SQLITE if connection.vendor == "sqlite" else POSTGRES
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        cursor.execute(
            template.format(
                name=trigger_of(model),
                table=quote(model._meta.db_table),  # noqa: SLF001  Django's public API
                columns=", ".join(map(quote, fields)),
                changed=" OR ".join(changed),
            )
        )


def thaw(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    """Take the trigger of a model down, if it is up."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  Django's public API
    where = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if model._meta.db_table in connection.introspection.table_names(cursor):  # noqa: SLF001
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_of(model)}{where}")


def trigger_of(model: type[models.Model]) -> str:
    """Name the trigger that keeps a model's frozen fields."""
    return f"{model._meta.db_table}_stays"  # noqa: SLF001  Django's public API


def _is_migrated(model: type[models.Model], connection: BaseDatabaseWrapper) -> bool:
    table = model._meta.db_table  # noqa: SLF001  Django's public API
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        found = connection.introspection.get_table_description(cursor, table)
    return {_column(model, name) for name in model.frozen} <= {each.name for each in found}  # type: ignore[attr-defined]


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)  # noqa: SLF001  Django's public API
    return str(field.column)


def thaw_app(sender: AppConfig, using: str, **_rest: object) -> None:
    """Take down what an app's models froze, before it is migrated."""
    for model in frozen_models(list(sender.get_models())):
        thaw(model, connections[using])


def freeze_app(sender: AppConfig, using: str, **_rest: object) -> None:
    """Put up what an app's models freeze, once it is migrated."""
    for model in frozen_models(list(sender.get_models())):
        freeze(model, connections[using])
