"""Large photographs are made smaller within the child's memory; long screenshots and banners are cut into pages."""

from datetime import date
from io import BytesIO

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kairanban.confined import documents
from kairanban.confined.documents import read_document
from kairanban.confined.errors import Unreadable
from kairanban.confined.inside import cutting
from kairanban.confined.sheets import Reading
from tests.confined.papers import pdf

TODAY = date(2026, 12, 1)

pytestmark = pytest.mark.anyio


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    image.save(out, kind, **options)
    return out.getvalue()


def photograph(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    small = Image.effect_mandelbrot((size[0] // 8, size[1] // 8), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    return small.resize(size, Image.Resampling.NEAREST).convert(mode)


@pytest.mark.parametrize(
    ("kind", "size", "options"),
    [
        ("JPEG", (5712, 4284), {}),
        ("JPEG", (8064, 6048), {}),
        ("JPEG", (8192, 6144), {"progressive": True, "subsampling": 0}),
        ("HEIF", (5712, 4284), {"quality": 20}),
        ("PNG", (8064, 6048), {"compress_level": 1}),
    ],
)
async def test_photographs_of_todays_telephones_are_made_smaller(
    kind: str, size: tuple[int, int], options: dict[str, object]
) -> None:
    document = await read_document(encoded(photograph(size), kind, **options), TODAY)
    (page,) = document.pages
    assert (page.width, page.height) == (2000, 1500)
    assert document.reading is Reading.PHOTOGRAPH
    assert len(page.data) < 500_000


async def test_a_see_through_picture_of_48_megapixels_gets_a_white_background() -> None:
    given = Image.new("RGBA", (8064, 6048), (200, 0, 0, 0))
    given.paste((10, 10, 10, 255), (0, 0, 4000, 6048))
    (page,) = (await read_document(encoded(given, "PNG", compress_level=1), TODAY)).pages
    kept = Image.open(BytesIO(page.data)).convert("L")
    assert (kept.getpixel((100, 700)), kept.getpixel((1900, 700))) == (10, 255)


async def test_a_sheet_at_600_dots_an_inch_is_taken() -> None:
    sheet = Image.new("1", (4960, 7016), 1)
    ImageDraw.Draw(sheet).rectangle((500, 500, 4000, 700), 0)
    (page,) = (await read_document(encoded(sheet, "PNG"), TODAY)).pages
    assert (page.width, page.height) == (1414, 2000)


async def test_beyond_fifty_megapixels_the_telephone_is_explained() -> None:
    with pytest.raises(Unreadable) as refused:
        await read_document(encoded(Image.new("L", (12_000, 9_000)), "JPEG", quality=5), TODAY)
    assert refused.value.reason == documents.TOO_MANY_DOTS
    assert refused.value.values == {"megapixels": 108, "most": 50}


async def test_a_picture_that_does_not_fit_into_memory_is_refused_with_the_same_advice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dataclasses import replace

    from kairanban.confined.limits import DOCUMENT, MIB

    monkeypatch.setattr(documents, "DOCUMENT", replace(DOCUMENT, memory=200 * MIB))
    with pytest.raises(Unreadable) as refused:
        await read_document(encoded(photograph((8064, 6048)), "PNG", compress_level=1), TODAY)
    assert refused.value.reason == documents.PICTURE_TOO_HEAVY


def screenshot(width: int, height: int, line: int) -> Image.Image:
    """Return lines of a chat, the rows of dots between them empty."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for top in range(line, height - line, 2 * line):
        pen.rectangle((width // 10, top, width * 9 // 10, top + line - 1), (30, 60, 90))
    return image


async def test_a_long_screenshot_is_cut_between_its_lines() -> None:
    document = await read_document(encoded(screenshot(1080, 14_000, 40), "PNG"), TODAY)
    assert 7 <= len(document.pages) <= 12
    for page in document.pages:
        assert page.width == 1080
        assert page.height < 2.4 * page.width
        edge = Image.open(BytesIO(page.data)).convert("L").crop((0, page.height - 2, page.width, page.height))
        assert min(edge.tobytes()) > 200


async def test_a_whole_conversation_of_49_megapixels_is_cut_too() -> None:
    image = screenshot(1640, 30_000, 60)
    document = await read_document(encoded(image, "PNG", compress_level=1), TODAY)
    assert 12 <= len(document.pages) <= 20
    assert all(page.width == 820 for page in document.pages)


async def test_an_empty_screenshot_is_called_empty() -> None:
    document = await read_document(encoded(Image.new("RGB", (1080, 14_000), "white"), "PNG"), TODAY)
    assert all(page.width == 1080 for page in document.pages)
    assert document.reading is Reading.EMPTY


async def test_what_would_be_more_pages_than_can_go_round_is_refused_in_words() -> None:
    with pytest.raises(Unreadable) as refused:
        await read_document(encoded(Image.new("L", (400, 20_000)), "PNG"), TODAY)
    assert refused.value.reason == documents.TOO_LONG_A_STRIP
    assert refused.value.values == {"pieces": 36, "most": 20}


LINES = b" ".join(
    b"BT /F1 40 Tf 1 0 0 1 50 %d Tm (Line) Tj ET 50 %d 200 30 re f" % (y, y) for y in range(100, 14_300, 400)
)


async def test_a_banner_is_cut_into_pages_as_wide_as_any_other() -> None:
    document = await read_document(pdf(page="/MediaBox [0 0 600 14400]", content=LINES), TODAY)
    assert 12 <= len(document.pages) <= 20
    assert all(page.width == 1640 for page in document.pages)


async def test_a_banner_that_lies_is_cut_from_the_left_and_its_empty_part_left_out() -> None:
    content = b"20 20 500 300 re f 3000 100 500 300 re f"
    document = await read_document(pdf(page="/MediaBox [0 0 14400 600]", content=content), TODAY)
    assert [page.height for page in document.pages] == [1640] * len(document.pages)
    assert 2 <= len(document.pages) <= 4


@given(width=st.integers(20, 120), times=st.floats(2.7, 18), line=st.integers(2, 9), wide=st.booleans())
@settings(max_examples=30, deadline=None)
def test_nothing_of_a_long_picture_is_lost(width: int, times: float, line: int, wide: bool) -> None:
    whole = screenshot(width, round(width * times * (2 if wide else 1)), line)
    dark = sum(dot < 128 for dot in whole.convert("L").tobytes())
    given = whole.transpose(Image.Transpose.TRANSPOSE) if wide else whole
    found = cutting.pieces(given)
    kept = sum(sum(dot < 128 for dot in one.convert("L").tobytes()) for one in found)
    assert dark <= kept <= 1.2 * dark
