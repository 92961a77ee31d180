"""What a picture has to be, and what is made of it before it is kept. Pure.

A phone's picture tells where and when it was taken, on which phone. None of that is kept: what is
kept is drawn anew, pixel by pixel, and upright.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from refurb.reasons import Reason, Refused

MAX_BYTES = 20 * 1024 * 1024  # what phones of 50 megapixels send stays below
MAX_PIXELS = 64_000_000  # in memory 4 bytes each, and JPEG is read at a fraction of that
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 192  # shown at 96, on screens with two dots a pixel
FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow raises for damaged files, as fuzzing found.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)


class PictureRefused(Refused):
    """A file that is no picture we take."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: JPEG without any metadata, and its thumbnail."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int


def prepare_picture(raw: bytes) -> Picture:
    """Make of a file what is kept: upright, at most 1600 pixels a side, bare of EXIF and GPS.

    Raises PictureRefused. The size in pixels is read from the file's head and judged before
    anything is unpacked, so that a small file can't fill the memory.
    """
    if len(raw) > MAX_BYTES:
        raise _refused("too_heavy", _("The picture is larger than 20 MB. Take a smaller one."))
    drawn = _draw_anew(_opened(raw))
    small = drawn.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(_jpeg(drawn, 80), _jpeg(small, 62), drawn.width, drawn.height)


def _opened(raw: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(raw), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_large() from None
    except BROKEN:
        message = _("This file is not a picture that can be read. Send a JPEG, PNG or WebP.")
        raise _refused("not_a_picture", message) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()
    return image


def _draw_anew(image: Image.Image) -> Image.Image:
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        seen = upright.convert("RGBA")
    except BROKEN:
        message = _("The picture is damaged or did not arrive whole. Take it again.")
        raise _refused("damaged", message) from None
    # A new image carries nothing over: a converted one would keep comments.
    bare = Image.new("RGB", seen.size, "white")
    bare.paste(seen, mask=seen.getchannel("A"))
    return bare


def _jpeg(image: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()


def _too_large() -> PictureRefused:
    return _refused("too_many_pixels", _("The picture has too many pixels. Take a smaller one."))


def _refused(code: str, message: Promise) -> PictureRefused:
    return PictureRefused(Reason(code, message))
