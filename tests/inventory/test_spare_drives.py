"""The stock of drives: what the database says of each is what the rule says."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from inventory.models import Drive, Erasure, SanitisationPolicy
from inventory.moving import append_event
from inventory.sanitisation import CATEGORY_OF, Result, Technique, Technology, Verification
from inventory.spare_drives import Standing, judged, spare_drives, standing_at
from inventory.tracking import remove_drive
from inventory.wiping import NewErasure, record_erasure
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import make_device, make_drive, make_wiped

TECHNIQUES = (
    *(Technique.OVERWRITE, Technique.BLOCK_ERASE, Technique.ENCRYPTED_RESET),
    *(Technique.DEGAUSS, Technique.SHRED),
)
FAILED = NewErasure(
    technique=Technique.OVERWRITE,
    tool="nwipe",
    result=Result.NOT_WIPED,
    verification=Verification.NONE,
)
JUDGED = ("nobody", "verified", "accepted", "rejected")


def every_erasure() -> list[dict[str, Any]]:
    """List what there can be of an erasure, as far as the database lets it be."""
    return [
        {"technique": technique, "result": result, "verification": verification}
        | {"by_hand": by_hand, "judged": how}
        for technique, result, verification, by_hand, how in product(
            TECHNIQUES, Result, Verification, (True, False), JUDGED
        )
        if not (how == "accepted" and result != Result.REVIEW)
        and not (how in {"verified", "accepted"} and verification == Verification.NONE)
    ]


def make_stock(
    actor: Membership, verifier: Membership, erasures: list[dict[str, Any]]
) -> list[Drive]:
    """Make a drive in stock for each erasure, of a hard disk and an SSD in turn."""
    device = make_device(actor)
    arrived = device.events.latest("pk")
    erased = [append_event(device, "device.changed", actor, fields=[]) for _each in erasures]
    said = append_event(device, "device.changed", actor, fields=[])
    drives = Drive.objects.bulk_create(
        Drive(
            device=device,
            technology=(Technology.HDD, Technology.SSD, Technology.UNKNOWN)[at % 3],
            serial_number=f"S{at}",
            status="removed",
            arrived=said if at % 11 == 10 else arrived,  # some came back after they were wiped
            left=said,
        )
        for at in range(len(erasures))
    )
    who = {"verifier": verifier.user, "verified_by": said}
    marks: dict[str, dict[str, Any]] = {
        "nobody": {},
        "verified": who,
        "accepted": who | {"accepted": True, "accepted_because": "seen"},
        "rejected": {
            "rejection": "other_drive",
            "rejecter": verifier.user,
            "rejected_by": said,
        },
    }
    Erasure.objects.bulk_create(
        Erasure(
            drive=drive,
            event=event,
            category=CATEGORY_OF[facts["technique"]],
            tool="nwipe",
            operator=actor.user,
            encryption_seen=True if facts["technique"] == Technique.ENCRYPTED_RESET else None,
            evidence_sha256="" if facts["by_hand"] else "0" * 64,
            doubts=["size_unknown"] if facts["result"] == Result.REVIEW else [],
            **{key: value for key, value in facts.items() if key != "judged"},
            **marks[facts["judged"]],
        )
        for drive, event, facts in zip(drives, erased, erasures, strict=True)
    )
    return drives


def standings(actor: Membership) -> tuple[dict[int, Standing], dict[int, Standing]]:
    """Judge the whole stock by the rule, and by the database."""
    rows = spare_drives(actor)
    by_rule = {each.drive.pk: Standing.of(each) for each in judged(list(rows))}
    by_database = {
        drive.pk: standing for standing in Standing for drive in standing_at(rows, standing)
    }
    return by_rule, by_database


def test_the_database_judges_a_drive_in_stock_as_the_rule_does(cast: Cast) -> None:
    make_stock(cast.tom, cast.vera, every_erasure())
    bare = make_drive(make_device(cast.tom), cast.tom)
    remove_drive(bare, actor=cast.tom)
    by_rule, by_database = standings(cast.tom)
    assert by_database == by_rule
    assert min(Counter(by_rule.values())[standing] for standing in Standing) > 10
    # Another workshop's policy is laxer on flash, stricter on disks, and wants all read back.
    SanitisationPolicy.objects.create(
        organisation=cast.tom.organisation,
        version=1,
        techniques=["block_erase"],
        flash_techniques=["overwrite"],
        methods=[],
        least_verification="full",
        reason="our own",
        created_by=cast.lea,
    )
    make_stock(cast.will, cast.vera, every_erasure())
    again, by_database = standings(cast.tom)
    assert by_database == again
    assert again != by_rule
    everybody, by_database = standings(cast.augustin)
    assert by_database == everybody
    assert len(everybody) > len(again)


def test_only_the_newest_wipe_counts(cast: Cast) -> None:
    better, worse = (make_drive(make_device(cast.tom), cast.tom) for _each in range(2))
    record_erasure(better, FAILED, actor=cast.tom)
    make_wiped(better, cast.tom, cast.vera)
    make_wiped(worse, cast.tom, cast.vera)
    record_erasure(worse, FAILED, actor=cast.tom)
    for drive in (better, worse):
        remove_drive(drive, actor=cast.tom)
    expected = {better.pk: Standing.SANITISED, worse.pk: Standing.NOT_SANITISED}
    assert standings(cast.tom) == (expected, expected)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("standing", Standing)
def test_the_narrowed_stock_costs_the_same_for_any_number_of_drives_and_policies(
    cast: Cast,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    standing: Standing,
) -> None:
    facts: dict[str, Any] = {
        "technique": Technique.BLOCK_ERASE,
        "result": Result.NOT_WIPED if standing is Standing.NOT_SANITISED else Result.WIPED,
        "verification": Verification.FULL,
        "by_hand": True,
        "judged": "verified" if standing is Standing.SANITISED else "nobody",
    }
    for _each in range(count):
        make_stock(cast.tom, cast.vera, [facts])
    client.force_login(cast.tom.user)
    with django_assert_num_queries(6):
        page = client.get(f"/drives/?standing={standing.value}")
    assert page.content.decode().count('href="/drives/') >= count
