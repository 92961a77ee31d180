"""Tell a report's format from its content, never from a file name."""

import re
from enum import StrEnum

from inventory.hardware.loose_json import LooseJson
from inventory.hardware.lshw import looks_like_lshw


class ReportFormat(StrEnum):
    """The formats that can be read, under the names that are stored."""

    DMIDECODE = "dmidecode"
    LSHW_JSON = "lshw-json"
    LSHW_XML = "lshw-xml"
    WORKBENCH_SNAPSHOT = "workbench-snapshot"
    INXI_JSON = "inxi-json"
    TECHAID_JSON = "techaid-json"
    WINDOWS_JSON = "windows-json"
    MACOS_JSON = "macos-json"
    SMARTCTL_JSON = "smartctl-json"
    LSBLK_JSON = "lsblk-json"
    NVME_LIST_JSON = "nvme-list-json"
    HDPARM = "hdparm"
    BATTERY = "battery"
    EDID = "edid"
    UNKNOWN = "unknown"


_DMIDECODE = re.compile(
    r"^#?[ \t]*dmidecode(?:\.exe)? v?\d|^[ \t]*Handle 0x[0-9A-Fa-f]+(?:, |\n[ \t]*)DMI type \d"
    r"|^(?:System|Base Board|Chassis) Information[ \t]*\n[ \t]+Manufacturer:",
    re.MULTILINE,
)


def is_dmidecode(text: str) -> bool:
    """Say whether a text was printed by dmidecode; a cut or damaged one need only show a handle."""
    return _DMIDECODE.search(text) is not None


# What nwipe's own lines begin with; those of other tools name neither.
_WIPE_LOG = re.compile(
    r"^\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\]\s+[a-z]+:.{0,40}\b(?:nwipe|ShredOS)\b",
    re.MULTILINE | re.I,
)


def is_wipe_log(text: str) -> bool:
    """Say whether a text looks like a log of nwipe's, which tells of a wipe and of no machine."""
    return _WIPE_LOG.search(text) is not None


def is_lshw_json(document: LooseJson) -> bool:
    """Say whether a JSON document holds nodes of lshw's, in any of its shapes."""
    return bool(document.objects) and looks_like_lshw(document.objects[0])
