"""Read what smartctl prints as JSON of one drive, or of several wrapped in a list.

An exit status other than 0 is no failure: bit 2 alone (some command failed) is set for a fifth of
healthy drives. What counts is bit 3, or a status that says so; no status is "unknown", never
"passed".
"""

from __future__ import annotations

import re

from inventory.hardware.facts import DriveFacts, Fact, Health, Technology
from inventory.hardware.loose_json import Json
from inventory.hardware.placeholders import text_fact
from inventory.hardware.virtual import is_virtual_drive
from inventory.hardware.wording import tidy, whole_number

type Members = dict[str, Json]

SOURCE = "smartctl"
FAILING_BIT = 1 << 3
# Reallocated, pending, uncorrectable.
BAD_SECTORS = (5, 197, 198)
LIFE_LEFT = frozenset(
    {
        "Wear_Leveling_Count",
        "Media_Wearout_Indicator",
        "SSD_Life_Left",
        "Percent_Lifetime_Remain",
        "Remaining_Lifetime_Perc",
    }
)
ALL_OF_IT = 100  # percent
MAX_ATTRIBUTES = 100
UNBELIEVABLE = 2**32  # some firmwares pack several counts into one number
_VOLUME = re.compile(r"Volume\d+", re.IGNORECASE)


def is_smartctl(members: Members) -> bool:
    """Say whether a JSON object is smartctl's, of a drive or of a scan.

    What passes it on may have dropped smartctl's own part; a device with a protocol is left then.
    """
    device = members.get("device")
    has_protocol = isinstance(device, dict) and "protocol" in device and "info_name" in device
    return isinstance(members.get("smartctl"), dict) or has_protocol


def is_scan(members: Members) -> bool:
    """Say whether it only lists devices (`smartctl --scan -j`), which tells nothing of them."""
    return "devices" in members and "device" not in members


def tool_version(members: Members) -> str:
    """Give the version of smartctl, "" when it doesn't say."""
    parts = _within(members, "smartctl").get("version")
    return ".".join(map(tidy, parts[:2])) if isinstance(parts, list) else ""


def drive_of(members: Members) -> DriveFacts:
    """Give the drive; without serial and model where a USB bridge hides both."""
    device = _within(members, "device")
    name = tidy(device.get("name"))
    return DriveFacts(
        serial_number=_serial(members),
        model=_model(members),
        size_bytes=_size(members),
        technology=_technology(members, tidy(device.get("protocol")), name),
        device_name=name,
        health=_health(members),
        power_on_hours=_number(_within(members, "power_on_time").get("hours")),
        wear_percent=_wear(members),
        bad_sectors=_bad_sectors(members),
    )


def is_internal(members: Members) -> bool:
    """Say whether this drive may belong to the machine: not when it hangs on a USB bridge."""
    device = _within(members, "device")
    kind = f"{tidy(device.get('type'))} {tidy(device.get('info_name'))}"
    return "usb" not in kind.casefold() and "usb" not in tidy(members.get("vendor")).casefold()


def _within(members: Members, key: str) -> Members:
    inner = members.get(key)
    return inner if isinstance(inner, dict) else {}


def _serial(members: Members) -> Fact[str]:
    found = text_fact(members.get("serial_number"), SOURCE, "serial")
    # Every RAID controller numbers its volumes so, and every virtual machine its disks.
    shared = _VOLUME.fullmatch(found.raw) is not None or is_virtual_drive(found.raw)
    return found.model_copy(update={"value": None}) if shared else found


def _model(members: Members) -> Fact[str]:
    for key in ("model_name", "scsi_model_name", "product"):
        if found := text_fact(members.get(key), SOURCE, "model"):
            return found
    return Fact[str]()


def _size(members: Members) -> Fact[int]:
    spaces = members.get("nvme_namespaces")
    first = spaces[0] if isinstance(spaces, list) and spaces else None
    size = first.get("size") if isinstance(first, dict) else None
    of_space = size.get("bytes") if isinstance(size, dict) else None
    given = (
        _within(members, "user_capacity").get("bytes"),
        members.get("nvme_total_capacity"),
        of_space,
    )
    return next((found for value in given if (found := _number(value))), Fact[int]())


def _number(value: Json) -> Fact[int]:
    number = 0 if value == 0 and not isinstance(value, bool) else whole_number(value)
    return (
        Fact[int]() if number is None else Fact[int](value=number, raw=tidy(value), source=SOURCE)
    )


def _technology(members: Members, protocol: str, name: str) -> Fact[Technology]:
    rotation = members.get("rotation_rate")
    trim = _within(members, "trim").get("supported")
    if protocol.casefold() == "nvme":
        return Fact[Technology](value="nvme", raw=protocol, source=SOURCE)
    if "mmcblk" in name:
        return Fact[Technology](value="emmc", raw=name, source=SOURCE)
    if isinstance(rotation, int) and not isinstance(rotation, bool):
        found: Technology = "hdd" if rotation > 0 else "ssd"
        return Fact[Technology](value=found, raw=tidy(rotation), source=SOURCE)
    if trim is True:
        return Fact[Technology](value="ssd", raw="trim", source=SOURCE)
    return Fact[Technology](value="unknown", source=SOURCE)


def _attributes(members: Members) -> list[Members]:
    table = _within(members, "ata_smart_attributes").get("table")
    rows = table if isinstance(table, list) else []
    return [row for row in rows[:MAX_ATTRIBUTES] if isinstance(row, dict)]


def _wear(members: Members) -> Fact[int]:
    """Give how much of an SSD's rated life is used.

    NVMe drives say so, newer versions of smartctl work it out; else the makers' attributes count
    down from 100 what is left.
    """
    given = (
        _within(members, "nvme_smart_health_information_log").get("percentage_used"),
        _within(members, "endurance_used").get("current_percent"),
    )
    if said := next((found for value in given if (found := _number(value))), None):
        return said
    for row in _attributes(members):
        left = row.get("value")
        if tidy(row.get("name")) not in LIFE_LEFT or not isinstance(left, int):
            continue
        if not isinstance(left, bool) and 0 <= left <= ALL_OF_IT:
            return Fact[int](value=ALL_OF_IT - left, raw=tidy(left), source=SOURCE)
    return Fact[int]()


def _bad_sectors(members: Members) -> Fact[int]:
    """Add up the raw counts; the normalised column says something else with every maker."""
    counts = [
        _number(_within(row, "raw").get("value")).value
        for row in _attributes(members)
        if row.get("id") in BAD_SECTORS
    ]
    known = [count for count in counts if count is not None and count < UNBELIEVABLE]
    if not known:
        return Fact[int]()
    return Fact[int](value=sum(known), raw=" + ".join(map(str, known)), source=SOURCE)


def _health(members: Members) -> Fact[Health]:
    status = _within(members, "smart_status").get("passed")
    exit_status = _within(members, "smartctl").get("exit_status")
    bits = exit_status if isinstance(exit_status, int) else 0
    alarm = _within(members, "nvme_smart_health_information_log").get("critical_warning")
    if status is False or bits & FAILING_BIT or (isinstance(alarm, int) and alarm > 0):
        return Fact[Health](value="failing", raw=f"{status} {bits}", source=SOURCE)
    if status is True:
        return Fact[Health](value="passed", raw="true", source=SOURCE)
    return Fact[Health](value="unknown", raw="", source=SOURCE)
