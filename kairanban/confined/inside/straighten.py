"""Deskew a scan, whiten its paper and crop its empty margins."""

from itertools import pairwise

from PIL import Image, ImageFilter

from kairanban.confined.inside.paper import is_paper

_LOOK = (700, 700)
_INK = 160
_FARTHEST = 7.0
_FAINTEST = 0.25
_CLEARER = 1.15
_EDGE = 0.05


def straighten(scan: Image.Image) -> Image.Image:
    """Deskew a scan when its angle is clear, and crop the margins."""
    small = scan.convert("L")
    small.thumbnail(_LOOK, Image.Resampling.BOX)
    ink = small.point(lambda grey: 255 if grey < _INK else 0)
    angle = _angle(ink.filter(ImageFilter.MedianFilter(3)))
    if angle:
        ink = ink.rotate(angle, Image.Resampling.BILINEAR)
        scan = scan.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    # A poster or a photograph keeps its colours.
    return _trimmed(_with_white_paper(scan) if is_paper(scan) else scan, ink)


def _angle(ink: Image.Image) -> float:
    """Return the degrees (anticlockwise) that make the lines level, 0 when they are not clear."""
    upright = _levelness(ink, 0.0)
    best = 0.0
    for step in (0.5, 0.1):
        reach = _FARTHEST if step == 0.5 else 0.5
        tries = round(2 * reach / step) + 1
        best = max((best - reach + n * step for n in range(tries)), key=lambda angle: _levelness(ink, angle))
    clear = _levelness(ink, best) > _CLEARER * upright
    return best if clear and _FAINTEST <= abs(best) < _FARTHEST else 0.0


def _levelness(ink: Image.Image, angle: float) -> float:
    """Score an angle: rows of text and the gaps between them differ most when the lines are level."""
    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))


def _with_white_paper(scan: Image.Image) -> Image.Image:
    """Make the paper white, so that it encodes small and prints without a grey tint."""
    grey = scan.convert("L")
    counts = grey.histogram()
    paper = max(range(160, 256), key=counts.__getitem__)
    white = max(paper - 12, 160)
    return scan.point([min(255, level * 255 // white) for level in range(256)] * len(scan.getbands()))


def _trimmed(scan: Image.Image, ink: Image.Image) -> Image.Image:
    box = ink.getbbox()
    if box is None:
        return scan
    scale = scan.width / ink.width
    edge = _EDGE * scan.width
    left, top, right, bottom = (side * scale for side in box)
    return scan.crop(
        (
            max(0, round(left - edge)),
            max(0, round(top - edge)),
            min(scan.width, round(right + edge)),
            min(scan.height, round(bottom + edge)),
        )
    )
