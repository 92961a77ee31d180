"""Read EDID, by which a screen says what it is: its bytes in hexadecimal, after where it hangs.

The bench kit prints it so. Only the built-in panel counts: a screen on a cable is no part of the
machine. Sizes: VESA E-EDID, first detailed timing (millimetres), else basic parameters
(centimetres).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from inventory.hardware.facts import Fact, HardwareFacts

SOURCE = "edid"
SIZE = 128  # bytes of the base block
MOST_SCREENS = 16
LIKELY = (5, 40)  # inches of a panel
MAGIC = bytes.fromhex("00ffffffffffff00")
TIMING, WIDTH_CM, HEIGHT_CM = 54, 21, 22
_HEAD = re.compile(r"^EDID (?P<place>\S{1,200})$", re.MULTILINE)
_BUILT_IN = re.compile(r"-(?:eDP|LVDS|DSI)-\d+$")
_BYTES = re.compile(r"\b[0-9a-fA-F]{2}\b")


def is_edid(text: str) -> bool:
    """Say whether a text holds what the kit prints of screens."""
    return _HEAD.search(text) is not None


def edid_facts(text: str) -> HardwareFacts | None:
    """Give the size of the built-in screen; None where none is shown, or none that can be read."""
    for place, block in _blocks(text):
        size = _millimetres(block) if _BUILT_IN.search(place) else (0, 0)
        inches = round(math.hypot(*size) / 25.4, 1)
        if LIKELY[0] <= inches <= LIKELY[1]:
            raw = f"{size[0]} x {size[1]} mm"
            screen = Fact[float](value=inches, raw=raw, source=SOURCE)
            return HardwareFacts(describes_machine=False, screen_inches=screen)
    return None


def _blocks(text: str) -> Iterator[tuple[str, bytes]]:
    heads = list(_HEAD.finditer(text))[:MOST_SCREENS]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        # A base block takes less than this, however it is folded.
        shown = text[head.end() : min(end, head.end() + SIZE * 8)]
        block = bytes(int(one, 16) for one in _BYTES.findall(shown)[:SIZE])
        if len(block) == SIZE and block.startswith(MAGIC) and sum(block) % 256 == 0:
            yield head["place"], block


def _millimetres(block: bytes) -> tuple[int, int]:
    low_width, low_height, high = block[TIMING + 12 : TIMING + 15]
    size = low_width | (high >> 4) << 8, low_height | (high & 0b1111) << 8
    has_timing = any(block[TIMING : TIMING + 2])
    return size if has_timing and all(size) else (block[WIDTH_CM] * 10, block[HEIGHT_CM] * 10)
