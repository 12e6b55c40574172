from datetime import date
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from kairanban.confined import documents, errors, scans
from kairanban.confined.documents import PagePicture, TextFrom, read_document
from kairanban.confined.errors import Unreadable
from kairanban.confined.file_kinds import Kind
from tests.confined.papers import pdf, picture
from tests.programs import program

TODAY = date(2026, 12, 1)

pytestmark = pytest.mark.anyio

WRITTEN = b"BT /F1 40 Tf 50 700 Td (Cleaning on Sunday) Tj ET"


def opened(page: PagePicture) -> Image.Image:
    image = Image.open(BytesIO(page.data))
    assert image.size == (page.width, page.height)
    return image


async def test_a_word_processor_pdf_becomes_one_sharp_page_with_its_text(cleaning: bytes) -> None:
    document = await read_document(cleaning, TODAY)

    assert (document.kind, document.scanned, document.note) == (Kind.PDF, False, None)
    (page,) = document.pages
    assert (page.media_type, page.width, page.height) == ("image/webp", 1640, 2320)
    assert len(page.data) < 250_000
    assert "秋の一斉清掃" in page.text
    assert "073-555-0142" in document.text
    assert opened(document.preview).height == 480


async def test_a_crooked_scan_is_deskewed_and_its_empty_half_cropped(scan: bytes) -> None:
    document = await read_document(scan, TODAY)

    (page,) = document.pages
    assert page.width > 2 * page.height
    # The table's heading row is level: its upper line is dark from end to end.
    ink = opened(page).convert("L").resize((page.width // 4, page.height), Image.Resampling.BOX)
    assert min(ink.resize((1, page.height), Image.Resampling.BOX).tobytes()) < 110


async def test_a_scan_is_marked_as_scanned(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    document = await read_document(scan, TODAY)
    assert (document.scanned, document.text_from, document.text) == (True, TextFrom.NOWHERE, "")
    assert document.note == scans.NO_READER


async def test_a_scan_is_read_where_tesseract_is_installed(scan: bytes) -> None:
    program("tesseract")
    document = await read_document(scan, TODAY)
    assert document.text_from == TextFrom.SCAN
    assert "年末年始のごみ収集" in document.text
    assert document.note == scans.READ_BY_MACHINE


async def test_pages_keep_their_order_and_proportions() -> None:
    document = await read_document(pdf(pages=20, page="/MediaBox [0 0 842 595]", content=WRITTEN), TODAY)
    assert [(page.width, page.height) for page in document.pages] == [(2321, 1640)] * 20


async def test_too_many_pages_are_refused_with_their_number() -> None:
    with pytest.raises(Unreadable) as refused:
        await read_document(pdf(pages=500), TODAY)
    assert refused.value.reason == documents.TOO_MANY_PAGES
    assert refused.value.values == {"pages": 500, "most": 20}


@pytest.mark.parametrize(("kind", "name"), [(Kind.JPEG, "JPEG"), (Kind.PNG, "PNG"), (Kind.HEIC, "HEIF")])
async def test_metadata_of_a_photograph_is_dropped(kind: Kind, name: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[2] = (34.0, 20.0, 9.0)
    given = picture(name, (2600, 1300), exif=exif.tobytes())
    assert Image.open(BytesIO(given)).getexif().get_ifd(0x8825)

    document = await read_document(given, TODAY)

    assert document.kind == kind
    (page,) = document.pages
    kept = opened(page)
    assert kept.size == (2000, 1000)
    assert "exif" not in kept.info
    assert not kept.getexif()
    assert b"Maker" not in page.data


async def test_a_sideways_photograph_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    given = picture("JPEG", (400, 200), exif=exif.tobytes())

    (page,) = (await read_document(given, TODAY)).pages

    assert (page.width, page.height) == (200, 400)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(given))).convert("L").resize((8, 16))
    seen = opened(page).convert("L").resize((8, 16))
    assert max(abs(a - b) for a, b in zip(upright.tobytes(), seen.tobytes(), strict=True)) < 24


async def test_transparent_pictures_get_a_white_background() -> None:
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    (page,) = (await read_document(out.getvalue(), TODAY)).pages
    assert opened(page).convert("L").getextrema() == (255, 255)


async def test_a_locked_pdf_is_refused_and_an_open_one_is_not(locked: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        await read_document(locked, TODAY)
    assert refused.value.reason == documents.LOCKED

    assert (await read_document(pdf(), TODAY)).pages


async def test_a_truncated_file_is_refused_as_incomplete() -> None:
    for kind in ("JPEG", "PNG"):
        whole = picture(kind)
        with pytest.raises(Unreadable) as refused:
            await read_document(whole[: len(whole) // 2], TODAY)
        assert refused.value.reason == errors.DAMAGED


async def test_a_file_over_thirty_megabytes_is_not_opened() -> None:
    with pytest.raises(Unreadable) as refused:
        await read_document(b"%PDF-1.7\n" + bytes(31 * 1024 * 1024), TODAY)
    assert refused.value.values == {"size": 32, "most": 30}
