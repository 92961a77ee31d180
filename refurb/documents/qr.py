"""QR codes as vectors: sharp at any size, and small in the file."""

from collections.abc import Iterator
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from reportlab.pdfgen.canvas import Canvas

# Scoring all eight masks is most of the time a code takes; any one mask decodes as well
# (measured: design notes, 1,000 labels in 0.67 s instead of 4.09 s).
MASK = 2

# The standard's quiet zone: ISO/IEC 18004, four modules on every side.
QUIET_MODULES = 4


def qr_modules(text: str) -> list[list[bool]]:
    """Encode text as rows of dark (true) and light modules, without the quiet zone.

    Text of digits, capitals and " $%*+-./:" takes the alphanumeric mode: fewer, larger modules.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw a code in a square of this size in points, its quiet zone included.

    x and y are the lower left corner. All modules are one path, runs of a row merged, so that
    no hairline shows between them.
    """
    modules = qr_modules(text)
    side = size / (len(modules) + 2 * QUIET_MODULES)
    left, top = x + QUIET_MODULES * side, y + size - QUIET_MODULES * side
    # Written as PDF operators, with the module as unit: a path object spends more time on
    # formatting decimals than the code takes to compute.
    runs = [
        f"{start} {-line} {length} 1 re"
        for line, row in enumerate(modules, start=1)
        for start, length in _dark_runs(row)
    ]
    unit = f"{side:.4f} 0 0 {side:.4f} {left:.4f} {top:.4f} cm"
    canvas.addLiteral(f"q {unit} 0 g {' '.join(runs)} f Q")


def qr_path(text: str) -> tuple[int, str]:
    """Draw a code for a page: the side of its square, quiet zone included, and an SVG path."""
    modules = qr_modules(text)
    runs = [
        f"M{QUIET_MODULES + start} {QUIET_MODULES + line}h{length}v1h-{length}z"
        for line, row in enumerate(modules)
        for start, length in _dark_runs(row)
    ]
    return len(modules) + 2 * QUIET_MODULES, "".join(runs)


def qr_lines(text: str) -> list[str]:
    """Draw a code in characters, two rows a line, its quiet zone included, for white on black."""
    modules = qr_modules(text)
    blank = [False] * (len(modules) + 2 * QUIET_MODULES)
    side = [False] * QUIET_MODULES
    quiet = [blank] * QUIET_MODULES
    rows = [*quiet, *([*side, *row, *side] for row in modules), *quiet, blank]
    # Light modules are drawn: "█" both, "▀" the upper, "▄" the lower.
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    pairs = zip(rows[0:-1:2], rows[1::2], strict=True)
    return ["".join(blocks[pair] for pair in zip(*both, strict=True)) for both in pairs]


def _dark_runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield start, length
        start += length
