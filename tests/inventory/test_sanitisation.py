"""When a drive counts as sanitised."""

import dataclasses

import pytest

from inventory.sanitisation import (
    Category,
    DriveFacts,
    ErasureFacts,
    Result,
    Technique,
    Technology,
    Verification,
    why_unsanitised,
)

PURGED = ErasureFacts(
    sequence=5,
    category=Category.PURGE,
    technique=Technique.BLOCK_ERASE,
    result=Result.WIPED,
    verification=Verification.SAMPLED,
    by_hand=True,
    has_verifier=True,
)
SSD = DriveFacts("S1", Technology.SSD, is_present=True, arrived=1, newest=PURGED)


def code_of(drive: DriveFacts, **policy: bool) -> str | None:
    found = why_unsanitised(drive, **policy)
    return found.code if found else None


def test_a_verified_purge_after_arrival_is_proof() -> None:
    assert code_of(SSD) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sequence": 1}, "erased_before_arrival"),
        ({"result": Result.NOT_WIPED}, "not_wiped"),
        ({"result": Result.REVIEW}, "in_review"),
        ({"verification": Verification.NONE}, "not_verified"),
        ({"has_verifier": False}, "not_verified"),
        ({"category": Category.CLEAR}, "flash_needs_purge"),
    ],
)
def test_each_thing_missing_from_the_proof_is_named(change: dict[str, object], code: str) -> None:
    erasure = dataclasses.replace(PURGED, **change)  # type: ignore[arg-type]
    assert code_of(dataclasses.replace(SSD, newest=erasure)) == code


def test_a_drive_nobody_wiped_is_not_sanitised() -> None:
    assert code_of(dataclasses.replace(SSD, newest=None)) == "not_erased"


def test_a_drive_that_left_the_device_holds_nothing_back() -> None:
    assert code_of(dataclasses.replace(SSD, is_present=False, newest=None)) is None


def test_overwriting_is_enough_for_a_hard_disk() -> None:
    cleared = dataclasses.replace(PURGED, category=Category.CLEAR)
    disk = dataclasses.replace(SSD, technology=Technology.HDD, newest=cleared)
    assert code_of(disk) is None


def test_overwriting_flash_is_enough_only_where_the_workshops_policy_says_so() -> None:
    cleared = dataclasses.replace(SSD, newest=dataclasses.replace(PURGED, category=Category.CLEAR))
    assert code_of(cleared) == "flash_needs_purge"
    assert code_of(cleared, flash_clear_is_enough=True) is None


def test_a_drive_of_unknown_technology_is_treated_as_flash() -> None:
    cleared = dataclasses.replace(PURGED, category=Category.CLEAR)
    drive = dataclasses.replace(SSD, technology=Technology.UNKNOWN, newest=cleared)
    assert code_of(drive) == "flash_needs_purge"


def test_the_reason_names_the_drive_whatever_is_in_its_serial() -> None:
    drive = dataclasses.replace(SSD, label="100%/s", newest=None)
    assert str(why_unsanitised(drive)) == "Drive 100%/s has not been wiped."
