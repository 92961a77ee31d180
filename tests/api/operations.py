"""For each operation: who calls it, on which rows, and a request that succeeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from distribution.appointments.booking import cancel
from distribution.appointments.standing import free_slots
from distribution.deliveries import CancelReason
from distribution.models import Nomination, RequestLine
from distribution.nominations.deciding import ask_exception, decide
from distribution.words import Decision, ExceptionReason
from inventory.checklist import items_for
from inventory.codes import new_code
from inventory.models import Device, Drive
from inventory.unpacking import Found, receive_next
from refurb.accounts.models import Membership
from refurb.demo.nwipe import Log
from tests.access.world import Rows, make_rows
from tests.api.bodies import LEAST
from tests.cast import Cast
from tests.makers import make_drive, make_policy, make_ready

Today = f"{timezone.localdate()}"
PERSON = {"surname": "Inventée", "first_name": "Fatima", "street": "Rue Imaginaire 12"}


@dataclass(frozen=True)
class Stage:
    """Rows in every state, to call operations on."""

    cast: Cast
    rows: Rows
    ready: Device
    bare: Drive


def make_stage(cast: Cast) -> Stage:
    """Make one of everything, a ready device, and a drive that nobody has touched."""
    make_policy()
    ready = make_ready(cast.tom, cast.vera)
    rows = make_rows(cast.tom, cast.vera, cast.lea, cast.paula, cast.anna)
    return Stage(cast, rows, ready, make_drive(rows.device, cast.tom))


@dataclass(frozen=True)
class Good:
    """A request that succeeds; `names` are the parts that name rows."""

    who: Membership
    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    names: tuple[str, ...] = ()
    media_type: str = "application/json"


def _device(stage: Stage, body: Any = None) -> Good:
    return Good(stage.cast.tom, {"code": stage.rows.device.code}, body=body)


INSTITUTION = {
    "name": "Bibliothèque Inventée",
    "kind": "library",
    "street": "Rue Imaginaire 40",
    "postcode": "1030",
    "commune": "21015",
    "email": "library@example.org",
    "kinds": ["desktop"],
}


def _nomination(stage: Stage, which: str, body: Any = None) -> Good:
    reference = getattr(stage.rows, which).reference
    who = stage.cast.anna if which == "submitted" else stage.cast.paula
    return Good(who, {"reference": reference}, body=body)


def _review(stage: Stage) -> Good:
    found = Nomination.objects.get(pk=stage.rows.submitted.pk)
    decide(found, Decision.NO_GROUND, actor=stage.cast.anna)
    return Good(stage.cast.paula, {"reference": found.reference})


def _exception(stage: Stage) -> Good:
    found = stage.rows.nomination
    line = {"nomination": found, "kinds": ["laptop"], "purpose": "job"}
    RequestLine.objects.create(**line, number=2, state="waiting", waiting_since=found.submitted_at)
    return _nomination(stage, "nomination", {"because": "studies"})


def _approval(stage: Stage) -> Good:
    asked = _exception(stage)
    found = Nomination.objects.get(pk=stage.rows.nomination.pk)
    ask_exception(found, ExceptionReason.STUDIES, actor=stage.cast.paula)
    return Good(stage.cast.anna, asked.path)


def _transfer(stage: Stage) -> Good:
    path = {"reference": stage.rows.nomination.reference}
    body = {"organisation": stage.cast.olga.organisation.code}
    return Good(stage.cast.anna, path, body=body, names=("organisation",))


def _giving_up(stage: Stage) -> Good:
    path = {"reference": stage.rows.nomination.reference, "number": 1}
    return Good(stage.cast.paula, path, body={"because": "moved"})


def _check(stage: Stage) -> Good:
    items = dict.fromkeys(items_for(stage.rows.device.kind), "ok")
    return _device(stage, {"items": items, "grade": "A"})


def _handover(stage: Stage) -> Good:
    body = {
        "allocation": stage.rows.allocation.pk,
        "handed_over_on": Today,
        "place": "EPN de la Gare",
        "receiver_name": "Fatima Inventée",
        "works": True,
        "signature": {"kind": "typed", "name": "Fatima Inventée"},
        "language": "nl",
    }
    return Good(stage.cast.tom, body=body, names=("allocation",))


def _drafted(stage: Stage) -> Good:
    household = PERSON | {"postcode": "1030", "commune": "21015"}
    lines = [{"kinds": ["laptop"], "purpose": "school"}]
    return Good(stage.cast.paula, body={"household": household, "lines": lines})


def _allocation(stage: Stage) -> Good:
    body = {"nomination": stage.rows.nomination.reference, "device": stage.ready.code}
    names = ("nomination", "device")
    return Good(stage.cast.anna, body=body | {"reason": "first in line"}, names=names)


def _donation(stage: Stage) -> Good:
    body = {"donor": stage.rows.donation.donor.reference, "received_on": Today}
    return Good(stage.cast.tom, body=body, names=("donor",))


def _read_donation(stage: Stage, body: Any = None) -> Good:
    return Good(stage.cast.tom, {"reference": stage.rows.donation.reference}, body=body)


def _new_intake(stage: Stage) -> Good:
    body = {"donation": stage.rows.donation.reference, "kind": "laptop", "planned": 2}
    shared = {"drive": "nvme", "screen_inches": 14, "has_charger": False}
    return Good(stage.cast.tom, body=body | {"shared": shared}, names=("donation",))


def _intake(stage: Stage, body: Any = None) -> Good:
    return Good(stage.cast.tom, {"reference": stage.rows.intake.reference}, body=body)


def _machine_to_undo(stage: Stage) -> Good:
    found = Found(serial_number="S-UNDONE", code=new_code())
    received = receive_next(stage.rows.intake, found, actor=stage.cast.tom)
    return _intake(stage, {"device": received.code})


def _batch(stage: Stage, body: Any = None) -> Good:
    return Good(stage.cast.tom, {"reference": stage.rows.printed.reference}, body=body)


def _voiding(stage: Stage) -> Good:
    return _batch(stage, {"codes": [stage.rows.printed.labels.order_by("pk")[0].code]})


def _binding(stage: Stage) -> Good:
    label = stage.rows.printed.labels.order_by("pk")[0]
    body = {"device": stage.rows.device.code}
    return Good(stage.cast.tom, {"code": label.code}, body=body, names=("device",))


def _new_device(stage: Stage) -> Good:
    body = {"donation": stage.rows.donation.reference, "kind": "laptop"}
    return Good(stage.cast.tom, body=body, names=("donation",))


def _report(stage: Stage) -> Good:
    query = {"code": stage.rows.device.code}
    return Good(stage.cast.tom, query=query, body="# dmidecode 3.5", media_type="text/plain")


def _labels(stage: Stage) -> Good:
    return Good(stage.cast.tom, query={"codes": [stage.rows.device.code], "format": "62mm"})


def _receipt(stage: Stage) -> Good:
    receipt = stage.rows.receipt
    return Good(stage.cast.tom, {"issuer": receipt.issuer.code, "number": str(receipt)})


def _return(stage: Stage) -> Good:
    body = {"device": stage.rows.delivered.code, "reason": "screen"}
    return Good(stage.cast.tom, body=body, names=("device",))


def _consignment(stage: Stage) -> Good:
    body = {"receiver": "EPN", "sent_on": Today, "devices": [stage.ready.code]}
    return Good(stage.cast.tom, body=body)


def _reception(stage: Stage) -> Good:
    sent = stage.rows.consignment
    line = {"device": sent.lines.get().device.code, "arrival": "received"}  # it turned up
    return Good(stage.cast.anna, {"reference": sent.reference}, body={"lines": [line]})


def _reports(stage: Stage) -> Good:
    told = {"allocation": stage.rows.allocation.pk, "because": "later"}
    return Good(stage.cast.anna, body={"not_delivered": [told]})


def _free_time(stage: Stage) -> str:
    return free_slots(stage.rows.appointment.place)[0].starts_at.isoformat()


def _booking(stage: Stage) -> Good:
    booked = stage.rows.appointment
    cancel(booked, CancelReason.MISTAKE, actor=stage.cast.paula)
    body = {"nomination": booked.nomination.reference, "place": booked.place.code}
    body["starts_at"] = _free_time(stage)
    return Good(stage.cast.tom, body=body, names=("nomination",))


def _appointment(stage: Stage, body: Any = None) -> Good:
    return Good(stage.cast.tom, {"pk": stage.rows.appointment.pk}, body=body)


GOOD: dict[str, Callable[[Stage], Good]] = {
    "me": lambda stage: Good(stage.cast.tom),
    "stats": lambda stage: Good(stage.cast.augustin),
    "add_donor": lambda stage: Good(stage.cast.tom, body={"name": "Invented Bank"}),
    "add_donation": _donation,
    "list_donations": lambda stage: Good(stage.cast.anna, query={"purpose": "reuse"}),
    "read_donation": _read_donation,
    "change_donation": lambda stage: _read_donation(stage, {"earmark": {"meant_for": "pupils"}}),
    "list_intakes": lambda stage: Good(stage.cast.tom, query={"is_open": True}),
    "add_intake": _new_intake,
    "read_intake": _intake,
    "change_intake": lambda stage: _intake(stage, {"planned": 9, "version": 1}),
    "choose_labelling": lambda stage: _intake(stage, {"how": "print"}),
    "receive_machine": lambda stage: _intake(stage, {"code": new_code(), "serial_number": "S-1"}),
    "undo_machine": _machine_to_undo,
    "finish_intake": _intake,
    "list_label_batches": lambda stage: Good(stage.cast.tom),
    "add_label_batch": lambda stage: Good(stage.cast.tom, body={"count": 3}),
    "read_label_batch": _batch,
    "void_labels": _voiding,
    "bind_label": _binding,
    "add_device": _new_device,
    "list_devices": lambda stage: Good(stage.cast.anna, query={"state": "ready"}),
    "read_device": _device,
    "list_events": _device,
    "list_transitions": _device,
    "move_device": lambda stage: _device(stage, {"transition": "start_wipe"}),
    "add_drive": lambda stage: _device(stage, {"serial_number": "S/1"}),
    "add_erasure": lambda stage: Good(
        stage.cast.tom, {"drive": stage.bare.pk}, body=LEAST["post_erasure"]
    ),
    "verify_erasure": lambda stage: Good(
        stage.cast.vera, {"erasure": stage.rows.erasure.pk}, body={}
    ),
    "destroy_drive": lambda stage: Good(
        stage.cast.tom, {"drive": stage.bare.pk}, body={"document": "D-1"}
    ),
    "remove_drive": lambda stage: Good(stage.cast.tom, {"drive": stage.bare.pk}),
    "add_declaration": lambda stage: _device(stage, {"locks_clear": {"mdm": True}}),
    "add_repair": lambda stage: _device(stage, {"fault": "hinge"}),
    "add_repair_work": lambda stage: Good(
        stage.cast.tom, {"repair": stage.rows.repair.pk}, body=LEAST["post_work"]
    ),
    "close_repair": lambda stage: Good(
        stage.cast.tom, {"repair": stage.rows.repair.pk}, body={"outcome": "fixed"}
    ),
    "add_quality_check": _check,
    "add_hardware_report": _report,
    "add_snapshot": lambda stage: Good(
        stage.cast.tom,
        query={"code": stage.rows.device.code},
        body={"type": "Snapshot", "data": {}},
    ),
    "add_wipe_report": lambda stage: Good(
        stage.cast.tom, body=Log().text(), media_type="text/plain"
    ),
    "bench_kit": lambda stage: Good(stage.cast.tom, query={"language": "nl"}),
    "device_card": _device,
    "labels": _labels,
    "list_nominations": lambda stage: Good(stage.cast.anna, query={"state": "waiting"}),
    "add_nomination": _drafted,
    "read_nomination": lambda stage: _nomination(stage, "nomination"),
    "change_nomination": lambda stage: _nomination(stage, "draft", {"single_parent": True}),
    "submit_nomination": lambda stage: _nomination(stage, "draft"),
    "withdraw_nomination": lambda stage: _nomination(stage, "nomination", {"because": "moved"}),
    "decide_nomination": lambda stage: _nomination(stage, "submitted", {"decision": "no_ground"}),
    "review_nomination": _review,
    "ask_exception": _exception,
    "approve_exception": _approval,
    "refuse_exception": _approval,
    "transfer_nomination": _transfer,
    "give_up_line": _giving_up,
    "list_institutions": lambda stage: Good(stage.cast.anna),
    "add_institution": lambda stage: Good(stage.cast.paula, body=INSTITUTION),
    "withdraw_institution": lambda stage: _nomination(stage, "institution", {"because": "mistake"}),
    "refuse_institution": lambda stage: Good(
        stage.cast.anna,
        {"reference": stage.rows.institution.reference},
        body={"because": "not_public"},
    ),
    "read_institution_quota": lambda stage: Good(stage.cast.anna),
    "set_institution_quota": lambda stage: Good(
        stage.cast.anna, body={"machines": 3, "reason": "agreed with the services"}
    ),
    "read_institution": lambda stage: _nomination(stage, "institution"),
    "list_referrals": lambda stage: Good(stage.cast.anna),
    "read_referral": lambda stage: Good(stage.cast.anna, {"pk": stage.rows.referral.pk}),
    "add_referral": lambda stage: _nomination(stage, "nomination", {"service": "training"}),
    "take_referral_step": lambda stage: Good(
        stage.cast.paula,
        {"pk": stage.rows.referral.pk},
        body={"step": "withdraw", "outcome": "not_wanted"},
    ),
    "add_proof": lambda stage: _nomination(stage, "nomination", LEAST["post_proof"]),
    "read_waiting_list": lambda stage: Good(stage.cast.anna, query={"page_size": 1}),
    "add_run": lambda stage: Good(stage.cast.anna),
    "read_run": lambda stage: Good(stage.cast.anna, {"number": stage.rows.run.number}),
    "confirm_run": lambda stage: Good(stage.cast.anna, {"number": stage.rows.run.number}, body={}),
    "add_allocation": _allocation,
    "release_allocation": lambda stage: Good(
        stage.cast.anna, {"allocation": stage.rows.allocation.pk}, body={"reason": "x"}
    ),
    "list_appointments": lambda stage: Good(stage.cast.anna, query={"state": "booked"}),
    "list_slots": lambda stage: Good(stage.cast.paula, query={"place": "ATELIER"}),
    "read_appointment": _appointment,
    "add_appointment": _booking,
    "move_appointment": lambda stage: _appointment(stage, {"starts_at": _free_time(stage)}),
    "cancel_appointment": lambda stage: _appointment(stage, {"reason": "household"}),
    "miss_appointment": _appointment,
    "add_handover": _handover,
    "add_return": _return,
    "add_consignment": _consignment,
    "receive_consignment": _reception,
    "add_delivery_reports": _reports,
    "verify_receipt": lambda stage: Good(stage.cast.tom, query={"token": stage.rows.receipt.token}),
    "receipt_pdf": _receipt,
}
