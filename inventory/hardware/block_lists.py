"""Read lists of drives: `lsblk -J` and `nvme list -o json`.

lsblk cuts models at 16 characters, and without udev or root it knows no serial number; its sizes
are exact only as numbers (`-b`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inventory.hardware.facts import DriveFacts, Fact, Technology
from inventory.hardware.loose_json import Json
from inventory.hardware.placeholders import text_fact
from inventory.hardware.virtual import is_virtual_drive
from inventory.hardware.wording import tidy, whole_number

type Members = dict[str, Json]

LSBLK, NVME = "lsblk", "nvme"
_NO_DRIVE = re.compile(r"^(?:/dev/)?(?:sr\d|fd\d|loop|ram|zram|mmcblk\d+(?:boot\d|rpmb))")
_WHOLE = re.compile(r"^(?:/dev/)?(?:sd[a-z]+|hd[a-z]|vd[a-z]+|mmcblk\d+|nvme\d+n\d+)$")
_TRUE = (True, "1", 1, "true")


def is_lsblk(members: Members) -> bool:
    """Say whether a JSON object is lsblk's."""
    return isinstance(members.get("blockdevices"), list)


def is_nvme_list(members: Members) -> bool:
    """Say whether a JSON object is nvme's list; it may be an empty one."""
    devices = members.get("Devices")
    if not isinstance(devices, list):
        return False
    return all(isinstance(one, dict) and _is_nvme_row(one) for one in devices)


def _is_nvme_row(row: Members) -> bool:
    return "DevicePath" in row or "ModelNumber" in row or "Subsystems" in row


def drives_of_lsblk(members: Members) -> Iterator[DriveFacts]:
    """Yield the internal drives; partitions, loops, sticks and empty readers are left out."""
    devices = members.get("blockdevices")
    for one in devices if isinstance(devices, list) else ():
        if isinstance(one, dict) and _is_internal(one):
            yield _block_drive(one)


def _is_internal(one: Members) -> bool:
    name = tidy(one.get("path") or one.get("name"))
    if _NO_DRIVE.match(name) or not _WHOLE.match(name):
        return False
    if one.get("type") not in (None, "disk") or one.get("rm") in _TRUE:
        return False
    return tidy(one.get("tran")).casefold() != "usb" and one.get("size") not in (0, "0", "0B")


def _block_drive(one: Members) -> DriveFacts:
    path = tidy(one.get("path") or one.get("name"))
    size = whole_number(one.get("size"))
    return DriveFacts(
        serial_number=_serial(one.get("serial"), LSBLK),
        model=text_fact(one.get("model"), LSBLK, "model"),
        size_bytes=Fact[int](value=size, raw=tidy(one.get("size")), source=LSBLK),
        technology=_technology(one, path),
        wwn=text_fact(one.get("wwn"), LSBLK, "serial"),
        device_name=path if path.startswith("/dev/") else f"/dev/{path}",
    )


def _serial(raw: Json, source: str) -> Fact[str]:
    found = text_fact(raw, source, "serial")
    return found.model_copy(update={"value": None}) if is_virtual_drive(found.raw) else found


def _technology(one: Members, path: str) -> Fact[Technology]:
    spins = one.get("rota")
    found: Technology = "unknown"
    if "nvme" in path:
        found = "nvme"
    elif "mmcblk" in path:
        found = "emmc"
    elif spins is not None:
        found = "hdd" if spins in _TRUE else "ssd"
    return Fact[Technology](value=found, raw=tidy(spins), source=LSBLK)


def drives_of_nvme(members: Members) -> Iterator[DriveFacts]:
    """Yield a drive for each serial number: the list has a row for each namespace."""
    found: dict[str, list[Members]] = {}
    for host in _members(members, "Devices"):
        for one in [host] if "DevicePath" in host else _nested_rows(host):
            key = tidy(one.get("SerialNumber")) or tidy(one["DevicePath"])
            found.setdefault(key, []).append(one)
    for rows in found.values():
        yield _nvme_drive(rows)


def _nested_rows(host: Members) -> Iterator[Members]:
    """Yield rows as of old from the tree that nvme-cli 2.11 and newer print (older with -v).

    A controller has the serial number, its namespaces the sizes; where several controllers share
    them, they stand beside the controllers. What is reached through a network is in no machine.
    """
    for subsystem in _members(host, "Subsystems"):
        for one in _members(subsystem, "Controllers"):
            if tidy(one.get("Transport")).casefold() not in {"", "pcie"}:
                continue
            spaces = [*_members(one, "Namespaces")] or [*_members(subsystem, "Namespaces")]
            for space in spaces or [{"NameSpace": one.get("Controller")}]:
                path = f"/dev/{tidy(space.get('NameSpace'))}"
                yield one | {"DevicePath": path, "PhysicalSize": space.get("PhysicalSize")}


def _members(parent: Members, name: str) -> Iterator[Members]:
    rows = parent.get(name)
    return (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))


def _nvme_drive(rows: list[Members]) -> DriveFacts:
    first = rows[0]
    total = sum(whole_number(row.get("PhysicalSize")) or 0 for row in rows)
    return DriveFacts(
        serial_number=_serial(first.get("SerialNumber"), NVME),
        model=text_fact(first.get("ModelNumber"), NVME, "model"),
        size_bytes=Fact[int](
            value=whole_number(total), raw=tidy(first.get("PhysicalSize")), source=NVME
        ),
        technology=Fact[Technology](value="nvme", raw="nvme", source=NVME),
        device_name=tidy(first.get("DevicePath")),
    )
