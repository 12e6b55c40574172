"""How much of a PDF page pictures cover: a scan is a picture of the whole sheet, or strips of one."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_MOST_OBJECTS = 5_000
_DEEPEST = 5

_Matrix = tuple[float, float, float, float]


def covered(page: pdfium.PdfPage) -> float:
    """Return the part of the page under pictures, at most 1; pictures on one another count twice."""
    width, height = page.get_size()
    whole = width * height
    left = [_MOST_OBJECTS]
    area = sum(
        _area(raw.FPDFPage_GetObject(page, at), (1, 0, 0, 1), whole, left, 0)
        for at in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS))
    )
    return min(1.0, area / whole) if whole > 0 else 0.0


def _area(one: object, outer: _Matrix, whole: float, left: list[int], depth: int) -> float:
    """Return the area of a picture on the page, of a group the sum of what is in it."""
    left[0] -= 1
    kind = raw.FPDFPageObj_GetType(one)
    matrix = raw.FS_MATRIX()
    if left[0] < 0 or kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
        return 0.0
    if not raw.FPDFPageObj_GetMatrix(one, matrix):
        return 0.0
    a, b, c, d = outer
    own = (
        matrix.a * a + matrix.b * c,
        matrix.a * b + matrix.b * d,
        matrix.c * a + matrix.d * c,
        matrix.c * b + matrix.d * d,
    )
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        # A picture is a unit square before its matrix; what lies outside the page is not seen.
        return min(float(abs(own[0] * own[3] - own[1] * own[2])), whole)
    if depth >= _DEEPEST:
        return 0.0
    inside = range(min(raw.FPDFFormObj_CountObjects(one), _MOST_OBJECTS))
    return sum(_area(raw.FPDFFormObj_GetObject(one, at), own, whole, left, depth + 1) for at in inside)
