"""Evidence of wipes in, verdicts out: what a file proves of each drive, and why.

Pure and fail-closed: a drive is `wiped` only when everything that shows it is there; a fact against
it makes it `not_wiped`, missing proof makes it `review`. `read_wipe_log` takes any bytes and never
raises. Sources: nwipe's own source (0.32 to 0.42) and kept logs of real runs with injected faults.
"""

from inventory.hardware.decode import MAX_BYTES as MAX_TEXT_BYTES
from inventory.hardware.decode import decode
from inventory.wipe_logs.foreign import (
    MAX_PDF_BYTES,
    PDF,
    is_nwipe_pdf,
    read_blancco,
    read_nwipe_pdf,
)
from inventory.wipe_logs.nwipe import read_nwipe
from inventory.wipe_logs.sanitize import read_sanitize_report
from inventory.wipe_logs.shapes import DriveVerdict, LogFormat, ReadRun, WipeReason
from inventory.wipe_logs.wording import REASONS

__all__ = [
    "MAX_BYTES",
    "REASONS",
    "DriveVerdict",
    "LogFormat",
    "ReadRun",
    "WipeReason",
    "is_too_large",
    "read_wipe_log",
]

MAX_BYTES = max(MAX_TEXT_BYTES, MAX_PDF_BYTES)
"""The largest file that is read at all; text may be no larger than inventory.hardware takes."""


def is_too_large(raw: bytes) -> bool:
    """Say whether a file is larger than is kept: a PDF may be larger than text."""
    return len(raw) > (MAX_PDF_BYTES if raw.startswith(PDF) else MAX_TEXT_BYTES)


def read_wipe_log(raw: bytes) -> tuple[ReadRun, ...] | None:
    """Judge every drive of every run in a file, by its content; None when it proves nothing.

    A log of nwipe, a sanitize report of the bench kit, a PDF certificate of nwipe or a report of
    Blancco: the last two are made for people, and are never more than something to review.
    """
    if is_too_large(raw):
        return None
    if is_nwipe_pdf(raw):
        return read_nwipe_pdf()
    text = decode(raw)
    for read in (read_sanitize_report, read_blancco, read_nwipe):
        runs = read(text)
        if runs is not None:
            return runs
    return None
