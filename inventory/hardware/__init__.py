"""Hardware reports in, facts out: `read_report` takes any bytes and never raises.

A report is decoded, recognised by its content, read leniently and judged: placeholders, masks and
virtual machines are told from machines. Nothing is stored here, and nothing is compared with what
people typed.
"""

from inventory.hardware.decode import MAX_BYTES, decode
from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts
from inventory.hardware.identity import Identity, drive_key, identity_candidates, same_model
from inventory.hardware.merging import overlay
from inventory.hardware.readers import ReadReport, read_text
from inventory.hardware.sniff import ReportFormat
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
    "overlay",
    "read_report",
    "same_model",
]

PARSER_VERSION = 6
"""Raise it whenever the same bytes may give other facts: reports read before are then reread."""


def read_report(raw: bytes) -> ReadReport:
    """Read any bytes as a hardware report. Never raises: what isn't understood is a warning."""
    if len(raw) > MAX_BYTES:
        return ReadReport(ReportFormat.UNKNOWN, "", None, ("too_large",))
    return read_text(decode(raw))
