"""When a drive counts as sanitised."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.sanitisation import (
    STRICT,
    Category,
    DriveFacts,
    ErasureFacts,
    Result,
    Technique,
    Technology,
    Verification,
    WipePolicy,
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


CLEARED = dataclasses.replace(PURGED, category=Category.CLEAR, technique=Technique.OVERWRITE)
CLEAR_IS_ENOUGH = dataclasses.replace(STRICT, flash=frozenset({Technique.OVERWRITE}))


def code_of(drive: DriveFacts, policy: WipePolicy = STRICT) -> str | None:
    found = why_unsanitised(drive, policy)
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
        (
            {"category": Category.CLEAR, "technique": Technique.OVERWRITE},
            "flash_needs_purge",
        ),
        (
            {"category": Category.CLEAR, "technique": Technique.NVME_FORMAT},
            "flash_needs_purge",
        ),
        ({"category": Category.DESTROY, "technique": Technique.DEGAUSS}, "technique_refused"),
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
    disk = dataclasses.replace(SSD, technology=Technology.HDD, newest=CLEARED)
    assert code_of(disk) is None


def test_overwriting_flash_is_enough_only_where_the_workshops_policy_says_so() -> None:
    cleared = dataclasses.replace(SSD, newest=CLEARED)
    assert code_of(cleared) == "flash_needs_purge"
    assert code_of(cleared, CLEAR_IS_ENOUGH) is None


def test_nobody_is_asked_to_verify_a_wipe_that_can_not_count() -> None:
    unverified = dataclasses.replace(CLEARED, has_verifier=False)
    assert code_of(dataclasses.replace(SSD, newest=unverified)) == "flash_needs_purge"


def test_a_drive_of_unknown_technology_is_treated_as_flash() -> None:
    drive = dataclasses.replace(SSD, technology=Technology.UNKNOWN, newest=CLEARED)
    assert code_of(drive) == "flash_needs_purge"


def test_the_reason_names_the_drive_whatever_is_in_its_serial() -> None:
    drive = dataclasses.replace(SSD, label="100%/s", newest=None)
    assert str(why_unsanitised(drive)) == "Drive 100%/s has not been wiped."


def test_a_policy_may_ask_to_read_all_back_but_never_nothing() -> None:
    all_of_it = dataclasses.replace(STRICT, least=Verification.FULL)
    assert code_of(SSD, all_of_it) == "verified_too_little"
    nothing = dataclasses.replace(STRICT, least=Verification.NONE)
    unread = dataclasses.replace(PURGED, verification=Verification.NONE)
    assert not nothing.is_enough(Verification.NONE)
    assert code_of(dataclasses.replace(SSD, newest=unread), nothing) == "not_verified"


def test_a_policy_may_refuse_a_way_to_wipe_that_the_default_accepts() -> None:
    only_crypto = dataclasses.replace(STRICT, flash=frozenset({Technique.CRYPTO_ERASE}))
    assert code_of(SSD, only_crypto) == "technique_refused"


@given(
    st.sampled_from(Technique),
    st.sampled_from(Technology),
    st.sets(st.sampled_from(Technique)),
    st.sampled_from(Verification),
)
def test_no_policy_makes_a_proof_of_a_wipe_that_failed_or_that_nobody_read_back(
    technique: Technique, technology: Technology, accepted: set[Technique], least: Verification
) -> None:
    policy = WipePolicy(frozenset(accepted), frozenset(accepted), least=least)
    bad: list[dict[str, object]] = [
        {"result": Result.NOT_WIPED},
        {"result": Result.REVIEW},
        {"verification": Verification.NONE},
        {"sequence": 0},
    ]
    for change in bad:
        erasure = dataclasses.replace(PURGED, technique=technique, **change)  # type: ignore[arg-type]
        drive = dataclasses.replace(SSD, technology=technology, newest=erasure)
        assert code_of(drive, policy) is not None
