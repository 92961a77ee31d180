"""What the page of a row of similar machines shows: how far it is, and what was scanned last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.labelled import devices_with_serial
from inventory.models import Device, Intake
from inventory.unpacking import last_of
from refurb.accounts.models import Membership
from refurb.web.steps import Step, steps_up_to

STEPS = (_("Donor and donation"), _("What is the same"), _("Labels"), _("One by one"))
RECENT, MOST_TWINS = 10, 5


def steps_at(number: int) -> list[Step]:
    """Say which of the four steps is being done, counted from 1."""
    return steps_up_to(STEPS, number - 1)


@dataclass(frozen=True)
class IntakePage:
    """One row of machines, for one reader."""

    intake: Intake
    actor: Membership

    @cached_property
    def received(self) -> int:
        """Count the machines that are in."""
        return self.intake.devices.count()

    @property
    def is_full(self) -> bool:
        """Say whether as many are in as were announced."""
        return self.received >= self.intake.planned

    @cached_property
    def recent(self) -> list[Device]:
        """List what was scanned last, by whomever."""
        return list(self.intake.devices.order_by("-pk")[:RECENT])

    @cached_property
    def missing(self) -> list[str]:
        """List the announced serial numbers that nobody has scanned yet."""
        if not self.intake.expected_serials:
            return []
        scanned = self.intake.devices.values_list("serial_number", flat=True)
        known = {serial.upper() for serial in scanned}
        return [one for one in self.intake.expected_serials if one.upper() not in known]

    @cached_property
    def last(self) -> Device | None:
        """Find what this person can still undo."""
        return None if self.intake.finished_at else last_of(self.intake, self.actor)


@dataclass(frozen=True)
class Twins:
    """The devices that have a serial number already; others' are counted, never shown."""

    shown: list[Device]
    hidden: int

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


NO_TWINS = Twins([], 0)


def twins_of(serial: str, actor: Membership, *, but: Device | None = None) -> Twins:
    """Find the devices with this serial number but one, shown to those who may see them."""
    if not serial.strip() or "\0" in serial:
        return NO_TWINS
    others = Device.objects.exclude(pk=but.pk) if but else Device.objects.all()
    same: QuerySet[Device] = devices_with_serial(others, serial)
    mine = devices_with_serial(others.visible_to(actor), serial).select_related("holder")
    shown = list(mine[:MOST_TWINS])
    return Twins(shown, same.exclude(pk__in=[one.pk for one in shown]).count())
