"""Tell paper from what is photographed."""

from PIL import Image

_GLANCE = (300, 300)
_BRIGHT = 150
_MOSTLY = 0.6


def is_paper(picture: Image.Image) -> bool:
    """Tell whether most of the picture is one bright tone, as a sheet of paper is."""
    small = picture.convert("L")
    small.thumbnail(_GLANCE, Image.Resampling.BOX)
    counts = small.histogram()
    tone = max(range(_BRIGHT, 256), key=lambda grey: sum(counts[max(0, grey - 8) : grey + 9]))
    return sum(counts[max(0, tone - 24) : tone + 25]) > _MOSTLY * sum(counts)
