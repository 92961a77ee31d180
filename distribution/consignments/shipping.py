"""Consignments: send devices together to a partner, and say what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.appointments.following import call_off_idle
from distribution.deliveries import ARRIVED, Arrival, IrregularityCode
from distribution.models import Allocation, Consignment, ConsignmentLine, Irregularity
from inventory.codes import show_code
from inventory.lifecycle import State
from inventory.models import Device
from inventory.moving import append_event, lock_device, take_in
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused

SENT_STATES = frozenset({State.READY, State.ALLOCATED})


class ConsignmentRefused(Refused):
    """The rules refuse this consignment, or what is said of it; `reasons` says why."""


@transaction.atomic
def send_consignment(
    receiver: Organisation, devices: Sequence[Device], *, sent_on: date, actor: Membership
) -> Consignment:
    """Send devices that are ready or set aside, all from one place, and what goes with them.

    Raises ConsignmentRefused with every reason, and then sends nothing.
    """
    found = [lock_device(device) for device in _with_companions(devices)]
    reasons = _why_not(receiver, found, sent_on)
    if reasons:
        raise ConsignmentRefused(*reasons)
    year = timezone.localdate().year % 100
    reference = f"CN-{year:02d}-{next_number(f'consignment:{year}'):04d}"
    consignment = Consignment.objects.create(
        reference=reference,
        sender_id=found[0].holder_id,
        receiver=receiver,
        sent_on=sent_on,
        made_by=actor,
    )
    for device in found:
        _put_in(consignment, device, actor)
    call_off_idle(_nominations(found))
    record(actor, "consignment.sent", reference, count=len(found))
    return consignment


def _nominations(devices: Sequence[Device]) -> set[int]:
    rows = Allocation.objects.open().mains().filter(device__in=devices)
    return set(rows.values_list("line__nomination", flat=True))


def _with_companions(devices: Sequence[Device]) -> list[Device]:
    """Add what goes with them, each once, in the order of their ids: so nobody waits in a ring."""
    wanted = {device.pk: device for device in devices}
    along = Allocation.objects.open().filter(companion_to__device__in=wanted, companion_to__end="")
    wanted |= {each.device_id: each.device for each in along.select_related("device")}
    return [wanted[pk] for pk in sorted(wanted)]


def _why_not(receiver: Organisation, devices: Sequence[Device], sent_on: date) -> list[Reason]:
    found = []
    if not devices:
        found.append(Reason("nothing_sent", _("Choose at least one device.")))
    if sent_on > timezone.localdate():
        found.append(Reason("in_future", _("This day is still to come.")))
    if any(device.holder_id == receiver.pk for device in devices):
        message = _("One of them is there already.")
        found.append(Reason("there_already", message))
    if len({device.holder_id for device in devices}) > 1:
        message = _("They are not all in one place. Send each place's devices apart.")
        found.append(Reason("several_places", message))
    unfit = [device for device in devices if device.state not in SENT_STATES]
    for device in unfit:
        message = _("%(code)s is neither ready nor set aside.")
        found.append(Reason("not_ready", message, {"code": show_code(device.code)}))
    return found


def _put_in(consignment: Consignment, device: Device, actor: Membership) -> None:
    try:
        with transaction.atomic():
            ConsignmentLine.objects.create(consignment=consignment, device=device)
    except IntegrityError:
        message = _("%(code)s is on its way already.")
        reason = Reason("on_its_way", message, {"code": show_code(device.code)})
        raise ConsignmentRefused(reason) from None
    to = consignment.receiver.name
    append_event(device, "device.shipped", actor, to=to, consignment=consignment.reference)


@transaction.atomic
def receive_line(
    line: ConsignmentLine, arrival: Arrival, *, note: str = "", actor: Membership
) -> ConsignmentLine:
    """Say what became of one device; what was missing may turn up later.

    What arrives is held by the receiver from then on; what is missing becomes an irregularity.
    Raises ConsignmentRefused when the actor is not of the receiver, or it was said already.
    """
    device = lock_device(line.device)
    rows = ConsignmentLine.objects.select_for_update(of=("self",))
    line = rows.select_related("consignment__receiver", "device").get(pk=line.pk)
    _check_arrival(line, arrival, note, actor)
    line.arrival, line.note = arrival, note.strip()
    line.settled_at, line.settled_by = timezone.now(), actor
    line.save(update_fields=["arrival", "note", "settled_at", "settled_by"])
    if arrival in ARRIVED:
        take_in(device, line.consignment.receiver, actor=actor)
    else:
        _open_missing(line, actor)
    _close_when_settled(line.consignment, actor)
    return line


def _check_arrival(line: ConsignmentLine, arrival: Arrival, note: str, actor: Membership) -> None:
    found = []
    is_receiver = actor.organisation_id == line.consignment.receiver_id
    if not (is_receiver or actor.may(Permission.ALLOCATE)):
        message = _("Only who receives it can say that it arrived.")
        found.append(Reason("not_receiver", message))
    is_found_again = line.arrival == Arrival.MISSING and arrival in ARRIVED
    if line.arrival and not is_found_again:
        found.append(Reason("settled", _("This was said already. Look again.")))
    if arrival == Arrival.DAMAGED and not note.strip():
        found.append(Reason("note_missing", _("Say what is wrong with it.")))
    if found:
        raise ConsignmentRefused(*found)


def _open_missing(line: ConsignmentLine, actor: Membership) -> None:
    consignment = line.consignment
    standing = Allocation.objects.open().filter(device=line.device).select_related("made_by")
    allocation = standing.first()
    Irregularity.objects.create(
        code=IrregularityCode.MISSING,
        facts={"consignment": consignment.reference},
        device=line.device,
        sent_in=line,
        owner=allocation.made_by if allocation else None,
        opened_by=actor,
    )
    record(actor, "irregularity.opened", line.device.code, code=IrregularityCode.MISSING)


def _close_when_settled(consignment: Consignment, actor: Membership) -> None:
    if consignment.lines.filter(arrival="").exists():
        return
    closed = Consignment.objects.filter(pk=consignment.pk, closed_at=None)
    if closed.update(closed_at=timezone.now()):
        count = consignment.lines.filter(arrival__in=ARRIVED).count()
        record(actor, "consignment.received", consignment.reference, count=count)


@transaction.atomic
def receive_the_rest(consignment: Consignment, *, actor: Membership) -> int:
    """Say that all that is still on its way has arrived; give how many. Raises as receive_line."""
    lines = list(consignment.lines.filter(arrival="").select_related("device").order_by("device"))
    for line in lines:
        receive_line(line, Arrival.RECEIVED, actor=actor)
    return len(lines)
