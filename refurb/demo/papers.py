"""Papers that somebody signed by hand, as a phone would see them."""

from __future__ import annotations

from copy import copy
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from distribution.models import Handover
from distribution.words import SignatureKind
from refurb.photos.pictures import Picture, prepare_picture

SIZE = (480, 680)
TABLE, SHEET, PRINT, INK = (120, 96, 74), (246, 245, 240), (150, 152, 155), (30, 40, 110)


def signed_on_paper(handover: Handover) -> Handover:
    """Copy what a handover says, to be signed by hand."""
    said = copy(handover)
    said.signature_kind = SignatureKind.PAPER
    said.strokes, said.signed_by_name, said.witness_name = [], "", ""
    return said


def draw_paper(rng: Random) -> Picture:
    """Draw a printed page on a table, with a scribble at its foot; no word on it can be read."""
    image = Image.new("RGB", SIZE, TABLE)
    draw = ImageDraw.Draw(image)
    left, top = rng.randint(20, 40), rng.randint(20, 40)
    draw.rectangle((left, top, left + 400, top + 600), fill=SHEET)
    for line in range(26):
        y = top + 60 + 16 * line
        draw.line((left + 40, y, left + 40 + rng.randint(160, 320), y), fill=PRINT, width=4)
    points = [(left + 230 + 10 * step, top + 540 + rng.randint(-26, 26)) for step in range(13)]
    draw.line(points, fill=INK, width=4, joint="curve")
    written = BytesIO()
    image.save(written, "JPEG", quality=70)
    return prepare_picture(written.getvalue())
