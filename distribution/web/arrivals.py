"""A consignment as its page and its packing list show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from distribution.consignments.packing_list import PackedItem, PackingList
from distribution.deliveries import ARRIVED, IrregularityCode
from distribution.models import (
    Allocation,
    Consignment,
    ConsignmentLine,
    DeliveryReport,
    Irregularity,
)
from distribution.words import AllocationEnd
from inventory.codes import show_code
from inventory.lifecycle import State
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class Row:
    """One device of a consignment, and what became of it afterwards."""

    line: ConsignmentLine
    allocation: Allocation | None = None  # the newest one since it was sent, of a machine
    goes_with: str = ""  # the code of its machine, for a companion
    report: DeliveryReport | None = None

    @property
    def is_to_deliver(self) -> bool:
        """Say whether it has arrived and its household still waits for it."""
        standing = self.allocation is not None and self.allocation.ended_at is None
        return self.line.has_arrived and standing

    @property
    def is_delivered(self) -> bool:
        """Say whether it reached its household."""
        ended = self.allocation.end if self.allocation else ""
        return ended == AllocationEnd.HANDED_OVER


def rows_of(consignment: Consignment) -> list[Row]:
    """List its devices, in the order of their codes: three queries, whatever their number."""
    lines = list(consignment.lines.select_related("device").order_by("device__code"))
    devices = [line.device_id for line in lines]
    since = Allocation.objects.filter(device__in=devices).order_by("pk")
    since = since.select_related("companion_to__device")
    newest = {each.device_id: each for each in since if _counts(each, consignment)}
    told = DeliveryReport.objects.filter(allocation__in=[each.pk for each in newest.values()])
    reports = {each.allocation_id: each for each in told.order_by("pk")}
    return [_row(line, newest.get(line.device_id), reports) for line in lines]


def _counts(allocation: Allocation, consignment: Consignment) -> bool:
    return allocation.ended_at is None or allocation.ended_at >= consignment.made_at


def _row(
    line: ConsignmentLine, allocation: Allocation | None, reports: dict[int, DeliveryReport]
) -> Row:
    if allocation is None:
        return Row(line)
    if allocation.companion_to is not None:
        return Row(line, goes_with=allocation.companion_to.device.code)
    return Row(line, allocation, report=reports.get(allocation.pk))


def consignment_context(consignment: Consignment, actor: Membership) -> dict[str, Any]:
    """Give the page its rows and counts; a partner sees no name here, only on each delivery."""
    rows = rows_of(consignment)
    machines = [row for row in rows if row.allocation is not None]
    is_receiver = actor.organisation_id == consignment.receiver_id
    return {
        "consignment": consignment,
        "rows": rows,
        "open": sum(not row.line.arrival for row in rows),
        "machines": len(machines),
        "delivered": sum(row.is_delivered for row in machines),
        "may_receive": is_receiver or actor.may(Permission.ALLOCATE),
    }


def packing_list(consignment: Consignment) -> PackingList:
    """Put a consignment into words for its paper."""
    rows = rows_of(consignment)
    day = date_format(consignment.sent_on, "SHORT_DATE_FORMAT")
    path = reverse("consignment", args=[consignment.reference])
    return PackingList(
        title=_("Packing list %(reference)s") % {"reference": consignment.reference},
        lead=_("Sent on %(day)s, devices: %(count)s, to") % {"day": day, "count": len(rows)},
        sender=consignment.sender.name,
        receiver=consignment.receiver.name,
        headings=(_("Code"), _("Device"), _("Goes with"), _("Received")),
        items=tuple(_packed(row) for row in rows),
        url=settings.PUBLIC_URL.rstrip("/") + path,
        signed=(_("Packed by"), _("Received by")),
        language=get_language() or "en",
    )


def _packed(row: Row) -> PackedItem:
    device = row.line.device
    return PackedItem(
        code=show_code(device.code),
        name=device.name,
        kind=str(device.get_kind_display()),
        serial_number=device.serial_number,
        note=show_code(row.goes_with) if row.goes_with else "",
    )


def consignment_of(allocation: Allocation, actor: Membership) -> str:
    """Name the consignment in which a device came to the actor's organisation, if in one."""
    rows = ConsignmentLine.objects.filter(device=allocation.device_id, arrival__in=ARRIVED)
    mine = rows.filter(consignment__receiver=actor.organisation_id).order_by("-pk")
    return mine.values_list("consignment__reference", flat=True).first() or ""


def facts_in_words(irregularity: Irregularity) -> list[tuple[str, str]]:
    """Say the facts of an irregularity: devices by their codes, states by their words."""
    names = {
        "set_aside": _("Set aside"),
        "delivered": _("Delivered"),
        "end": _("The allocation had ended"),
        "state": _("By our records it was"),
        "reasons": _("Unmet conditions"),
    }
    told = dict(irregularity.facts)
    told.pop("consignment", None)  # the page links to it
    if irregularity.code != IrregularityCode.OTHER:
        told.pop("reasons", None)  # what it is called says it already
    return [(str(names.get(key, key)), _fact(key, value)) for key, value in told.items()]


def _fact(key: str, value: Any) -> str:
    if key in {"set_aside", "delivered"}:
        return show_code(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    words = AllocationEnd if key == "end" else State
    return str(dict(words.choices).get(value, value))
