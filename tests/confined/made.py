"""PDFs made object by object: forms, vertical letters, scans; each with what is written on it."""

import zlib

from PIL import Image

_KOZ = (
    b"<</Type/Font/Subtype/Type0/BaseFont/KozMinPr6N-Regular/Encoding/%s/DescendantFonts[%d 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/KozMinPr6N-Regular/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>"
    b"/FontDescriptor %d 0 R/DW 1000>>",
    b"<</Type/FontDescriptor/FontName/KozMinPr6N-Regular/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 700/StemV 80>>",
)
FIRST = 9


def utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def string(text: str) -> bytes:
    return b"<feff%s>" % utf16(text)


def pdf(
    content: bytes,
    *,
    more: list[bytes] | None = None,
    catalog: bytes = b"",
    page: bytes = b"",
    encoding: bytes = b"UniJIS-UTF16-H",
) -> bytes:
    """Return a PDF of one A4 page with the fonts /Helv and /Koz (not in the file); `more` objects begin at number 9."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</Helv 5 0 R/Koz 6 0 R>>/XObject<</Im 9 0 R>>>>%s>>"
        % page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        _KOZ[0] % (encoding, 7),
        _KOZ[1] % 8,
        _KOZ[2],
        *(more or []),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>startxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


def form(
    labels: list[tuple[int, str]],
    fields: list[tuple[tuple[int, int, int, int], bytes]],
    *,
    need: bool = False,
) -> bytes:
    """Return a form: labels at x 60 by their y, and fields in their boxes without an appearance of their own."""
    content = b"BT /Koz 14 Tf %s ET" % b" ".join(
        b"1 0 0 1 60 %d Tm <%s> Tj" % (y, utf16(text)) for y, text in labels
    )
    numbers = b" ".join(b"%d 0 R" % (FIRST + at) for at in range(len(fields)))
    widgets = [
        b"<</Type/Annot/Subtype/Widget/T(f%d)/DA(/Helv 14 Tf 0 g)/Rect[%d %d %d %d]/F 4/P 3 0 R%s>>"
        % (at, *box, rest)
        for at, (box, rest) in enumerate(fields)
    ]
    asked = b"/AcroForm<<%s/Fields[%s]/DR<</Font<</Helv 5 0 R>>>>/DA(/Helv 14 Tf 0 g)>>" % (
        b"/NeedAppearances true" if need else b"", numbers,
    )  # fmt: skip
    return pdf(content, more=widgets, catalog=asked, page=b"/Annots[%s]" % numbers)


def placed(signs: list[tuple[float, float, str]], size: int = 18) -> bytes:
    """Return a page on which each letter is placed by itself."""
    each = b" ".join(b"1 0 0 1 %.2f %.2f Tm <%s> Tj" % (x, y, utf16(sign)) for x, y, sign in signs)
    return pdf(b"BT /Koz %d Tf %s ET" % (size, each))


def scan(picture: Image.Image, over: bytes = b"", box: tuple[int, int, int, int] = (595, 842, 0, 0)) -> bytes:
    """Return a page that is covered by a picture, with content over it."""
    grey = picture.convert("L")
    data = zlib.compress(grey.tobytes())
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (*grey.size, len(data), data)
    )
    return pdf(b"q %d 0 0 %d %d %d cm /Im Do Q %s" % (*box, over), more=[image])
