"""Hardware reports as dmidecode and lshw would write them, shortened, of machines that don't exist.

dmidecode never lists drives; lshw does.
"""

from __future__ import annotations

import json
import uuid
from random import Random
from typing import Any

from inventory.kinds import COMPUTERS, Kind
from refurb.demo.dice import happens
from refurb.demo.machines import GIB, Machine

CHASSIS = {
    Kind.LAPTOP: "Notebook",
    Kind.DESKTOP: "Low Profile Desktop",
    Kind.MINI_PC: "Mini PC",
    Kind.ALL_IN_ONE: "All In One",
}
LSHW_CHASSIS = {
    Kind.LAPTOP: "notebook",
    Kind.DESKTOP: "low-profile",
    Kind.MINI_PC: "mini",
    Kind.ALL_IN_ONE: "all-in-one",
}
VENDORS = {
    "Lenovo": "LENOVO",
    "Dell": "Dell Inc.",
    "Fujitsu": "FUJITSU CLIENT COMPUTING LIMITED",
    "Apple": "Apple Inc.",
}


def can_report(machine: Machine) -> bool:
    """Say whether somebody could start the tools on it."""
    return machine.kind in COMPUTERS


def write_report(machine: Machine, rng: Random) -> bytes:
    """Write one of the two reports of a computer."""
    identity = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    write = write_lshw if happens(rng, 0.6) else write_dmidecode
    return write(machine, identity, password="Enabled" if happens(rng, 0.07) else "Disabled")


def _names(machine: Machine) -> tuple[str, str, str]:
    """Give vendor, product and version; Lenovo keeps the name on the lid in the version."""
    model = machine.model
    vendor = VENDORS.get(model.maker, model.maker)
    if model.maker == "Lenovo":
        return vendor, f"20DEMO{machine.serial[-4:]}", model.name
    return vendor, model.name, "1.0"


def _cpu(machine: Machine) -> str:
    return machine.cpu.replace("Intel Core", "Intel(R) Core(TM)").replace(
        "Intel Celeron", "Intel(R) Celeron(R)"
    )


