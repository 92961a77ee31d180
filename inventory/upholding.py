"""Proof stays with the disk: what follows when a fact shows a drive that is not sanitised.

The fact itself is recorded by others, whatever it shows.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from inventory.lifecycle import State, Transition
from inventory.models import Device, DeviceEvent, Incident
from inventory.models.drive import DriveStatus
from inventory.models.incident import IncidentKind
from inventory.moving import move_device
from inventory.stock import standings_of
from refurb.accounts.models import Membership

KIND_OF = {
    State.ALLOCATED: IncidentKind.UNSANITISED_ASIDE,
    State.DELIVERED: IncidentKind.UNSANITISED_OUT,
}


@transaction.atomic
def uphold_proof(facts: Collection[DeviceEvent], *, actor: Membership) -> None:
    """Take devices off the shelf whose drives turn out not to be sanitised, by the newest facts.

    One that is set aside or delivered stays where it is, and an incident is opened. Called inside
    an act's transaction, with the devices as they are under their locks. No query when none of
    them matters.
    """
    held = {State.READY, *KIND_OF}
    newest = {event.device_id: event for event in facts if event.device.state in held}
    if not newest:
        return
    rows = Device.objects.to_be_judged().filter(pk__in=newest, state__in=held)
    for standing in standings_of(list(rows.order_by("pk"))):
        device = standing.device
        present = [drive for drive in standing.drives if drive.status == DriveStatus.PRESENT]
        arrived = [drive.arrived_id for drive in present if drive.pk in standing.faults]
        if not arrived:
            continue
        if device.state == State.READY:
            move_device(device, Transition.START_WIPE, actor=actor)
        else:
            _open_incident(device, newest[device.pk], max(arrived))


def _open_incident(device: Device, fact: DeviceEvent, since: int) -> None:
    """Open an incident, unless an open one says so since the newest of its drives came."""
    kind = KIND_OF[State(device.state)]
    told = Incident.objects.filter(device=device, kind=kind, resolved_at=None, opened__gte=since)
    if not told.exists():
        Incident.objects.create(device=device, kind=kind, opened=fact)
