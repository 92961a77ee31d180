"""Transitions on real rows: who, when, and what they leave behind."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from inventory.lifecycle import MoveRefused, State, Transition
from inventory.models import (
    Device,
    DeviceEvent,
    Erasure,
    Incident,
    Repair,
)
from inventory.moving import Said, move_device
from inventory.regulating import set_policy
from inventory.repairing import close_repair, open_repair
from inventory.reviewing import verify_erasure
from inventory.sanitisation import STRICT, Result, Technique, Verification
from inventory.stock import load_standing, offers
from inventory.tracking import destroy_drive, remove_drive
from inventory.wiping import NewErasure, WipeRefused, declare_driveless, record_erasure
from tests.cast import Cast
from tests.makers import (
    make_checked,
    make_device,
    make_drive,
    make_ready,
    make_wiped,
)

PURGE = NewErasure(
    technique=Technique.CRYPTO_ERASE,
    tool="nvme-cli",
    result=Result.WIPED,
    verification=Verification.SAMPLED,
)


def codes(refusal: MoveRefused) -> list[str]:
    return [reason.code for reason in refusal.reasons]


def test_a_received_laptop_is_refused_ready_with_every_reason(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.MARK_READY, actor=cast.tom)
    assert codes(refused.value) == [
        "drive_not_erased",
        "check_missing",
        "lock_unchecked_bios_password",
        "lock_unchecked_mdm",
    ]
    device.refresh_from_db()
    assert device.state == State.RECEIVED
    assert not DeviceEvent.objects.filter(device=device, verb="device.mark_ready").exists()


def test_a_move_writes_the_state_and_one_event(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    event = move_device(device, Transition.START_WIPE, actor=cast.tom)
    device.refresh_from_db()
    assert device.state == State.WIPE
    assert (event.before, event.after, event.verb) == ("received", "wipe", "device.start_wipe")
    assert event.actor == cast.tom


def test_a_move_from_a_stale_page_is_refused(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move_device(device, Transition.START_WIPE, actor=cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(
            device,
            Transition.SEND_TO_REPAIR,
            actor=cast.vera,
            said=Said(fault="hinge"),
            expected=State.RECEIVED,
        )
    assert codes(refused.value) == ["moved_meanwhile"]


def test_only_a_lead_recycles(cast: Cast) -> None:
    device = make_device(cast.tom)
    declare_driveless(device, actor=cast.tom)
    said = Said(destination="Recycler", document="W-12")
    with pytest.raises(PermissionDenied):
        move_device(device, Transition.RECYCLE, actor=cast.tom, said=said)
    move_device(device, Transition.RECYCLE, actor=cast.lea, said=said)
    device.refresh_from_db()
    assert device.state == State.RECYCLED


def test_a_disk_with_data_never_goes_to_the_scrap_heap(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    said = Said(destination="Recycler", document="W-12")
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.RECYCLE, actor=cast.lea, said=said)
    assert codes(refused.value) == ["drive_not_erased"]
    destroy_drive(drive, document="D-7", actor=cast.tom)
    move_device(device, Transition.RECYCLE, actor=cast.lea, said=said)


def test_a_machine_lost_with_its_data_opens_an_incident(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="not on its shelf"))
    assert [i.kind for i in Incident.objects.filter(device=device)] == ["unsanitised_lost"]


def test_a_clean_machine_lost_opens_none(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="not on its shelf"))
    assert not Incident.objects.exists()


def test_a_machine_found_again_has_to_be_wiped_and_checked_again(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="not on its shelf"))
    move_device(device, Transition.FIND, actor=cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.MARK_READY, actor=cast.tom)
    assert codes(refused.value) == [
        "drive_erased_before_arrival",
        "check_not_passed",
        "lock_unchecked_bios_password",
        "lock_unchecked_mdm",
    ]


def test_a_repair_after_the_check_asks_for_another_check(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera)
    repair = open_repair(device, "hinge", actor=cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.MARK_READY, actor=cast.tom)
    assert codes(refused.value) == ["repair_open", "check_not_passed"]
    close_repair(repair, outcome="fixed", actor=cast.tom)  # type: ignore[arg-type]
    make_checked(device, cast.tom)
    move_device(device, Transition.MARK_READY, actor=cast.tom)


def test_who_moved_it_can_take_the_move_back_within_a_quarter_of_an_hour(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera)
    move_device(device, Transition.SEND_TO_REPAIR, actor=cast.tom, said=Said(fault="wrong one"))
    move_device(device, Transition.REVERT, actor=cast.tom)
    device.refresh_from_db()
    assert device.state == State.READY
    assert [r.outcome for r in Repair.objects.filter(device=device)] == ["no_fault"]


def test_a_colleague_or_the_same_person_later_needs_a_lead(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera)
    event = move_device(device, Transition.START_WIPE, actor=cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.REVERT, actor=cast.vera)
    assert codes(refused.value) == ["revert_needs_lead"]
    DeviceEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(MoveRefused):
        move_device(device, Transition.REVERT, actor=cast.tom)
    move_device(device, Transition.REVERT, actor=cast.lea)


def test_nothing_is_reverted_once_something_else_happened(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move_device(device, Transition.START_WIPE, actor=cast.tom)
    make_checked(device, cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.REVERT, actor=cast.tom)
    assert codes(refused.value) == ["nothing_to_revert"]


def test_the_page_offers_exactly_what_would_succeed(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    offered = {
        offer.transition: offer.is_allowed for offer in offers(load_standing(device), cast.tom)
    }
    assert offered == {
        Transition.START_WIPE: True,
        Transition.SEND_TO_REPAIR: True,
        Transition.MARK_READY: False,
        Transition.REVERT: False,
    }


def test_nobody_verifies_their_own_wipe(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    erasure = record_erasure(drive, PURGE, actor=cast.tom)
    with pytest.raises(WipeRefused, match="verifier_is_operator"):
        verify_erasure(erasure, actor=cast.tom)
    assert verify_erasure(erasure, actor=cast.vera).verifier == cast.vera.user


def test_the_database_refuses_an_operator_as_verifier_too(cast: Cast) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    erasure = record_erasure(drive, PURGE, actor=cast.tom)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(verifier=cast.tom.user)


def test_a_removed_drive_no_longer_holds_its_machine_back(cast: Cast) -> None:
    device = make_device(cast.tom)
    first, second = make_drive(device, cast.tom), make_drive(device, cast.tom)
    make_wiped(first, cast.tom, cast.vera)
    make_checked(device, cast.tom)
    remove_drive(second, actor=cast.tom)
    move_device(device, Transition.MARK_READY, actor=cast.tom)


def test_a_device_with_a_drive_cannot_be_declared_driveless(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    with pytest.raises(WipeRefused, match="drive_present"):
        declare_driveless(device, actor=cast.tom)


def test_each_sentence_of_a_history_reads_without_gaps(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera)
    sentences = [event.sentence for event in device.events.order_by("pk")]
    assert "…" not in " ".join(sentences)
    assert sentences[0] == "received it"
    assert sentences[-1] == "marked it ready"


def test_the_database_knows_only_the_states_of_the_table(cast: Cast) -> None:
    device = make_device(cast.tom)
    with pytest.raises(IntegrityError), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state="sold")


def test_a_workshops_policy_may_accept_overwriting_for_flash(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    overwritten = replace(PURGE, technique=Technique.OVERWRITE)
    verify_erasure(record_erasure(drive, overwritten, actor=cast.tom), actor=cast.vera)
    assert [item.code for item in load_standing(device).unsanitised] == ["flash_needs_purge"]
    accepts = replace(STRICT, flash=STRICT.flash | {Technique.OVERWRITE})
    workshop = cast.tom.organisation
    set_policy(workshop, accepts, reason="board", actor=cast.lea, seen_version=0)
    assert load_standing(device).unsanitised == ()
    read_along = Device.objects.to_be_judged().get(pk=device.pk)
    assert load_standing(read_along).policy == load_standing(device).policy == accepts
    make_checked(device, cast.tom)
    assert move_device(device, Transition.MARK_READY, actor=cast.tom).after == State.READY


def test_a_device_whose_only_drive_was_taken_out_has_nothing_to_wipe(cast: Cast) -> None:
    device = make_device(cast.tom)
    remove_drive(make_drive(device, cast.tom), actor=cast.tom)
    with pytest.raises(MoveRefused) as refused:
        move_device(device, Transition.START_WIPE, actor=cast.tom)
    assert codes(refused.value) == ["no_drive"]
