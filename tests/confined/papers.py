"""Small documents made by hand, most of them malformed."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def pdf(
    *, pages: int = 1, page: str = "/MediaBox [0 0 595 842]", catalog: str = "", content: bytes = b""
) -> bytes:
    kids = " ".join(f"{n} 0 R" for n in range(4, 4 + pages))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *[f"<</Type/Page/Parent 2 0 R/Contents 3 0 R {page}>>".encode()] * pages,
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>startxref\n%d\n%%%%EOF"
        % (*(size, table, size, len(out)),)
    )


def picture(kind: str, size: tuple[int, int] = (300, 200), **options: object) -> bytes:
    out = BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 50).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that declares far more pixels than any document has."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
