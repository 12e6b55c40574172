"""Cut what is very long, a screenshot or a banner, into pieces that can be read like pages."""

from collections.abc import Iterator

from PIL import Image

from kairanban.confined.inside.refusals import Refusal
from kairanban.confined.limits import MOST_PAGES

# Longer than the screen of any telephone; wide ones are read along the line up to this.
TALLEST, WIDEST = 2.6, 4.5
# A piece is as tall as a sheet of paper is beside its width.
PIECE = 1.42
_LOOKED_AT = 64
_EVEN = 6
_OVERLAP = 0.05
_SHORTEST = 0.35


def is_long(width: float, height: float) -> bool:
    """Tell whether a picture or page is shown in pieces."""
    return height > TALLEST * width or width > WIDEST * height


def check_pieces(width: float, height: float) -> None:
    """Raise Refusal before anything is decoded if there would be more pieces than a paper has pages."""
    short, long = sorted((width, height))
    if is_long(width, height) and (pieces := -(-long // (PIECE * short))) > MOST_PAGES:
        raise Refusal("long", pieces=int(pieces), most=MOST_PAGES)


def pieces(picture: Image.Image) -> list[Image.Image]:
    """Return the pieces from the top, or from the left; cut between lines where there is room."""
    if not is_long(*picture.size):
        return [picture]
    wide = picture.width > picture.height
    upright = picture.transpose(Image.Transpose.TRANSPOSE) if wide else picture
    found = [upright.crop((0, top, upright.width, bottom)) for top, bottom in bands(upright)]
    found = [one for one in found if not is_even(one)] or found
    return [one.transpose(Image.Transpose.TRANSPOSE) for one in found] if wide else found


def is_even(picture: Image.Image) -> bool:
    """Tell whether there is nothing in the picture but one colour."""
    small = picture.convert("L")
    least, most = small.getextrema()
    assert isinstance(least, int | float)
    assert isinstance(most, int | float)
    return most - least <= _EVEN


def bands(picture: Image.Image) -> Iterator[tuple[int, int]]:
    """Yield the upper and lower edge of each piece of a tall picture."""
    height, piece = picture.height, round(PIECE * picture.width)
    empty = _empty_rows(picture)
    top = 0
    while height - top > piece * (1 + _SHORTEST):
        bottom = top + piece
        gap = next((row for row in range(bottom, top + piece * 2 // 3, -1) if empty[row]), None)
        if gap is None:
            yield top, bottom
            # Nothing is cut through: the line stands whole on one of both pieces.
            top = bottom - round(_OVERLAP * piece)
        else:
            yield top, gap
            top = gap
    yield top, height


def _empty_rows(picture: Image.Image) -> list[bool]:
    """Return for each row of dots whether it has one colour."""
    small = picture.convert("L").resize((_LOOKED_AT, picture.height), Image.Resampling.BOX)
    dots = small.tobytes()
    rows = (dots[at : at + _LOOKED_AT] for at in range(0, len(dots), _LOOKED_AT))
    return [max(row) - min(row) <= _EVEN for row in rows]
