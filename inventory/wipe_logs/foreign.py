"""Files that other tools make for people: kept as evidence, never taken for proof.

A PDF certificate of nwipe tells less than its log, and who made a report of Blancco can't be
checked here: both lead to a review, a report that tells of a failure to `not_wiped`. The structure
of Blancco's XML is known from public readers of it alone; a real report has not been seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from inventory.hardware.wording import tidy
from inventory.sanitisation import Result
from inventory.wipe_logs.shapes import DriveVerdict, LogFormat, Outcome, ReadRun, WipeReason

MAX_PDF_BYTES = 20 * 1024 * 1024
MOST_ERASURES = 500
MOST_TAGS = 300_000
LONGEST = 120
# The dictionary of a PDF that nwipe wrote names it as author; the words are never compressed.
PDF = b"%PDF-"
AUTHOR = re.compile(rb"/Author\s*\(\s*Nwipe\b", re.IGNORECASE)
UNCHECKED = WipeReason("made_for_people")


def is_nwipe_pdf(raw: bytes) -> bool:
    """Say whether a file is a PDF certificate of nwipe."""
    return raw.startswith(PDF) and AUTHOR.search(raw) is not None


def read_nwipe_pdf() -> tuple[ReadRun, ...]:
    """Keep a certificate for one drive, whose serial number a person reads and types."""
    drive = DriveVerdict("", "", "", "", "", Result.REVIEW, (UNCHECKED,))
    return (ReadRun(LogFormat.NWIPE_PDF, "nwipe", "", 0, "", Outcome.CUT, "", "", (drive,)),)


def read_blancco(text: str) -> tuple[ReadRun, ...] | None:
    """Read each erasure of a report of Blancco's; None when this is none, or can't be read."""
    head = text[:5000].lstrip()
    if not head.startswith("<") or "blancco" not in head.casefold():
        return None
    if text.count("<") > MOST_TAGS:
        return None
    try:
        root = fromstring(text.lstrip(), forbid_dtd=True)  # decoded: what it declares is past
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return None
    erasures = list(_erasures(root))[:MOST_ERASURES]
    serials = Counter(_text(one, "serial").upper() for one in erasures)
    return tuple(_run(one, serials) for one in erasures)


def _run(erasure: Element, serials: Counter[str]) -> ReadRun:
    reasons = (*_against(erasure), UNCHECKED)
    serial = _text(erasure, "serial")
    if not serial:
        reasons = (*reasons, WipeReason("serial_unknown"))
    elif serials[serial.upper()] > 1:
        reasons = (*reasons, WipeReason("serial_twice"))
    failed = len(reasons) > 1 and reasons[0].code in {"failed", "pass_errors"}
    drive = DriveVerdict(
        name="",
        model=_text(erasure, "model"),
        serial=serial,
        status=_text(erasure, "state"),
        method=_text(erasure, "erasure_standard_name"),
        verdict=Result.NOT_WIPED if failed else Result.REVIEW,
        reasons=reasons,
    )
    at = _text(erasure, "timestamp")[:25]
    return ReadRun(LogFormat.BLANCCO, "Blancco", "", 0, "", Outcome.CUT, "", at, (drive,))


def _against(erasure: Element) -> Iterator[WipeReason]:
    if _text(erasure, "state").casefold() != "successful":
        yield WipeReason("failed")
    counts = [_text(erasure, name) for name in ("total_errors", "failed_sectors")]
    found = sum(int(count[:9]) for count in counts if count.isascii() and count.isdecimal())
    if found:
        yield WipeReason("pass_errors", {"count": found})


def _erasures(root: Element) -> Iterator[Element]:
    """Find the erasures, in either way of writing: plain tags, or entries that carry names."""
    for element in root.iter():
        if _name(element) == "erasure":
            yield element


def _name(element: Element) -> str:
    tag = element.tag.rpartition("}")[2]
    return element.get("name", "") if tag in {"entries", "entry"} else tag


def _text(erasure: Element, name: str) -> str:
    for element in erasure.iter():
        if _name(element) == name and element.text:
            return tidy(element.text)[:LONGEST]
    return ""
