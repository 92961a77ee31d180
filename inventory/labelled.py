"""Read side of labels: which device one leads to, and what is printed on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from inventory.labels import LabelContent
from inventory.models import Device, DeviceQuerySet, Label, LabelShift
from refurb.accounts.models import Membership, Organisation


def device_with_label(rows: DeviceQuerySet, code: str) -> Device | None:
    """Find a device by its own code, else by another label that was put on it."""
    return rows.filter(code=code).first() or rows.filter(labels__code=code).first()


def devices_with_serial(rows: DeviceQuerySet, serial: str) -> DeviceQuerySet:
    """Keep the devices with a serial number, in the spellings that people and tools use."""
    typed = serial.strip()
    return rows.filter(serial_number__in={typed, typed.upper(), typed.lower()} - {""}).order_by(
        "pk"
    )


def label_url(code: str) -> str:
    """Give the address on a device's label; any host leads here while the path stays."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("label", args=[code]).rstrip("/")


def contents_for(
    codes: Sequence[str], actor: Membership
) -> tuple[list[LabelContent], tuple[str, ...]]:
    """Give what to print for visible devices and for labels still free, and the codes of neither.

    Two queries, whatever their number; in the order asked for.
    """
    devices = Device.objects.visible_to(actor).filter(code__in=codes).select_related("steward")
    found = {
        device.code: _content(device.code, device.steward, device.name)
        for device in devices.only("code", "kind", "manufacturer", "model", "steward")
    }
    others = [code for code in codes if code not in found]
    if others:
        free = Label.objects.visible_to(actor).free().filter(code__in=others)
        found |= {
            label.code: _content(label.code, label.batch.organisation)
            for label in free.select_related("batch__organisation")
        }
    missing = tuple(code for code in others if code not in found)
    return [found[code] for code in codes if code in found], missing


def _content(code: str, owner: Organisation, model: str = "") -> LabelContent:
    return LabelContent(code, label_url(code), model, owner.name, owner.phone)


def shift_of(actor: Membership, format_code: str) -> tuple[Decimal, Decimal]:
    """Give how far the actor's workshop moves its prints of this format, in mm right and down."""
    known = LabelShift.objects.filter(organisation=actor.organisation_id, format_code=format_code)
    found: tuple[Decimal, Decimal] | None = known.values_list("right_mm", "down_mm").first()
    return found or (Decimal(0), Decimal(0))
