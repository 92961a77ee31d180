"""Hardware reports in, facts out: `read_report` takes any bytes and never raises.

A report is decoded, recognised by its content, read leniently and judged: placeholders, masks and
virtual machines are told from machines. Nothing is stored here, and nothing is compared with what
people typed.
"""

from dataclasses import dataclass

from inventory.hardware import block_lists, smartctl
from inventory.hardware.decode import MAX_BYTES, decode
from inventory.hardware.dmi_facts import judge_dump
from inventory.hardware.dmidecode import read_dump
from inventory.hardware.doubts import doubts
from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts
from inventory.hardware.identity import Identity, drive_key, identity_candidates, same_model
from inventory.hardware.loose_json import Json, LooseJson, read_loose_json
from inventory.hardware.lshw import plant
from inventory.hardware.lshw_drives import MAX_DRIVES
from inventory.hardware.lshw_facts import judge_tree
from inventory.hardware.sniff import ReportFormat, is_dmidecode, is_lshw_json
from inventory.hardware.warnings import WARNINGS

__all__ = [
    "MAX_BYTES",
    "PARSER_VERSION",
    "WARNINGS",
    "DriveFacts",
    "Fact",
    "HardwareFacts",
    "Identity",
    "ReadReport",
    "ReportFormat",
    "drive_key",
    "identity_candidates",
    "read_report",
    "same_model",
]

PARSER_VERSION = 2
"""Raise it whenever the same bytes may give other facts: reports read before are then reread."""


@dataclass(frozen=True)
class ReadReport:
    """What was understood of one report; `facts` is None when it describes no machine.

    `tool_version` is "" where the tool doesn't say (lshw never does). `warnings` are keys of
    WARNINGS, in the order in which they should be shown.
    """

    format: ReportFormat
    tool_version: str
    facts: HardwareFacts | None
    warnings: tuple[str, ...]


def read_report(raw: bytes) -> ReadReport:
    """Read any bytes as a hardware report. Never raises: what isn't understood is a warning."""
    if len(raw) > MAX_BYTES:
        return _nothing("too_large")
    text = decode(raw)
    if not text.strip():
        return _nothing("empty")
    document = read_loose_json(text)
    if is_lshw_json(document):
        return _read_lshw(document)
    if document.objects and (read := _read_drives(document)) is not None:
        return read
    if is_dmidecode(text):
        return _read_dmidecode(text)
    return _nothing("too_deep" if document.is_too_deep else "unknown_format")


def _nothing(warning: str) -> ReadReport:
    return ReadReport(ReportFormat.UNKNOWN, "", None, (warning,))


def _read_dmidecode(text: str) -> ReadReport:
    dump = read_dump(text)
    facts = judge_dump(dump)
    states = {
        "run_as_root": dump.lacks_access,
        "cut": dump.is_cut,
        "damaged_tables": dump.is_damaged,
        "nothing_found": facts is None and not dump.lacks_access,
    }
    warnings = [code for code, holds in states.items() if holds]
    if facts is not None:
        warnings.extend(doubts(facts))
    return ReadReport(ReportFormat.DMIDECODE, dump.tool_version, facts, tuple(warnings))


def _read_drives(document: LooseJson) -> ReadReport | None:
    """Read what a tool that looks at drives alone printed; None when it is none of theirs."""
    first = document.objects[0]
    if smartctl.is_smartctl(first):
        shown = [one for one in document.objects if smartctl.is_smartctl(one)]
        return _read_smartctl(shown, document)
    if block_lists.is_lsblk(first):
        found = tuple(block_lists.drives_of_lsblk(first))
        return _of_drives(ReportFormat.LSBLK_JSON, "", found, document)
    if block_lists.is_nvme_list(first):
        found = tuple(block_lists.drives_of_nvme(first))
        return _of_drives(ReportFormat.NVME_LIST_JSON, "", found, document)
    return None


def _read_smartctl(shown: list[dict[str, Json]], document: LooseJson) -> ReadReport:
    version = smartctl.tool_version(shown[0])
    if all(map(smartctl.is_scan, shown)):
        return ReadReport(ReportFormat.SMARTCTL_JSON, version, None, ("scan_only",))
    inside = [one for one in shown if smartctl.is_internal(one)]
    drives = tuple(drive for one in inside if _is_known(drive := smartctl.drive_of(one)))
    if not drives:
        return ReadReport(ReportFormat.SMARTCTL_JSON, version, None, ("drive_hidden",))
    return _of_drives(ReportFormat.SMARTCTL_JSON, version, drives, document)


def _of_drives(
    form: ReportFormat, version: str, drives: tuple[DriveFacts, ...], document: LooseJson
) -> ReadReport:
    facts = HardwareFacts(drives=drives[:MAX_DRIVES], describes_machine=False)
    cut = ("cut",) if document.is_cut else ()
    return ReadReport(form, version, facts, (*cut, *doubts(facts)))


def _is_known(drive: DriveFacts) -> bool:
    """Tell a drive that may be found again from one of which nothing was learned."""
    return bool(drive.serial_number or drive.model)


def _read_lshw(document: LooseJson) -> ReadReport:
    tree = plant(document)
    facts = judge_tree(tree)
    states = {
        "run_as_root": tree.lacks_access,
        "cut": tree.is_cut,
        "repaired": document.is_repaired and not tree.is_cut,
        "part_of_a_machine": tree.system is None or tree.core is None,
    }
    warnings = [code for code, holds in states.items() if holds]
    return ReadReport(ReportFormat.LSHW_JSON, "", facts, (*warnings, *doubts(facts)))
