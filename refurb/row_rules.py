"""Rules about a row and others that belong to it: the database itself refuses to break them.

A check constraint sees one row alone. A model names such rules in `row_rules`; triggers keep them,
on SQLite and PostgreSQL alike, and raise an integrity error. Like those of `frozen`, they are taken
down before each migration and put up again after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = """
CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {refused}
BEGIN SELECT RAISE(ABORT, '{name}: {says}'); END
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {refused} THEN RAISE EXCEPTION '{name}: {says}' USING ERRCODE = '23000'; END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""


class Act(StrEnum):
    """What a rule judges; a row that is inserted has no OLD, one that is deleted no NEW."""

    UPDATE = "UPDATE"
    INSERT = "INSERT"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class RowRule:
    """What may not be written: `refused` is SQL over the rows NEW and OLD.

    It is written once for both databases, so it may use what both understand alone. `column`: the
    one whose update is judged. A whole table may still be emptied: by TRUNCATE on PostgreSQL, and
    by `manage.py flush`, which takes the rules down meanwhile.
    """

    name: str
    refused: str
    says: str
    act: Act = Act.UPDATE
    column: str = ""


def stays_until_gone(name: str, column: str) -> RowRule:
    """Rule that what was written to a column is never changed, only emptied, and that for good."""
    was, now = f'OLD."{column}"', f'NEW."{column}"'
    refused = f"{now} IS NOT NULL AND ({was} IS NULL OR {now} <> {was})"
    says = "it stays as it was issued, until its retention ends"
    return RowRule(name=name, column=column, refused=refused, says=says)


def rules_of(model: type[models.Model]) -> Sequence[RowRule]:
    """Give what a model names; most name nothing."""
    found: Sequence[RowRule] = getattr(model, "row_rules", ())
    return found


def put_up(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    """Put the triggers of a model up, in place of older ones."""
    take_down(model, connection)
    template = SQLITE if connection.vendor == "sqlite" else POSTGRES
    table = model._meta.db_table  # noqa: SLF001  Django's public API
    with connection.cursor() as cursor:
        for rule in rules_of(model):
            cursor.execute(
                template.format(
                    name=rule.name,
                    act=_act(rule, connection),
                    table=connection.ops.quote_name(table),
                    refused=rule.refused,
                    says=rule.says,
                )
            )


def _act(rule: RowRule, connection: BaseDatabaseWrapper) -> str:
    column = f" OF {connection.ops.quote_name(rule.column)}" if rule.column else ""
    return f"{rule.act}{column}"


def take_down(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    """Take the triggers of a model down, where they are up."""
    table = model._meta.db_table  # noqa: SLF001  Django's public API
    where = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if table in connection.introspection.table_names(cursor):
            for rule in rules_of(model):
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{where}")


def take_app_down(sender: AppConfig, using: str, **_rest: object) -> None:
    """Take down what an app's models rule, before it is migrated."""
    for model in sender.get_models():
        if rules_of(model):
            take_down(model, connections[using])


def put_app_up(sender: AppConfig, using: str, **_rest: object) -> None:
    """Put up what an app's models rule, once all of these are migrated whole.

    A rule may read a column of another model: put up before that is there, it would refuse all.
    """
    connection = connections[using]
    ruled = [model for model in sender.get_models() if rules_of(model)]
    if all(_is_whole(model, connection) for model in ruled):
        for model in ruled:
            put_up(model, connection)


def _is_whole(model: type[models.Model], connection: BaseDatabaseWrapper) -> bool:
    about = model._meta  # noqa: SLF001  Django's public API
    with connection.cursor() as cursor:
        if about.db_table not in connection.introspection.table_names(cursor):
            return False
        found = connection.introspection.get_table_description(cursor, about.db_table)
    return {field.column for field in about.concrete_fields} <= {each.name for each in found}
