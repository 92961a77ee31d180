"""Judge what a drive itself reports of a sanitize command, and the samples read back after it.

The bench kit writes one JSON file (docs/sanitize-report.md describes it field by field): `format`
is "refurb-sanitize", `version` 1, and each of `drives` says what was asked of the drive, what the
drive answers, and what the kit read afterwards.

A drive is `wiped` only when it names its serial number before and after, reports success itself,
and enough samples, over its whole length and both ends, show nothing of what was there before.
Without the samples it is `review`; a fact against it makes `not_wiped`. What can't be understood
proves nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from inventory.hardware.loose_json import is_too_deep
from inventory.hardware.wording import tidy
from inventory.sanitisation import Result, Technique
from inventory.wipe_logs.shapes import DriveVerdict, LogFormat, Outcome, ReadRun, WipeReason

FORMAT = "refurb-sanitize"
VERSION = 1
MOST_DRIVES = 200
# Should one part in fifty still hold what was there before, 256 places miss it in 0.6 % of cases.
LEAST_SAMPLES = 256

Operation = Literal[
    "block_erase", "crypto_erase", "overwrite", "format_user_data", "format_crypto_erase"
]
TECHNIQUES: dict[str, Technique] = {
    "block_erase": Technique.BLOCK_ERASE,
    "crypto_erase": Technique.CRYPTO_ERASE,
    "overwrite": Technique.OVERWRITE,
    "format_user_data": Technique.NVME_FORMAT,
    "format_crypto_erase": Technique.NVME_FORMAT,
}
# NVMe base specification, Sanitize Status log page, SSTAT bits 2:0.
SSTAT = {0: "sanitize_never", 1: "", 2: "sanitize_running", 3: "sanitize_failed", 4: ""}
# ACS, SANITIZE STATUS EXT: bits of the returned count.
ATA_DONE, ATA_RUNNING, ATA_FROZEN = 1 << 15, 1 << 14, 1 << 13
LARGEST_WORD = 0xFFFF
EVERY_NAMESPACE = 0xFFFFFFFF
# NVMe base specification, Format NVM, SES: what the command was to erase.
SES = {"format_user_data": 1, "format_crypto_erase": 2}


class Part(BaseModel):
    """A part of the report: what is not known is left out, nothing is guessed."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class NvmeSanitizeStatus(Part):
    """What `nvme sanitize-log` read: SSTAT, whose lowest three bits say how it ended."""

    source: Literal["nvme_sanitize_log"]
    sstat: int = Field(ge=0, le=LARGEST_WORD)


class AtaSanitizeStatus(Part):
    """What SANITIZE STATUS EXT returned: the count, and whether the drive aborted the command."""

    source: Literal["ata_sanitize_status"]
    count: int = Field(ge=0, le=LARGEST_WORD)
    aborted: bool


class NvmeFormatEvents(Part):
    """The last Format that the drive's Persistent Event Log remembers: its start and its end."""

    source: Literal["nvme_event_log"]
    completed: bool  # a completion event follows the start
    nsid: int = Field(ge=0, le=EVERY_NAMESPACE)
    fna: int = Field(ge=0, le=0xFF)  # Format NVM Attributes
    cdw10: int = Field(ge=0, le=0xFFFFFFFF)  # of the command; bits 11:9 ask for an erase (SES)
    format_status: int = Field(ge=0, le=0xFF)  # bit 0: an error, bit 1: ended too early
    status_field: int = Field(ge=0, le=0xFFFFFFFF)  # of the completion queue entry
    namespaces: int = Field(ge=0, le=0xFFFFFFFF)  # that the drive can have; 0: not known

    @property
    def erases_all(self) -> bool:
        """Say whether it was for the whole drive, not for one namespace of several."""
        return self.nsid == EVERY_NAMESPACE or bool(self.fna & 0b10) or self.namespaces == 1


class ReadBack(Part):
    """Samples that the kit read after the command: how many, where, and what they held."""

    samples: int = Field(ge=0)  # places, one at random in each of as many equal parts
    covers_ends: bool  # the first and the last block are among them
    unreadable: int = Field(ge=0)  # places that gave an error
    old_data: int = Field(ge=0)  # places that held what they held before the command
    started_at: AwareDatetime


class SanitizedDrive(Part):
    """One drive: who it is before and after, what was asked of it, what came of it."""

    serial: str = Field(max_length=80)  # as the drive said before the command
    serial_after: str = Field(max_length=80)  # as the drive said after it, and a power cycle
    model: str = Field(default="", max_length=120)
    operation: Operation
    tool: str = Field(default="", max_length=60)  # and its version: "nvme-cli 2.11"
    started_at: AwareDatetime
    ended_at: AwareDatetime
    status: NvmeSanitizeStatus | AtaSanitizeStatus | NvmeFormatEvents | None = Field(
        default=None, discriminator="source"
    )
    read_back: ReadBack | None = None
    hidden_area: bool | None = None  # None: nobody looked


