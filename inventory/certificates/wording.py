"""The sentences of a certificate of erasure, in the language that is active.

Each says what the workshop's records show and no more: the category is the word of NIST SP 800-88
for what was done, and no conformity with a standard is claimed. Change CERTIFICATE_TEXT_VERSION
with any of these texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory.certificates.content import CertificateContent, CertifiedDevice, CertifiedDrive
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models.drive import Method
from inventory.outcomes import Outcome
from inventory.sanitisation import (
    FLASH,
    Category,
    Doubt,
    Rejection,
    Technique,
    Technology,
    Verification,
)
from inventory.wipe_logs import REASONS

CERTIFICATE_TEXT_VERSION: Final = "2026-11-27"


def title(content: CertificateContent) -> str:
    """Name the paper; one that does not prove every drive says so in its title."""
    if content.is_complete:
        return _("Certificate of erasure")
    return _("Interim statement of erasure")


def proved(content: CertificateContent) -> Iterator[str]:
    """Say how many drives are sanitised, and how many destroyed."""
    drives = content.drives
    done = sum(drive.outcome is Outcome.SANITISED for drive in drives)
    gone = sum(drive.outcome is Outcome.DESTROYED for drive in drives)
    if done:
        text = ngettext("%(n)s drive was sanitised.", "%(n)s drives were sanitised.", done)
        yield text % {"n": done}
    if gone:
        text = ngettext("%(n)s drive was destroyed.", "%(n)s drives were destroyed.", gone)
        yield text % {"n": gone}


def left_open(content: CertificateContent) -> Iterator[str]:
    """Say of how many drives, and of how many machines' drives, nothing is proved."""
    open_ones = sum(not drive.is_proved for drive in content.drives)
    if open_ones:
        text = ngettext(
            "For %(n)s drive this paper proves nothing: its line says why.",
            "For %(n)s drives this paper proves nothing: their lines say why.",
            open_ones,
        )
        yield text % {"n": open_ones}
    unknown = sum(device.remark == "unknown" for device in content.devices)
    if unknown:
        text = ngettext(
            "The drives of %(n)s machine are not recorded yet.",
            "The drives of %(n)s machines are not recorded yet.",
            unknown,
        )
        yield text % {"n": unknown}


def explanation() -> tuple[str, ...]:
    """Say how to read the paper, and what it does not claim."""
    return (
        _(
            "“Clear”, “purge” and “destroy” are the words of NIST SP 800-88 Rev. 2 for how far "
            "data is put out of reach: clear from the usual means of reading, purge from those of "
            "a laboratory, destroy for good. Each line names the word for what was done to that "
            "drive."
        ),
        _(
            "This paper states what the workshop's records show on the day it was issued. It is "
            "not a certification by a third party, and claims no conformity with a standard."
        ),
    )


def device_line(device: CertifiedDevice) -> str:
    """Describe a machine: kind, serial number, where it stands now."""
    kind = str(Kind(device.kind).label)
    serial = _("serial number %(serial)s") % {"serial": device.serial_number}
    parts = (
        kind if kind != device.name else "",
        serial if device.serial_number else "",
        _standing(device.state),
    )
    return " · ".join(part for part in parts if part)


def _standing(state: str) -> str:
    """Say where the machine went, so far: never to whom."""
    if state == State.DELIVERED:
        return _("given a second life")
    if state == State.RECYCLED:
        return _("sent to recycling")
    if state == State.LOST:
        return _("lost")
    return _("not handed over yet")


def remark(device: CertifiedDevice) -> str:
    """Say why a machine has no drive to name."""
    return {
        "no_storage": _("This kind of machine holds no data."),
        "driveless": _("It came without a drive."),
        "unknown": _("NOT PROVED: its drives are not recorded yet."),
    }.get(device.remark, "")


