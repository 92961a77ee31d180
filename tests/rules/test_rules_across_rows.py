"""What must never be false of a row and those that belong to it is refused by the database."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from distribution.models import Criterion, Nomination, Policy, RequestLine
from inventory.lifecycle import State, Transition
from inventory.models import Device, Drive, Erasure
from inventory.moving import Said, move_device
from refurb.frozen import thaw
from refurb.row_rules import rules_of
from tests.access.world import make_world
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_device,
    make_drive,
    make_nomination,
    make_policy,
    make_ready,
    make_wiped,
)

pytestmark = pytest.mark.django_db

READY = "device_ready_with_every_drive_sanitised"
SERVED = "nomination_served_in_all_its_lines"
BYTES = ("receipt_bytes_stay", "certificate_bytes_stay")
PUBLISHED = (
    "criterion_published_with_its_policy",
    "criterion_published_for_good",
    "policy_published_for_good",
)


def refusal(row: models.Model, **changes: Any) -> str:
    """Write behind the acts' backs, and undo it; give the name of the rule that refuses, if any."""
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**changes)  # noqa: SLF001
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused).partition(":")[0]
    return ""


def test_every_rule_is_broken_by_a_test_of_this_module() -> None:
    ruled = {rule.name for model in apps.get_models() for rule in rules_of(model)}
    assert ruled == {READY, SERVED, *PUBLISHED, *BYTES}


def test_the_bytes_of_a_paper_stay_until_they_go_for_good(cast: Cast) -> None:
    own = make_world(cast).own
    for paper, rule in zip((own.receipt, own.certificate), BYTES, strict=True):
        was = bytes(paper.pdf or b"")
        assert refusal(paper, pdf=b"%PDF other") == rule
        assert refusal(paper, pdf=was) == ""
        type(paper)._default_manager.filter(pk=paper.pk).update(pdf=None)  # noqa: SLF001
        assert refusal(paper, pdf=was) == rule


@pytest.mark.parametrize("state", [State.READY, State.ALLOCATED])
def test_no_device_becomes_ready_or_allocated_with_a_drive_that_is_not_sanitised(
    cast: Cast, state: State
) -> None:
    device = make_device(cast.tom)
    assert refusal(device, state=state) == ""  # no drive is known, which code alone can judge
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    assert refusal(device, state=state) == ""
    make_drive(device, cast.tom)
    assert refusal(device, state=state) == READY
    assert refusal(device, state=State.REPAIR) == ""


@pytest.mark.parametrize(
    "lack",
    [
        {"rejection": "other_drive"},
        {"result": "not_wiped"},
        {"result": "review"},
        {"verification": "none", "verifier": None, "verified_by": None},
        {"verifier": None, "verified_by": None},
    ],
    ids=str,
)
def test_what_proves_nothing_opens_nothing(cast: Cast, lack: dict[str, Any]) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    proof = Erasure.objects.get()
    if "rejection" in lack:
        lack = lack | {"rejecter": proof.verifier, "rejected_by": proof.verified_by}
        lack |= {"verifier": None, "verified_by": None}
    with connection.cursor() as cursor:  # its facts are frozen
        where = " ON inventory_erasure" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER inventory_erasure_stays{where}")
    Erasure.objects.filter(pk=proof.pk).update(**lack)
    assert refusal(device, state=State.READY) == READY


def test_a_wipe_from_before_the_drive_came_back_or_of_a_missing_drive_opens_nothing(
    cast: Cast,
) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    later = device.events.order_by("-pk")[0]
    Drive.objects.filter(pk=drive.pk).update(arrived=later)
    assert refusal(device, state=State.READY) == READY
    Drive.objects.filter(pk=drive.pk).update(status="removed", left=later)
    assert refusal(device, state=State.READY) == ""
    Drive.objects.filter(pk=drive.pk).update(status="missing")
    assert refusal(device, state=State.READY) == READY


def test_what_is_found_later_in_a_ready_device_is_a_fact_and_stops_the_next_step(
    cast: Cast,
) -> None:
    """As no act would leave it, since acts take such a device off the shelf."""
    device = make_ready(cast.tom, cast.vera)
    device.drives.update(arrived=device.events.latest("pk"))
    assert refusal(device, state=State.ALLOCATED) == READY
    assert refusal(device, state=State.READY) == ""
    move_device(device, Transition.SEND_TO_REPAIR, actor=cast.tom, said=Said(fault="a disk more"))
    assert Device.objects.get().state == State.REPAIR


def test_no_nomination_is_served_while_a_line_of_it_waits_or_is_allocated(cast: Cast) -> None:
    make_policy()
    it = make_nomination(cast.paula)
    make_allocation(cast.anna, it, make_ready(cast.tom, cast.vera))
    lines = RequestLine.objects.filter(nomination=it)
    for state, refused in (
        ("waiting", SERVED),
        ("allocated", SERVED),
        ("served", ""),
        ("given_up", ""),
    ):
        lines.update(state=state)
        assert (state, refusal(Nomination.objects.get(), state="served")) == (state, refused)


def test_a_published_policy_neither_gains_nor_loses_a_criterion_nor_goes() -> None:
    policy = make_policy()
    there = policy.criteria.count()
    one = policy.criteria.values()[0] | {"id": None, "code": "another"}
    acts: list[Callable[[], object]] = [
        lambda: Criterion.objects.create(**one),
        lambda: policy.criteria.filter(code=policy.criteria.all()[0].code).delete(),
        lambda: Policy.objects.all()._raw_delete("default"),  # noqa: SLF001
    ]
    assert tuple(map(refused_by, acts)) == PUBLISHED
    assert (policy.criteria.count(), Policy.objects.count()) == (there, 1)


def refused_by(act: Callable[[], object]) -> str:
    """Do something behind the acts' backs; give the name of the rule that refuses it."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value).partition(":")[0]


def test_a_policy_from_before_it_was_counted_is_closed_with_the_criteria_it_has() -> None:
    policy = make_policy()
    thaw(Policy, connection)
    Policy.objects.update(criterion_count=0)
    import_module("distribution.migrations.0026_count_criteria").count_criteria(apps, None)
    policy.refresh_from_db()
    assert policy.criterion_count == policy.criteria.count() > 0


@pytest.mark.sqlite  # PostgreSQL truncates: no rule about rows is asked
def test_flushing_empties_all_tables_and_the_rules_stand_again() -> None:
    make_policy()
    call_command("flush", interactive=False)
    assert Policy.objects.count() == 0
    make_policy()
    assert refused_by(Criterion.objects.all().delete) == PUBLISHED[1]
