"""Draw a certificate of erasure as a PDF: A4, one block per drive, under its machine."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from inventory.certificates import wording
from inventory.certificates.content import CertificateContent, CertifiedDevice, CertifiedDrive
from refurb.documents.fitting import printable
from refurb.documents.fonts import BOLD, CODE
from refurb.documents.frame import MARGIN, SPAN, WIDTH, draw_frame
from refurb.documents.page import flow, new_canvas
from refurb.documents.typesetting import (
    BRAND,
    LINE,
    MUTED,
    PAPER,
    Look,
    QrBlock,
    Setter,
    columns,
)

WARNING: Final = HexColor("#9b1c1c")
_SIDE: Final = 25 * mm
_PANEL: Final = 7
_SHARES: Final = (0.3, 0.4, 0.3)  # of the width: the drive, what was done, who and when
_SETTER: Final = Setter()


def draw_certificate(content: CertificateContent) -> bytes:
    """Draw it in its own language. Equal contents give equal bytes, so a digest proves a copy."""
    pdf = BytesIO()
    with override(content.language):
        title = f"{wording.title(content)} {content.number}"
        author = printable(content.issuer.legal_name)
        canvas = new_canvas(pdf, A4, title=title, author=author, language=content.language)
        pages = flow(_blocks(content), left=MARGIN, width=WIDTH, spans=[SPAN])
        for page, placed in enumerate(pages, start=1):
            draw_frame(canvas, _footer(content, page, len(pages)), content.verification_url)
            for block in placed:
                block.draw(canvas)
            canvas.showPage()
        canvas.save()
    return pdf.getvalue()


def _footer(content: CertificateContent, page: int, pages: int) -> str:
    return _("Erasure %(number)s · text %(version)s · page %(page)s of %(pages)s") % {
        "number": content.number,
        "version": wording.CERTIFICATE_TEXT_VERSION,
        "page": page,
        "pages": pages,
    }


def _blocks(content: CertificateContent) -> list[Flowable]:
    blocks: list[Flowable] = [_head(content), _gap(4), _parties(content), _gap(4)]
    blocks += [
        _SETTER.text(sentence, Look(10.5, BOLD, color, after=1))
        for color, sentences in (
            (BRAND, wording.proved(content)),
            (WARNING, wording.left_open(content)),
        )
        for sentence in sentences
    ]
    blocks.append(_gap(1))
    blocks += [_SETTER.text(text, Look(8, color=MUTED, after=1)) for text in wording.explanation()]
    blocks.append(_gap(3))
    for device in content.devices:
        blocks += _device(device)
    return [*blocks, _gap(5), _issued(content)]


def _gap(millimetres: float) -> Spacer:
    return Spacer(0, millimetres * mm)


def _head(content: CertificateContent) -> Flowable:
    number = _("Number %(number)s") % {"number": content.number}
    lines: list[Flowable] = [
        _SETTER.text(content.issuer.legal_name, Look(9.5, BOLD, BRAND, after=3)),
        _SETTER.text(wording.title(content), Look(20, BOLD)),
        Spacer(0, 3),
        _SETTER.text(f"{number} · {wording.moment(content.issued_at)}", Look(9.5)),
    ]
    if content.supersedes:
        text = _("Replaces %(number)s, which no longer counts.") % {"number": content.supersedes}
        lines.append(_SETTER.text(text, Look(9, BOLD)))
    code: list[Flowable] = [
        QrBlock(content.verification_url, _SIDE),
        _SETTER.text(_("Scan to verify"), Look(6.5, color=MUTED, centred=True)),
    ]
    return columns([[lines, code]], [WIDTH - _SIDE, _SIDE])


def _parties(content: CertificateContent) -> Flowable:
    issuer = content.issuer
    enterprise = _("Enterprise number %(number)s") % {"number": issuer.enterprise_number}
    of_donor = _("Your reference: %(reference)s") % {"reference": content.donors_reference}
    received = _("Received on %(date)s") % {"date": content.received_on}
    cells = [
        _party(
            _("Certified by"),
            issuer.legal_name,
            enterprise if issuer.enterprise_number else "",
            issuer.address,
        ),
        _party(
            _("Donation"),
            content.donation,
            received,
            content.donor,
            of_donor if content.donors_reference else "",
        ),
    ]
    return columns(
        [cells],
        [WIDTH / 2, WIDTH / 2],
        ("BACKGROUND", (0, 0), (-1, -1), PAPER),
        ("ROUNDEDCORNERS", [4, 4, 4, 4]),
        ("LEFTPADDING", (0, 0), (-1, -1), _PANEL),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PANEL),
        padding=(0, _PANEL),
    )


def _party(label: str, name: str, *lines: str) -> list[Flowable]:
    return [
        _SETTER.text(label, Look(7, color=MUTED, after=1)),
        _SETTER.text(name, Look(10, BOLD)),
        *(_SETTER.text(line, Look(8.5)) for line in lines if line),
    ]


def _device(device: CertifiedDevice) -> list[Flowable]:
    """Set a machine's line with its first drive, so that neither stands alone on a page."""
    head: list[Flowable] = [
        _SETTER.text(f"{device.code}   {device.name}", Look(10, BOLD, BRAND)),
        _SETTER.text(wording.device_line(device), Look(8, color=MUTED, after=2)),
    ]
    if not device.drives:
        words = wording.remark(device)
        color = WARNING if device.remark == "unknown" else MUTED
        head.append(_SETTER.text(words, Look(8.5, BOLD, color)))
        return [_stacked(head)]
    first, *others = device.drives
    return [_stacked([*head, *_drive(first)]), *(_stacked(_drive(drive)) for drive in others)]


def _stacked(blocks: list[Flowable]) -> Flowable:
    return columns([[blocks]], [WIDTH], ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE), padding=(0, 5))


def _drive(drive: CertifiedDrive) -> list[Flowable]:
    model, serial, medium = wording.drive_lines(drive)
    what: list[Flowable] = [
        _SETTER.text(model, Look(9, BOLD)),
        _SETTER.text(serial, Look(8, CODE)),
        _SETTER.text(medium, Look(8.5)),
    ]
    outcome = Look(9, BOLD, BRAND if drive.is_proved else WARNING)
    done: list[Flowable] = [
        _SETTER.text(str(drive.outcome.label), outcome),
        *(_SETTER.text(line, Look(8.5)) for line in wording.done_lines(drive)),
    ]
    people: list[Flowable] = [_SETTER.text(line, Look(8.5)) for line in wording.people_lines(drive)]
    table = columns([[what, done, people]], [WIDTH * share for share in _SHARES], padding=(5, 2))
    small = [_SETTER.text(line, Look(7, color=MUTED)) for line in wording.evidence_lines(drive)]
    return [table, *small]


def _issued(content: CertificateContent) -> Flowable:
    issuer = content.issuer
    issued = _("Issued by %(name)s, %(role)s, on %(date)s") % {
        "name": issuer.person,
        "role": issuer.role,
        "date": wording.moment(content.issued_at),
    }
    by_hand = _("Without a QR reader: %(address)s, number %(number)s, code %(code)s") % {
        "address": content.check_address,
        "number": content.number,
        "code": content.check_code,
    }
    return _stacked([_SETTER.text(issued, Look(9, BOLD)), _SETTER.text(by_hand, Look(8.5))])