def read_sanitize_report(text: str) -> tuple[ReadRun, ...] | None:
    """Judge each drive of a report of the kit's; None when this is none."""
    head = _strictly(text)
    if head is None or head.get("format") != FORMAT:
        return None
    drives = head.get("drives")
    entries = drives[:MOST_DRIVES] if isinstance(drives, list) else []
    version = head.get("version")
    is_known = version == VERSION and version is not True
    read = [_entry(entry) if is_known else None for entry in entries]
    serials = Counter(tidy(drive.serial).upper() for drive in read if drive)
    return tuple(_run(number, drive, serials) for number, drive in enumerate(read, start=1))


def _strictly(text: str) -> dict[str, object] | None:
    """Read JSON as it is: what is cut or malformed is not mended into evidence."""
    if FORMAT not in text or is_too_deep(text):
        return None
    try:
        head = json.loads(text)
    except ValueError:
        return None
    return head if isinstance(head, dict) else None


def _entry(entry: object) -> SanitizedDrive | None:
    try:
        # As JSON again: strict reading takes times as text there, and nothing else for another.
        return SanitizedDrive.model_validate_json(json.dumps(entry))
    except ValidationError:
        return None


def _run(number: int, drive: SanitizedDrive | None, serials: Counter[str]) -> ReadRun:
    if drive is None:
        # Without a serial number it is never taken for any drive's proof.
        unreadable = (WipeReason("entry_unreadable"),)
        verdict = DriveVerdict(f"#{number}", "", "", "", "", Result.REVIEW, unreadable)
        return ReadRun(LogFormat.SANITIZE, "", "", 0, "none", Outcome.CUT, "", "", (verdict,))
    reasons = (*_of_the_serial(drive, serials), *_of_the_status(drive), *_of_the_samples(drive))
    verdict = DriveVerdict(
        name=f"#{number}",
        model=tidy(drive.model),
        serial=tidy(drive.serial),
        status="",
        method=drive.operation,
        verdict=verdict_of(reasons),
        reasons=reasons,
        technique=TECHNIQUES[drive.operation],
    )
    return ReadRun(
        format=LogFormat.SANITIZE,
        tool=tidy(drive.tool),
        method=drive.operation,
        rounds=1,
        verify="sampled" if drive.read_back else "none",
        outcome=Outcome.COMPLETED,
        started=_written(drive.started_at),
        ended=_written(drive.ended_at),
        drives=(verdict,),
    )


AGAINST = frozenset(
    {"sanitize_never", "sanitize_running", "sanitize_failed", "sanitize_frozen", "data_left"}
    | {"samples_unreadable", "hidden_area", "serial_changed"}
)


def verdict_of(reasons: tuple[WipeReason, ...]) -> Result:
    """Judge by the reasons: a fact against it, proof that is missing, or neither."""
    if any(reason.code in AGAINST for reason in reasons):
        return Result.NOT_WIPED
    return Result.REVIEW if reasons else Result.WIPED


def _of_the_serial(drive: SanitizedDrive, serials: Counter[str]) -> Iterator[WipeReason]:
    before, after = tidy(drive.serial).upper(), tidy(drive.serial_after).upper()
    if not before:
        yield WipeReason("serial_unknown")
    elif before != after:
        yield WipeReason("serial_changed")
    elif serials[before] > 1:
        yield WipeReason("serial_twice")
    if drive.hidden_area:
        yield WipeReason("hidden_area")
    if drive.ended_at < drive.started_at:
        yield WipeReason("times_confused")


def _of_the_status(drive: SanitizedDrive) -> Iterator[WipeReason]:
    status = drive.status
    if isinstance(status, NvmeFormatEvents):
        code = _ending_of_format(status, SES.get(drive.operation, 0))
    elif status is None or drive.operation in SES:
        code = "sanitize_unclear"
    else:
        code = _ending(status)
    if code:
        yield WipeReason(code)


def _ending_of_format(format_: NvmeFormatEvents, asked: int) -> str:
    """Read how a Format ended; unclear when it was another than asked, or not for all there is."""
    if not format_.completed:
        return "sanitize_running"
    if format_.format_status:
        return "sanitize_failed"
    erased = (format_.cdw10 >> 9) & 0b111
    is_clear = erased == asked and format_.erases_all and not format_.status_field
    return "" if is_clear and asked else "sanitize_unclear"


def _ending(status: NvmeSanitizeStatus | AtaSanitizeStatus) -> str:
    """Read how the drive says that it ended; empty for success, unclear for a word unknown."""
    match status:
        case NvmeSanitizeStatus(sstat=sstat):
            return SSTAT.get(sstat & 0b111, "sanitize_unclear")
        case AtaSanitizeStatus(count=count):
            if count & ATA_FROZEN:
                return "sanitize_frozen"
            if count & ATA_RUNNING:
                return "sanitize_running"
            if count & ATA_DONE and not status.aborted:
                return ""
            return "sanitize_failed" if count or status.aborted else "sanitize_never"


def _of_the_samples(drive: SanitizedDrive) -> Iterator[WipeReason]:
    read = drive.read_back
    if read is None:
        yield WipeReason("not_verified")
        return
    if read.old_data:
        yield WipeReason("data_left", {"count": read.old_data})
    if read.unreadable:
        yield WipeReason("samples_unreadable", {"count": read.unreadable})
    if read.started_at < drive.ended_at:
        yield WipeReason("sampled_too_early")
    if read.samples < LEAST_SAMPLES or not read.covers_ends:
        yield WipeReason("sampled_too_little", {"count": read.samples})


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
