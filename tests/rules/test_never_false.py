"""What must never be false is refused by the database itself, whoever writes and however."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Case, Value, When

from refurb.frozen import frozen_models, thaw, trigger_of
from refurb.row_rules import rules_of
from tests.access.world import make_world
from tests.cast import Cast
from tests.makers import make_allocation, make_handover, make_nomination, make_policy, make_ready
from tests.rules.violations import SAID_ELSEWHERE, violations

OURS = [
    "accounts",
    "api",
    "audit",
    "counters",
    "distribution",
    "inventory",
    "jobs",
    "saved_filters",
]


def our_models() -> list[type[models.Model]]:
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def checks() -> Iterator[str]:
    for model in our_models():
        for constraint in model._meta.constraints:  # noqa: SLF001  Django's public API
            if isinstance(constraint, models.CheckConstraint):
                yield constraint.name


def refusal(row: models.Model, changes: dict[str, object]) -> str:
    """Write behind the acts' backs; give what the database says, or nothing if it lets it pass."""
    rows = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001  Django's public API
    try:
        with transaction.atomic():
            rows.update(**changes)
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused)
    return ""


def test_each_check_constraint_refuses_what_breaks_it(cast: Cast) -> None:
    known = violations(make_world(cast))
    assert set(known) | set(SAID_ELSEWHERE) == set(checks())
    for model in frozen_models(our_models()):
        thaw(model, connection)
    passed = {name for name, (row, changes) in known.items() if name not in refusal(row, changes)}
    assert passed == set()


def test_what_is_written_once_stays_field_by_field(cast: Cast) -> None:
    rows = {type(row): row for row, _changes in violations(make_world(cast)).values()}
    changed, tried = set(), 0
    for model in frozen_models(our_models()):
        row = rows.get(model) or model._default_manager.latest("pk")  # noqa: SLF001
        for name in model.frozen:  # type: ignore[attr-defined]
            tried += 1
            if trigger_of(model) not in refusal(row, {name: otherwise(model, name)}):
                changed.add(f"{model.__name__}.{name}")
    assert changed == set()
    assert tried > 60


OTHERWISE: dict[type[models.Field[Any, Any]], object] = {
    models.JSONField: {"other": True},
    models.BinaryField: b"other",
    models.ForeignKey: Value(987_654_321),
    models.IntegerField: 987,
    models.DateTimeField: datetime(1990, 1, 1, tzinfo=UTC),
    models.DateField: date(1990, 1, 1),
}


def otherwise(model: type[models.Model], name: str) -> object:
    """Give a value that no row has."""
    field = model._meta.get_field(name)  # noqa: SLF001  Django's public API
    if isinstance(field, models.BooleanField):
        return Case(When(**{name: True}, then=False), default=True)
    return next((value for kind, value in OTHERWISE.items() if isinstance(field, kind)), "o")


def test_what_is_written_again_unchanged_is_no_change(cast: Cast) -> None:
    make_policy()
    device = make_ready(cast.tom, cast.vera)
    allocation = make_allocation(cast.anna, make_nomination(cast.paula), device)
    receipt = make_handover(allocation, cast.tom)
    receipt.save()
    receipt.pdf = None  # the end of its retention
    receipt.save()
    assert type(receipt).objects.get(pk=receipt.pk).sha256 == receipt.sha256


@pytest.mark.django_db
def test_every_frozen_model_and_every_rule_across_rows_has_its_trigger() -> None:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    ruled = {rule.name for model in our_models() for rule in rules_of(model)}
    assert {trigger_of(model) for model in frozen_models(our_models())} | ruled == there
