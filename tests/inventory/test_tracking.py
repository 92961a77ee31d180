"""What becomes of drives: missing and the answers, stock, put in, destroyed, lost; photos too."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase

from inventory.kinds import Kind
from inventory.lifecycle import MoveRefused, Transition
from inventory.models import Destruction, Device, DevicePhoto, Drive, Erasure, Incident
from inventory.models.drive import Method
from inventory.moving import Said, move_device
from inventory.photographing import remove_photo
from inventory.reading import store_report
from inventory.reviewing import accept_erasure, reject_erasure, verify_erasure
from inventory.sanitisation import (
    ACCEPTABLE,
    Doubt,
    Rejection,
    Result,
    Technique,
    Verification,
    may_be_accepted,
)
from inventory.spare_drives import fault_of
from inventory.stock import load_standing
from inventory.tracking import (
    destroy_drive,
    find_drive,
    lose_drive,
    miss_drive,
    put_into,
    remove_drive,
    strike_drive,
)
from inventory.waiting_wipes import waiting_wipes
from inventory.wiping import NewErasure, WipeRefused, record_erasure
from refurb.accounts.roles import Role
from refurb.reasons import Refused
from tests.cast import Cast, make_member
from tests.makers import make_device, make_drive, make_photo, make_wiped

REVIEW = NewErasure(
    Technique.BLOCK_ERASE, "hdparm", Result.REVIEW, Verification.NONE, doubts=("size_unknown",)
)
RESET = NewErasure(
    Technique.ENCRYPTED_RESET,
    "settings",
    Result.WIPED,
    Verification.FRESH,
    encryption_seen=True,
)


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=rf"^{code}$")


def faults(device: Device) -> list[str]:
    return [item.code for item in load_standing(device).unsanitised]


def test_a_missing_drive_holds_its_device_back_even_when_it_was_wiped(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    miss_drive(drive, actor=cast.tom)
    assert faults(device) == ["missing"]
    said = Said(destination="a", document="b")
    with pytest.raises(MoveRefused):
        move_device(device, Transition.RECYCLE, actor=cast.lea, said=said)


def test_each_answer_to_what_became_of_it_can_be_given(cast: Cast) -> None:
    device = make_device(cast.tom)
    drives = [make_drive(device, cast.tom) for _each in range(5)]
    for drive in drives:
        miss_drive(drive, actor=cast.tom)
    stock, destroyed, mistaken, found, lost = drives
    remove_drive(stock, actor=cast.tom)
    destroy_drive(destroyed, actor=cast.tom, method=Method.CRUSH, witness=cast.vera.user)
    strike_drive(mistaken, actor=cast.tom)
    find_drive(found, actor=cast.tom)
    lose_drive(lost, actor=cast.lea)
    statuses = [Drive.objects.get(pk=drive.pk).status for drive in drives]
    assert statuses == ["removed", "destroyed", "mistaken", "present", "lost"]
    assert [incident.kind for incident in Incident.objects.all()] == ["drive_lost"]
    proof = Destruction.objects.get()
    assert (proof.method, proof.document, proof.witness) == ("crush", "", cast.vera.user)


def test_only_a_lead_says_that_a_drive_is_lost(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    miss_drive(drive, actor=cast.tom)
    with pytest.raises(PermissionDenied):
        lose_drive(drive, actor=cast.tom)


def test_a_lost_drive_that_was_sanitised_opens_no_incident(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    remove_drive(drive, actor=cast.tom)
    lose_drive(drive, actor=cast.lea)
    assert not Incident.objects.exists()


def test_a_drive_that_was_wiped_was_there(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    miss_drive(drive, actor=cast.tom)
    with refused("was_there"):
        strike_drive(drive, actor=cast.tom)


def test_a_drive_found_again_has_to_be_wiped_again(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    miss_drive(drive, actor=cast.tom)
    find_drive(drive, actor=cast.tom)
    assert faults(device) == ["erased_before_arrival"]


def test_a_mistaken_entry_proves_no_drive(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    miss_drive(drive, actor=cast.tom)
    strike_drive(drive, actor=cast.tom)
    with pytest.raises(MoveRefused, match="drives_unknown"):
        move_device(device, Transition.MARK_READY, actor=cast.tom)


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ({}, "destruction_unproved"),
        ({"document": "D", "method": Method.DEGAUSS}, "degaussed_flash"),
    ],
)
def test_a_destruction_has_to_be_possible_and_proved(
    cast: Cast, proof: dict[str, object], code: str
) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    with refused(code):
        destroy_drive(drive, actor=cast.tom, **proof)  # type: ignore[arg-type]


def test_who_records_a_destruction_is_not_its_witness(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    for witness, code in ((cast.tom, "witness_is_recorder"), (cast.will, "witness_unknown")):
        with refused(code):
            destroy_drive(drive, actor=cast.tom, witness=witness.user)
    destroyed = destroy_drive(drive, actor=cast.tom, document="D-1")
    with pytest.raises(IntegrityError, match="seen_by_another"), transaction.atomic():
        Destruction.objects.filter(drive=destroyed).update(witness=cast.tom.user)


def test_a_spare_drive_keeps_its_proof_and_its_origin_in_another_device(cast: Cast) -> None:
    first, second = make_device(cast.tom), make_device(cast.tom)
    drive = make_drive(first, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    remove_drive(drive, actor=cast.tom)
    put_into(drive, second, actor=cast.tom)
    drive.refresh_from_db()
    assert (drive.device, drive.origin, drive.status) == (second, first, "present")
    assert (faults(first), faults(second)) == ([], [])
    told = [device.events.order_by("pk").last() for device in (first, second)]
    assert [event.verb for event in told if event] == ["drive.put_elsewhere", "drive.put_in"]
    remove_drive(drive, actor=cast.tom)
    put_into(drive, first, actor=cast.tom)
    drive.refresh_from_db()
    assert (drive.device, drive.origin) == (first, None)


def test_a_spare_drive_goes_into_a_computer_on_the_bench_alone(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    with refused("drive_gone"):
        put_into(drive, make_device(cast.tom), actor=cast.tom)
    remove_drive(drive, actor=cast.tom)
    with refused("no_place_for_it"):
        put_into(drive, make_device(cast.tom, kind=Kind.TABLET), actor=cast.tom)


def test_a_spare_drive_is_wiped_verified_and_destroyed_in_stock(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    remove_drive(drive, actor=cast.tom)
    assert getattr(fault_of(drive), "code", None) == "not_erased"
    make_wiped(drive, cast.tom, cast.vera)
    assert fault_of(Drive.objects.get(pk=drive.pk)) is None
    assert destroy_drive(drive, actor=cast.tom, document="D-1").status == "destroyed"


def test_storage_that_is_soldered_in_stays(cast: Cast) -> None:
    tablet = make_device(cast.tom, kind=Kind.TABLET)
    with refused("soldered"):
        remove_drive(make_drive(tablet, cast.tom), actor=cast.tom)


def test_a_factory_reset_proves_only_encrypted_soldered_storage(cast: Cast) -> None:
    tablet, laptop = make_device(cast.tom, kind=Kind.TABLET), make_device(cast.tom)
    storage = make_drive(tablet, cast.tom, technology="emmc")
    with refused("reset_not_enough"):
        record_erasure(make_drive(laptop, cast.tom), RESET, actor=cast.tom)
    bare = NewErasure(RESET.technique, "settings", Result.WIPED, Verification.FRESH)
    with refused("encryption_not_seen"):
        record_erasure(storage, bare, actor=cast.tom)
    erasure = record_erasure(storage, RESET, actor=cast.tom)
    verify_erasure(erasure, actor=cast.vera)
    assert faults(tablet) == ["account_not_free"]


def test_a_reset_with_the_account_locks_checked_sanitises_a_tablet(cast: Cast) -> None:
    tablet = make_device(cast.tom, kind=Kind.TABLET)
    storage = make_drive(tablet, cast.tom, technology="emmc")
    locks = {"activation": True, "mdm": True}
    new = NewErasure(
        Technique.ENCRYPTED_RESET,
        "settings",
        Result.WIPED,
        Verification.FRESH,
        encryption_seen=True,
        locks_clear=locks,  # type: ignore[arg-type]
    )
    verify_erasure(record_erasure(storage, new, actor=cast.tom), actor=cast.vera)
    assert faults(tablet) == []


def test_a_report_that_lists_every_drive_asks_for_those_it_lacks(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    raw = (
        b'{"id": "x", "class": "system", "children": [{"id": "core", "class": "bus", "children":'
        b' [{"id": "scsi", "class": "storage", "children": [{"id": "disk", "class": "disk",'
        b' "serial": "OTHER1", "product": "Invented 9", "size": 500107862016,'
        b' "logicalname": "/dev/sda"}]}]}]}'
    )
    stored = store_report(raw, actor=cast.tom, device=device)
    lists_all = bool(stored.report.facts and stored.report.facts.get("lists_drives"))
    drive.refresh_from_db()
    assert (drive.status == "missing", "drive_missing" in stored.warnings) == (lists_all, lists_all)


def test_an_acceptable_wipe_in_review_is_accepted_by_a_lead_who_did_not_wipe(cast: Cast) -> None:
    device = make_device(cast.tom)
    erasure = record_erasure(make_drive(device, cast.tom), REVIEW, actor=cast.tom)
    second = make_member("Lara", Role.WORKSHOP_LEAD, cast.tom.organisation)
    with pytest.raises(PermissionDenied):
        accept_erasure(erasure, reason="seen", actor=cast.vera, verification=Verification.SAMPLED)
    with refused("nothing_verified"):
        accept_erasure(erasure, reason="seen", actor=cast.lea)
    accept_erasure(erasure, reason="seen", actor=cast.lea, verification=Verification.SAMPLED)
    assert faults(device) == []
    with refused("already_verified"):
        accept_erasure(erasure, reason="seen", actor=second, verification=Verification.SAMPLED)


def test_a_lead_does_not_accept_their_own_wipe(cast: Cast) -> None:
    erasure = record_erasure(make_drive(make_device(cast.tom), cast.tom), REVIEW, actor=cast.lea)
    with refused("verifier_is_operator"):
        accept_erasure(erasure, reason="seen", actor=cast.lea, verification=Verification.SAMPLED)


@pytest.mark.parametrize("doubt", sorted(set(Doubt) - ACCEPTABLE))
def test_errors_aborts_hidden_areas_and_unknown_serials_are_never_acceptable(doubt: Doubt) -> None:
    assert not may_be_accepted([doubt])
    assert not may_be_accepted([doubt, Doubt.SIZE_UNKNOWN])


def test_a_wipe_with_another_doubt_is_not_accepted(cast: Cast) -> None:
    new = NewErasure(
        Technique.BLOCK_ERASE, "x", Result.REVIEW, Verification.NONE, doubts=("aborted",)
    )
    erasure = record_erasure(make_drive(make_device(cast.tom), cast.tom), new, actor=cast.tom)
    with refused("doubt_not_acceptable"):
        accept_erasure(erasure, reason="seen", actor=cast.lea, verification=Verification.FULL)


def test_a_rejected_proof_leads_to_another_wipe(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    new = NewErasure(Technique.BLOCK_ERASE, "hdparm", Result.WIPED, Verification.SAMPLED)
    erasure = record_erasure(drive, new, actor=cast.tom)
    with refused("verifier_is_operator"):
        reject_erasure(erasure, Rejection.TOO_QUICK, actor=cast.tom)
    reject_erasure(erasure, Rejection.TOO_QUICK, actor=cast.vera)
    assert faults(device) == ["rejected"]
    with refused("already_rejected"):
        verify_erasure(erasure, actor=cast.lea)
    make_wiped(drive, cast.tom, cast.vera)
    assert faults(device) == []
    with pytest.raises(IntegrityError, match="rejected_by_another"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(rejecter=cast.tom.user)


def test_a_review_names_what_is_unclear(cast: Cast) -> None:
    new = NewErasure(Technique.BLOCK_ERASE, "x", Result.REVIEW, Verification.NONE)
    with refused("doubt_missing"):
        record_erasure(make_drive(make_device(cast.tom), cast.tom), new, actor=cast.tom)


def test_exactly_the_newest_unjudged_wipes_of_the_workshop_wait(cast: Cast) -> None:
    new = NewErasure(Technique.BLOCK_ERASE, "hdparm", Result.WIPED, Verification.SAMPLED)
    drive, judged = (make_drive(make_device(cast.tom), cast.tom) for _each in range(2))
    record_erasure(drive, new, actor=cast.tom)
    waiting = record_erasure(drive, new, actor=cast.tom)
    verify_erasure(record_erasure(judged, new, actor=cast.tom), actor=cast.vera)
    record_erasure(make_drive(make_device(cast.will), cast.will), new, actor=cast.will)
    gone = make_drive(make_device(cast.tom), cast.tom)
    record_erasure(gone, new, actor=cast.tom)
    destroy_drive(gone, actor=cast.tom, document="D")
    assert list(waiting_wipes(cast.vera)) == [waiting]


def test_a_wrong_photo_goes_with_its_files_and_leaves_an_event(cast: Cast) -> None:
    device = make_device(cast.tom)
    photo = make_photo(device, cast.tom)
    names = [str(photo.picture.name), str(photo.thumbnail.name)]
    assert [default_storage.exists(name) for name in names] == [True, True]
    with TestCase.captureOnCommitCallbacks(execute=True):
        remove_photo(photo, actor=cast.vera)
    assert [default_storage.exists(name) for name in names] == [False, False]
    assert not DevicePhoto.objects.exists()
    last = device.events.order_by("pk").last()
    assert last is not None
    assert (last.verb, last.facts) == ("photo.removed", {"about": "defect"})
    with refused("photo_gone"):
        remove_photo(photo, actor=cast.tom)


def test_a_wipe_of_a_drive_that_left_is_refused(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    miss_drive(drive, actor=cast.tom)
    with pytest.raises(WipeRefused):
        record_erasure(drive, REVIEW, actor=cast.tom)
