"""Signatures drawn by hand, as vectors."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

type Stroke = Sequence[tuple[float, float]]

PEN_WIDTH = 1.1


def draw_signature(
    canvas: Canvas, strokes: Sequence[Stroke], box: tuple[float, float, float, float]
) -> None:
    """Draw strokes as large as fits in a box (x, y, width, height) in points.

    Strokes are in the coordinates of a screen, y downwards, in any unit; their proportions are
    kept. A stroke of one point is a dot. Nothing is drawn outside the box.
    """
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return
    x, y, width, height = box
    left, top = min(px for px, _ in points), min(py for _, py in points)
    wide = max(px for px, _ in points) - left
    high = max(py for _, py in points) - top
    width, height = width - 2 * PEN_WIDTH, height - 2 * PEN_WIDTH
    scale = min(width / wide if wide else height, height / high if high else width)
    # A lone dot has no size: it is not blown up to fill the box.
    scale = scale if wide or high else 1
    right_of, above = x + PEN_WIDTH, y + PEN_WIDTH + (height + high * scale) / 2
    path = canvas.beginPath()
    for stroke in strokes:
        for number, (px, py) in enumerate(stroke):
            at = right_of + (px - left) * scale, above - (py - top) * scale
            if number == 0:
                path.moveTo(*at)
            if number or len(stroke) == 1:
                path.lineTo(*at)
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(PEN_WIDTH)
    canvas.setStrokeColorRGB(0.06, 0.1, 0.25)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
