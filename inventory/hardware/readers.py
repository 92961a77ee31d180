"""Choose the reader of a report by what stands in it, and say what to know of what was read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from inventory.hardware import batteries, block_lists, edid, flat_json, hdparm, macos, smartctl
from inventory.hardware.dmi_facts import judge_dump
from inventory.hardware.dmidecode import read_dump
from inventory.hardware.doubts import doubts
from inventory.hardware.facts import DriveFacts, HardwareFacts
from inventory.hardware.inxi import is_inxi, judge_sections
from inventory.hardware.loose_json import Json, LooseJson, read_loose_json
from inventory.hardware.lshw import first_machine, plant
from inventory.hardware.lshw_drives import MAX_DRIVES
from inventory.hardware.lshw_facts import judge_tree
from inventory.hardware.lshw_xml import is_lshw_xml, read_lshw_xml
from inventory.hardware.merging import merge
from inventory.hardware.snapshots import is_snapshot, take_apart
from inventory.hardware.sniff import ReportFormat, is_dmidecode, is_lshw_json, is_wipe_log

type Members = dict[str, Json]


@dataclass(frozen=True)
class ReadReport:
    """What was understood of one report; `facts` is None when it describes no machine.

    `tool_version` is "" where the tool doesn't say (lshw never does). `warnings` are keys of
    WARNINGS, in the order in which they should be shown. `uuid`: by which the tool itself names
    the report, where it does.
    """

    format: ReportFormat
    tool_version: str
    facts: HardwareFacts | None
    warnings: tuple[str, ...]
    uuid: UUID | None = None


def read_text(text: str) -> ReadReport:
    """Read a decoded report; the reader is chosen by content, never by a file's name."""
    if not text.strip():
        return _nothing("empty")
    if is_lshw_xml(text):
        return _read_lshw(read_lshw_xml(text), ReportFormat.LSHW_XML)
    document = read_loose_json(_unquoted(text))
    found = _read_document(document) if document.objects else None
    if found is None:
        for recognises, read_print in PRINTS:
            if recognises(text):
                found = read_print(text)
                break
        else:
            return _nothing("too_deep" if document.is_too_deep else _unknown(text))
    dumps = len(DUMPS.findall(text))
    return _noting_others(found, dumps > (found.format is ReportFormat.DMIDECODE))


def _noting_others(found: ReadReport, are_there: object) -> ReadReport:
    """Say that a file holds more than was read: two machines are never read as one."""
    if not are_there or "several_reports" in found.warnings:
        return found
    return replace(found, warnings=(*found.warnings, "several_reports"))


def _nothing(warning: str) -> ReadReport:
    return ReadReport(ReportFormat.UNKNOWN, "", None, (warning,))


def _unknown(text: str) -> str:
    return "wipe_log" if is_wipe_log(text) else "unknown_format"


def _unquoted(text: str) -> str:
    """Take a report out of the JSON text that it was put into whole, as some senders do."""
    if not text.lstrip().startswith('"{'):
        return text
    try:
        inner = json.loads(text)
    except ValueError:
        return text
    return inner if isinstance(inner, str) else text


def _read_document(document: LooseJson) -> ReadReport | None:
    """Read a JSON document by the first reader that knows its first object; None when none does."""
    if is_lshw_json(document):
        return _read_lshw(document, ReportFormat.LSHW_JSON)
    if is_inxi(document.objects):
        return _judged(ReportFormat.INXI_JSON, "", judge_sections(document.objects), document)
    first, *others = document.objects
    for recognises, read in READERS:
        if recognises(first):
            # smartctl tells of each drive in an object of its own; the others of all in one.
            same = recognises is smartctl.is_smartctl and all(map(recognises, others))
            return _noting_others(read(document), others and not same)
    return None


def _read_dmidecode(text: str) -> ReadReport:
    begins = [found.start() for found in DUMPS.finditer(text)]
    dump = read_dump(text[: begins[1]] if len(begins) > 1 else text)
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


def _read_hdparm(text: str) -> ReadReport:
    drives = tuple(hdparm.drives_of_hdparm(text))
    if not drives:
        return ReadReport(ReportFormat.HDPARM, "", None, ("drive_unnamed",))
    facts = _of_drives(drives)
    return ReadReport(ReportFormat.HDPARM, "", facts, tuple(doubts(facts)))


def _read_batteries(text: str) -> ReadReport:
    if batteries.is_list_only(text):
        return ReadReport(ReportFormat.BATTERY, "", None, ("battery_list_only",))
    facts = batteries.battery_facts(text)
    warnings = ("no_battery",) if facts is None else tuple(doubts(facts))
    return ReadReport(ReportFormat.BATTERY, "", facts, warnings)


def _read_edid(text: str) -> ReadReport:
    facts = edid.edid_facts(text)
    warnings = ("no_screen",) if facts is None else tuple(doubts(facts))
    return ReadReport(ReportFormat.EDID, "", facts, warnings)


