"""Read side: request lines and devices in the words of the fit."""

from __future__ import annotations

from collections.abc import Collection

from distribution.fit import Need, Supply
from distribution.models import RequestLine
from distribution.spec import spec_class_of
from distribution.words import LinePurpose
from inventory.earmark import Earmark, earmark_key
from inventory.lifecycle import State
from inventory.models import Device, DeviceQuerySet
from inventory.models.drive import DriveStatus
from inventory.sanitisation import Technology
from refurb.reference import region_of


def earmarks_around(line: RequestLine) -> tuple[str, ...]:
    """List the earmarks that a line is inside of; select its nomination's receiver and service."""
    nomination = line.nomination
    found = [
        earmark_key(Earmark.COMMUNE, commune=nomination.receiver.commune),
        earmark_key(Earmark.ORGANISATION, organisation=nomination.organisation.code),
    ]
    return (*found, Earmark.PUPILS.value) if line.purpose == LinePurpose.SCHOOL else tuple(found)


def need_of(
    line: RequestLine, live: Collection[str] | None = None, *, by_region: bool = True
) -> Need:
    """Put a request line into the words of the fit.

    `live`: the earmarks that any device bears; `by_region`: whether any is held for a region
    alone. Others would only part equal needs into groups.
    """
    around = earmarks_around(line)
    region = region_of(line.nomination.receiver.commune) if by_region else ""
    return Need(
        kinds=tuple(line.kinds),
        keyboard=line.keyboard,
        system_language=line.system_language,
        spec_class=line.spec_class,
        large_screen=line.large_screen,
        screen_reader=line.screen_reader,
        numeric_pad=line.numeric_pad,
        camera=line.camera,
        simplified_setup=line.simplified_setup,
        inside=tuple(one for one in around if live is None or one in live),
        regions=(region,) if region else (),
    )


def ready_devices() -> DeviceQuerySet:
    """List what is ready, oldest first, with what supply_of reads: three queries in all."""
    rows = Device.objects.filter(state=State.READY).order_by("state_since", "pk")
    rows = rows.select_related("holder", "donation__earmark_organisation")
    return rows.prefetch_related("drives", "quality_checks")


def supply_of(device: Device) -> Supply:
    """Put a device into the words of the fit."""
    drives = [drive for drive in device.drives.all() if drive.status == DriveStatus.PRESENT]
    checks = sorted(device.quality_checks.all(), key=lambda check: check.pk)
    return Supply(
        kind=device.kind,
        keyboard=device.keyboard,
        system_language=checks[-1].os_language if checks else "",
        spec_class=spec_class_of(
            cpu_model=device.cpu,
            memory_bytes=device.memory_bytes,
            disks=[(drive.size_bytes, is_solid_state(drive.technology)) for drive in drives],
        ),
        screen_inches=float(device.screen_inches) if device.screen_inches else None,
        has_numeric_pad=device.has_numeric_pad,
        has_camera=device.has_camera,
        earmark=device.donation.earmark_key,
        region=region_held_for(device.holder.own_region_only, device.holder.commune),
    )


def region_held_for(own_region_only: bool, commune: str) -> str:  # noqa: FBT001  two columns
    """Say for which region alone a place holds what is ready there; "" for all."""
    return region_of(commune) if own_region_only else ""


def is_solid_state(technology: str) -> bool | None:
    """Tell whether a drive of this technology is solid; None when that is not known."""
    return None if technology == Technology.UNKNOWN else technology != Technology.HDD
