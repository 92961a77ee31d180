"""Devices: the list, one of them, its history."""

from datetime import datetime, timedelta
from typing import Annotated

from django.db import models
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, JsonValue

from inventory.api.asking import Reference, visible_device
from inventory.api.shapes import DeviceRow, DeviceShown, show_device, show_row
from inventory.codes import InvalidCode, parse_code
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device, DeviceEvent, DeviceQuerySet
from inventory.stock import load_standing
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.shapes import Asked, Shown, Words

router = Router(tags=["Devices"])
MOST_DAYS = 36500


class DeviceFilters(Asked):
    """Which devices."""

    state: State | None = None
    kind: Kind | None = None
    q: Annotated[
        Words | None, Field(max_length=300, description="Code, maker, model, serial or shelf")
    ] = None
    donation: Annotated[Reference | None, Field(description="Its reference")] = None
    holder: Annotated[Reference | None, Field(description="Code of who has them")] = None
    stuck_days: Annotated[
        int | None, Field(ge=0, le=MOST_DAYS, description="Longer than this in their state")
    ] = None

    def narrow(self, rows: DeviceQuerySet) -> DeviceQuerySet:
        """Keep the devices that are asked for."""
        found = {
            "state": self.state,
            "kind": self.kind,
            "donation__reference": self.donation and self.donation.upper(),
            "holder__code": self.holder and self.holder.upper(),
        }
        rows = rows.filter(**{name: value for name, value in found.items() if value})
        if self.stuck_days is not None:
            since = timezone.now() - timedelta(days=self.stuck_days)
            rows = rows.filter(state_since__lt=since)
        return _search(rows, self.q) if self.q else rows


def _search(rows: DeviceQuerySet, typed: str) -> DeviceQuerySet:
    try:
        return rows.filter(code=parse_code(typed))
    except InvalidCode:
        return rows.filter(search__folded=typed)


@router.get(
    "devices", response=Page[DeviceRow], summary="List devices", operation_id="list_devices"
)
@allow(Permission.SEE_DEVICES)
def list_devices(
    request: SignedInRequest, filters: Query[DeviceFilters], paging: Query[Paging]
) -> Page[DeviceRow]:
    """List the devices that the organisation stewards or holds, newest first; or all of them."""
    rows = Device.objects.visible_to(request.actor).select_related("donation", "steward", "holder")
    rows = filters.narrow(rows).fetch_mode(models.FETCH_RAISE)
    return page_of(rows, ["-received_at"], paging, show_row)


@router.get(
    "devices/{code:code}",
    response=DeviceShown,
    summary="Read a device",
    operation_id="read_device",
)
@allow(Permission.SEE_DEVICES)
def read_device(request: SignedInRequest, code: str) -> DeviceShown:
    """Read a device with drives, the newest erasure of each, open repairs and transitions."""
    rows = Device.objects.select_related("donation", "steward", "holder")
    device = visible_device(request.actor, code, rows)
    return show_device(load_standing(device), request.actor)


class EventShown(Shown):
    """What happened: a verb and facts for programs, a sentence for people."""

    id: int
    at: datetime
    verb: str
    before: str
    after: str
    facts: dict[str, JsonValue]
    sentence: str
    by: str
    organisation: str


@router.get(
    "devices/{code:code}/events",
    response=Page[EventShown],
    summary="Read a device's history",
    operation_id="list_events",
)
@allow(Permission.SEE_DEVICES)
def list_events(request: SignedInRequest, code: str, paging: Query[Paging]) -> Page[EventShown]:
    """List what happened to a device, oldest first, in the server's order."""
    device = visible_device(request.actor, code)
    rows = DeviceEvent.objects.filter(device=device)
    rows = rows.select_related("actor__user", "actor__organisation")
    return page_of(rows.fetch_mode(models.FETCH_RAISE), ["pk"], paging, show_event)


def show_event(event: DeviceEvent) -> EventShown:
    """Show an event; select its actor's user and organisation."""
    return EventShown(
        id=event.pk,
        at=event.at,
        verb=event.verb,
        before=event.before,
        after=event.after,
        facts=event.facts,
        sentence=event.sentence,
        by=event.by,
        organisation=event.actor.organisation.code if event.actor else "",
    )