def _read_lshw(document: LooseJson, form: ReportFormat) -> ReadReport:
    if not document.objects:
        return ReadReport(form, "", None, ("too_deep" if document.is_too_deep else "cut",))
    first = first_machine(document)
    tree = plant(first)
    facts = judge_tree(tree)
    states = {
        "run_as_root": tree.lacks_access,
        "cut": tree.is_cut,
        "repaired": document.is_repaired and not tree.is_cut,
        "part_of_a_machine": tree.system is None or tree.core is None,
        "several_reports": first is not document,
    }
    warnings = [code for code, holds in states.items() if holds]
    return ReadReport(form, "", facts, (*warnings, *doubts(facts)))


def _judged(
    form: ReportFormat, version: str, facts: HardwareFacts, document: LooseJson
) -> ReadReport:
    cut = ("cut",) if document.is_cut else ()
    return ReadReport(form, version, facts, (*cut, *doubts(facts)))


def _read_smartctl(document: LooseJson) -> ReadReport:
    shown = [one for one in document.objects if smartctl.is_smartctl(one)]
    version = smartctl.tool_version(shown[0])
    if all(map(smartctl.is_scan, shown)):
        return ReadReport(ReportFormat.SMARTCTL_JSON, version, None, ("scan_only",))
    drives = _smart_drives(shown)
    if not drives:
        return ReadReport(ReportFormat.SMARTCTL_JSON, version, None, ("drive_hidden",))
    return _judged(ReportFormat.SMARTCTL_JSON, version, _of_drives(drives), document)


def _smart_drives(shown: list[Members]) -> tuple[DriveFacts, ...]:
    """Give the drives of which something was learned that tells them from others."""
    inside = [smartctl.drive_of(one) for one in shown if smartctl.is_internal(one)]
    return tuple(drive for drive in inside if drive.serial_number or drive.model)


def _of_drives(drives: tuple[DriveFacts, ...]) -> HardwareFacts:
    return HardwareFacts(drives=drives[:MAX_DRIVES], describes_machine=False)


def _read_lsblk(document: LooseJson) -> ReadReport:
    drives = tuple(block_lists.drives_of_lsblk(document.objects[0]))
    return _judged(ReportFormat.LSBLK_JSON, "", _of_drives(drives), document)


def _read_nvme(document: LooseJson) -> ReadReport:
    drives = tuple(block_lists.drives_of_nvme(document.objects[0]))
    return _judged(ReportFormat.NVME_LIST_JSON, "", _of_drives(drives), document)


def _read_flat(form: ReportFormat, facts_of: Callable[[Members], HardwareFacts]) -> _Read:
    def read(document: LooseJson) -> ReadReport:
        return _judged(form, "", facts_of(document.objects[0]), document)

    return read


def _read_snapshot(document: LooseJson) -> ReadReport:
    """Read each print of a snapshot by its own reader, and join what they say.

    The firmware's own tables come first, then lshw, then the rest; a part that can't be read
    doesn't lose the others.
    """
    snapshot = take_apart(document.objects[0])
    reads = [_read_dmidecode(snapshot.dmidecode)] if is_dmidecode(snapshot.dmidecode) else []
    reads += [read for one in snapshot.documents if (read := _read_document(one)) is not None]
    parts = [read.facts for read in reads if read.facts is not None]
    if batteries.is_battery_report(snapshot.batteries):
        parts += filter(None, [batteries.battery_facts(snapshot.batteries)])
    named = snapshot.named
    if named is not None and not any(part.describes_machine for part in parts):
        parts.append(named)
    form = ReportFormat.WORKBENCH_SNAPSHOT
    if not parts:
        return ReadReport(form, snapshot.version, None, ("no_part_read",), snapshot.uuid)
    # Drives are named best by smartctl, whose models are never cut.
    ordered = sorted(parts, key=lambda part: part.describes_machine, reverse=True)
    facts = merge(ordered)
    kept = [code for read in reads for code in read.warnings if code in {"cut", "damaged_tables"}]
    warnings = (*dict.fromkeys(kept), *doubts(facts))
    return ReadReport(form, snapshot.version, facts, warnings, snapshot.uuid)


DUMPS = re.compile(r"^# dmidecode \d", re.MULTILINE)
"""Where a dump begins; within JSON none stands at the start of a line."""

type _Recognise = Callable[[Members], bool]
type _Read = Callable[[LooseJson], ReadReport]

READERS: tuple[tuple[_Recognise, _Read], ...] = (
    (is_snapshot, _read_snapshot),
    (smartctl.is_smartctl, _read_smartctl),
    (block_lists.is_lsblk, _read_lsblk),
    (block_lists.is_nvme_list, _read_nvme),
    (macos.is_macos, _read_flat(ReportFormat.MACOS_JSON, macos.macos_facts)),
    (flat_json.is_windows, _read_flat(ReportFormat.WINDOWS_JSON, flat_json.windows_facts)),
    (flat_json.is_techaid, _read_flat(ReportFormat.TECHAID_JSON, flat_json.techaid_facts)),
)

PRINTS: tuple[tuple[Callable[[str], bool], Callable[[str], ReadReport]], ...] = (
    (is_dmidecode, _read_dmidecode),
    (hdparm.is_hdparm, _read_hdparm),
    (batteries.is_battery_report, _read_batteries),
    (edid.is_edid, _read_edid),
)
"""What is no JSON: each print by what stands in it."""