def _modules(machine: Machine) -> list[int]:
    """List the slots: two equal modules from 16 GB on, else one and an empty slot."""
    size = machine.memory_bytes or 0
    return [size // 2, size // 2] if size >= 16 * GIB else [size, 0]


def write_dmidecode(machine: Machine, identity: str, password: str) -> bytes:
    """Write what `dmidecode` prints; `password` is the status of the one asked for at the start."""
    vendor, product, version = _names(machine)
    records = [
        (1, "System Information",
         {"Manufacturer": vendor, "Product Name": product, "Version": version,
          "Serial Number": machine.serial, "UUID": identity}),
        (2, "Base Board Information",
         {"Manufacturer": vendor, "Product Name": "0DEMO1", "Serial Number": "Not Specified"}),
        (3, "Chassis Information",
         {"Manufacturer": vendor, "Type": CHASSIS[machine.kind],
          "Serial Number": machine.serial, "Asset Tag": "Not Specified"}),
        (24, "Hardware Security",
         {"Power-On Password Status": password, "Administrator Password Status": "Disabled"}),
        (4, "Processor Information",
         {"Type": "Central Processor", "Version": _cpu(machine),
          "Status": "Populated, Enabled"}),
        *((17, "Memory Device",
           {"Size": f"{size // 2**20} MB" if size else "No Module Installed",
            "Form Factor": "SODIMM", "Locator": f"DIMM {slot}",
            "Type": "DDR4" if size else "Unknown"})
          for slot, size in zip("AB", _modules(machine), strict=True)),
    ]  # fmt: skip
    if machine.kind == Kind.LAPTOP:
        battery = {"Name": "DEMO BAT0", "Design Capacity": "48000 mWh"}
        records.append((22, "Portable Battery", battery))
    return _print_records(records).encode()


def _print_records(records: list[tuple[int, str, dict[str, str]]]) -> str:
    lines = ["# dmidecode 3.5", "Getting SMBIOS data from sysfs.", "SMBIOS 3.1.1 present.", ""]
    for handle, (number, title, values) in enumerate(records, start=1):
        lines += [f"Handle 0x{handle:04X}, DMI type {number}, 27 bytes", title]
        lines += [f"\t{key}: {value}" for key, value in values.items()]
        lines.append("")
    lines += [f"Handle 0x{len(records) + 1:04X}, DMI type 127, 4 bytes", "End Of Table", ""]
    return "\n".join(lines)


def write_lshw(machine: Machine, identity: str, password: str) -> bytes:
    """Write what `lshw -json` prints; `password` as above."""
    vendor, product, version = _names(machine)
    chassis = LSHW_CHASSIS[machine.kind]
    parts = [_memory(machine), {"id": "cpu", "class": "processor", "product": _cpu(machine)}]
    parts.append({"id": "pci", "class": "bridge", "children": _devices(machine, identity)})
    if machine.kind == Kind.LAPTOP:
        parts.append({"id": "battery", "class": "power", "product": "DEMOBAT0", "capacity": 48000})
    tree = {
        "id": "live",
        "class": "system",
        "description": "Computer",
        "product": product,
        "vendor": vendor,
        "version": version,
        "serial": machine.serial,
        "configuration": {
            "administrator_password": "disabled",
            "chassis": chassis,
            "power-on_password": password.casefold(),
            "uuid": identity,
        },
        "children": [{"id": "core", "class": "bus", "vendor": vendor, "children": parts}],
    }
    return json.dumps(tree, indent=2).encode()


def _memory(machine: Machine) -> dict[str, Any]:
    banks = [
        {"id": f"bank:{slot}", "class": "memory", "description": "SODIMM DDR4", "size": size}
        if size
        else {"id": f"bank:{slot}", "class": "memory", "description": "[empty]"}
        for slot, size in enumerate(_modules(machine))
    ]
    return {
        "id": "memory",
        "class": "memory",
        "description": "System Memory",
        "size": machine.memory_bytes,
        "children": banks,
    }


def _devices(machine: Machine, identity: str) -> list[dict[str, Any]]:
    # 02:… is a locally administered address: no maker's.
    mac = ":".join(["02", *(identity[place : place + 2] for place in (0, 2, 4, 6, 9))])
    return [
        {
            "id": "network",
            "class": "network",
            "description": "Wireless interface",
            "product": "Wireless-AC 8265",
            "businfo": "pci@0000:03:00.0",
            "serial": mac,
            "configuration": {"wireless": "IEEE 802.11"},
        },
        *_drives(machine),
    ]


def _drives(machine: Machine) -> list[dict[str, Any]]:
    drive = machine.drive
    if drive is None:
        return []
    known = {"product": drive.model, "serial": machine.drive_serial}
    disk = {"class": "disk", "size": drive.size_bytes}
    if drive.technology == "nvme":
        space = disk | {"id": "namespace:1", "businfo": "nvme@0:1", "logicalname": "/dev/nvme0n1"}
        about = {"id": "nvme", "class": "storage", "configuration": {"driver": "nvme"}}
        return [about | known | {"businfo": "pci@0000:05:00.0", "children": [space]}]
    if drive.technology == "emmc":
        number = str(int(machine.drive_serial, 16))
        return [disk | {"id": "mmc", "logicalname": "/dev/mmcblk0"} | known | {"serial": number}]
    sata = {"id": "sata", "class": "storage", "businfo": "pci@0000:00:17.0"}
    if drive.technology == "hdd":
        disk |= {"capabilities": {"7200rpm": "7200 rotations per minute"}}
    found = disk | known | {"id": "disk", "businfo": "scsi@0:0.0.0", "logicalname": "/dev/sda"}
    return [sata | {"configuration": {"driver": "ahci"}, "children": [found]}]