def drive_lines(drive: CertifiedDrive) -> Iterator[str]:
    """Describe a drive: its model, its serial number, its medium and size."""
    yield drive.model or _("Model unknown")
    serial = drive.serial_number or _("unknown")
    yield _("S/N %(serial)s") % {"serial": serial}
    size = f" · {drive.size_bytes / 10**9:.0f} GB" if drive.size_bytes else ""
    yield f"{Technology(drive.technology).label}{size}"


def done_lines(drive: CertifiedDrive) -> Iterator[str]:
    """Say what was done: category, technique, tool, verification, or how it was destroyed."""
    if drive.destruction:
        yield f"{Category.DESTROY.label} · {Method(drive.destruction).label}"
        if drive.document:
            yield _("Document %(document)s") % {"document": drive.document}
        return
    if not drive.technique:
        return
    how = Technique(drive.technique).label
    # A category is what was achieved: nothing is, where nothing is proved.
    yield f"{Category(drive.category).label} · {how}" if drive.is_proved else str(how)
    tool = f"{drive.tool} {drive.tool_version}".strip()
    if drive.method:
        tool = _("%(tool)s, its method “%(method)s”") % {"tool": tool, "method": drive.method}
    yield tool
    if drive.is_proved:
        yield str(Verification(drive.verification).label)


def people_lines(drive: CertifiedDrive) -> Iterator[str]:
    """Say who did it, who verified it, when and where."""
    if drive.operator:
        yield _("Done by %(name)s") % {"name": drive.operator}
    if drive.witness:
        yield _("Seen by %(name)s") % {"name": drive.witness}
    elif drive.verifier:
        yield _("Verified by %(name)s") % {"name": drive.verifier}
    elif drive.is_proved and drive.technique and not drive.by_hand:
        yield _("Verified by the tool itself")
    if drive.ended_at:
        yield moment(drive.ended_at)
    if drive.workshop:
        yield drive.workshop


def moment(at: object) -> str:
    """Write a day and a time where it happens."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")  # type: ignore[arg-type]


def evidence_lines(drive: CertifiedDrive) -> Iterator[str]:
    """Say what the evidence is, and what it leaves open."""
    if drive.technique and drive.by_hand:
        yield _("Evidence: recorded by hand (%(reference)s); no log of the tool is kept.") % {
            "reference": drive.reference
        }
    elif drive.technique:
        yield _("Evidence: the tool's own log (%(reference)s), SHA-256 %(digest)s") % {
            "reference": drive.reference,
            "digest": drive.log_sha256,
        }
    if drive.doubts and drive.outcome is Outcome.SANITISED:
        doubts = "; ".join(map(_doubt, drive.doubts))
        yield _(
            "Accepted by a lead after a look at the evidence, which leaves open: %(doubts)s. "
            "Reason: %(reason)s"
        ) % {"doubts": doubts, "reason": drive.accepted_because or "–"}  # noqa: RUF001
    elif drive.doubts:
        yield _("Left open: %(doubts)s") % {"doubts": "; ".join(map(_doubt, drive.doubts))}
    if drive.rejection:
        yield str(Rejection(drive.rejection).label)
    yield from _limits(drive)


def _limits(drive: CertifiedDrive) -> Iterator[str]:
    is_cleared = drive.category == Category.CLEAR and drive.outcome is Outcome.SANITISED
    if is_cleared and drive.technology in FLASH:
        yield _(
            "Clear does not reach the cells that flash keeps in reserve; the workshop's policy "
            "accepts it."
        )
    if drive.looked_for_hidden is False and drive.outcome is Outcome.SANITISED:
        yield _("This version of the tool does not look for hidden areas (HPA, DCO).")
    if drive.needed_retries:
        yield _("The drive needed more than one try to be written.")


def _doubt(code: str) -> str:
    # What only a log can leave open has a whole sentence.
    words = str(Doubt(code).label) if code in Doubt.values else str(REASONS.get(code, code))
    return words.rstrip(".")
