"""Which page is a scan, each for itself, and what is said of one that was not read."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from kairanban.confined import child, errors, scans
from kairanban.confined.documents import Document, TextFrom, read_document
from kairanban.confined.errors import Unreadable
from kairanban.confined.inside import pdf
from kairanban.confined.inside.marks import font_with
from kairanban.confined.inside.texts import read_text, with_fields
from kairanban.confined.limits import GLANCE, SCAN, Limits
from kairanban.confined.notes import SAID, SAID_OF_PAGES, of_paper
from kairanban.confined.sheets import Reading, Sheet
from tests.confined import made
from tests.confined.conftest import SAMPLES
from tests.confined.papers import picture
from tests.programs import program

TODAY = date(2026, 12, 1)

pytestmark = pytest.mark.anyio


def letters_on_paper(*lines: str, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    sheet = Image.new("L", size, 250)
    face = ImageFont.truetype(font_with("防"), 48)
    for at, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((120, 160 + 120 * at), line, 0, face)
    return sheet


PAPER = letters_on_paper("防災訓練のお知らせ", "場所 北町公民館", "持ち物 軍手")


def sheet(file: bytes) -> Sheet:
    (page,) = pdf.pages(file)
    return page.sheet


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "- 2 -",
        "2/3",
        "回覧 令和8年11月20日",
        "Scanned by CamScanner",
        "受付 令和8年11月20日 北町役場 総務課",
    ],
)
def test_a_stamp_on_the_picture_of_a_page_leaves_it_a_scan(stamp: str) -> None:
    over = b"BT /Koz 12 Tf 60 30 Td <%s> Tj ET" % made.utf16(stamp) if stamp else b""
    assert sheet(made.scan(PAPER, over)) is Sheet.SCAN


def test_a_photograph_on_a_page_keeps_its_colours() -> None:
    given = Image.open(BytesIO(picture("PNG", (900, 1200)))).convert("L").point(lambda dot: dot * 2 // 3 + 40)
    (page,) = pdf.pages(made.scan(given))
    seen = page.picture.convert("L").resize((30, 40))
    assert abs(seen.getextrema()[1] - given.resize((30, 40)).getextrema()[1]) < 20  # type: ignore[operator]


def test_a_letter_with_a_picture_in_it_is_typed() -> None:
    typed = b"BT /Koz 12 Tf 60 700 Td <%s> Tj ET" % made.utf16("清掃のお知らせ")
    assert sheet(made.scan(PAPER, typed, (200, 200, 60, 60))) is Sheet.TYPED
    long = b"BT /Koz 12 Tf 60 700 Td <%s> Tj ET" % made.utf16("皆様お元気ですか" * 20)
    assert sheet(made.scan(PAPER, long)) is Sheet.TYPED


async def test_a_scan_behind_a_typed_page_is_read() -> None:
    program("tesseract")
    document = await read_document((SAMPLES / "letter-and-scan.pdf").read_bytes(), TODAY)
    assert document.text.startswith("Dear members, please find the leaflet")
    assert "防災訓練のお知らせ" in document.text
    assert "北町公民館" in document.text
    assert (document.scanned, document.reading, document.about) == (True, Reading.BY_MACHINE, "2")
    assert document.note == SAID_OF_PAGES[Reading.BY_MACHINE]
    assert not document.from_pictures


async def test_vertical_letters_of_a_scan_are_read_where_their_data_is_installed() -> None:
    assert "jpn_vert" in scans._languages(program("tesseract")), "scripts/setup test installs its data"
    sheet = Image.new("L", (1240, 1754), 250)
    face = ImageFont.truetype(font_with("防"), 48)
    columns = (
        "秋祭りのお知らせ",
        "自治会の皆様には日頃よりご協力いただき",
        "ありがとうございます",
        "場所　みどり公園",
    )
    for column, text in enumerate(columns):
        for row, sign in enumerate(text):
            ImageDraw.Draw(sheet).text((1040 - 80 * column, 200 + 52 * row), sign, 0, face)
    document = await read_document(made.scan(sheet), TODAY)
    text = "".join(document.text.split())
    assert text.index("秋祭りのお知らせ") < text.index("自治会の皆様") < text.index("みどり公園")
    assert document.facts.where == "みどり公園"


async def test_without_a_reader_the_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    document = await read_document((SAMPLES / "letter-and-scan.pdf").read_bytes(), TODAY)
    assert document.text == "Dear members, please find the leaflet of the fire brigade on page 2."
    assert (document.scanned, document.text_from) == (True, TextFrom.FILE)
    assert (document.note, document.about) == (SAID_OF_PAGES[Reading.NO_READER], "2")


async def test_a_reader_of_other_languages_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "tesseract"
    other.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert await scans.reader() is None
    document = await read_document(made.scan(PAPER), TODAY)
    assert document.note == SAID[Reading.NO_READER]


@pytest.mark.parametrize("reason", [errors.BUSY, errors.TOO_LONG])
async def test_a_busy_machine_is_not_called_a_bad_scan(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    program("tesseract")

    async def too_late(*_: object) -> bytes:
        raise Unreadable(reason)

    monkeypatch.setattr(child, "run_program", too_late)
    document = await read_document(made.scan(PAPER), TODAY)
    assert (document.note, document.reading) == (SAID[Reading.BUSY], Reading.BUSY)


async def test_a_scan_without_letters_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    program("tesseract")
    sheet = Image.new("L", (1240, 1754), 250)
    ImageDraw.Draw(sheet).line((100, 100, 900, 1500), 0, 9)
    document = await read_document(made.scan(sheet), TODAY)
    assert document.note == SAID[Reading.NOTHING]


async def photographed(kind: str) -> Document:
    return await read_document(picture(kind, (1200, 900)), TODAY)


async def test_a_photograph_is_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await photographed("JPEG")).note == SAID[Reading.PHOTOGRAPH]
    monkeypatch.setenv("PATH", "/nonexistent")
    document = await photographed("PNG")
    assert (document.note, document.text_from) == (SAID[Reading.PHOTOGRAPH], TextFrom.NOWHERE)


async def test_fields_filled_in_over_a_scan_are_offered() -> None:
    program("tesseract")
    widget = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/V%s/DA(/Helv 14 Tf 0 g)/Rect[60 300 300 330]/F 4/P 3 0 R>>"
    )
    image = made.scan(PAPER)
    data = image[
        image.index(b"<</Type/XObject") : image.index(b"endstream", image.index(b"<</Type/XObject")) + 9
    ]
    file = made.pdf(
        b"q 595 0 0 842 0 0 cm /Im Do Q",
        more=[data, widget % made.string("12月20日 午前10時 Xyq-7")],
        catalog=b"/AcroForm<</Fields[10 0 R]/DR<</Font<</Helv 5 0 R>>>>/DA(/Helv 14 Tf 0 g)>>",
        page=b"/Annots[10 0 R]",
    )
    document = await read_document(file, TODAY)
    assert (document.reading, document.from_pictures) == (Reading.BY_MACHINE, True)
    assert "防災訓練のお知らせ" in document.text
    assert "Xyq-7" in document.text
    assert with_fields("場所 12月20日", "12月 20日\n軍手") == "場所 12月20日\n軍手"
    assert with_fields("", "軍手") == "軍手"


async def test_a_photograph_that_would_take_long_is_left_at_a_photograph(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program("tesseract")
    given: list[Limits] = []

    async def too_long(_command: object, _picture: object, limits: Limits) -> bytes:
        given.append(limits)
        raise Unreadable(errors.TOO_LONG)

    monkeypatch.setattr(child, "run_program", too_long)
    assert (await photographed("JPEG")).reading is Reading.PHOTOGRAPH
    assert (await read_document(made.scan(PAPER), TODAY)).reading is Reading.BUSY
    assert given == [GLANCE, SCAN]


def test_of_several_pages_the_one_to_know_of_is_said() -> None:
    by, no, typed, nothing = Reading.BY_MACHINE, Reading.NO_READER, Reading.TYPED, Reading.NOTHING
    assert of_paper([typed, typed]) == (typed, "")
    assert of_paper([no, no]) == (no, "")
    assert of_paper([no, Reading.EMPTY]) == (no, "")
    assert of_paper([typed, no, no]) == (no, "2, 3")
    assert of_paper([by, nothing]) == (nothing, "2")
    assert of_paper([Reading.EMPTY]) == (Reading.EMPTY, "")


def row(line: int, word: str, sure: float, left: int = 0) -> str:
    return "\t".join(map(str, (5, 1, 1, 1, line, 1, left, 0, 40 * len(word), 40, sure, word)))


def test_words_the_machine_is_not_sure_of_are_textures() -> None:
    assert read_text("\n".join(row(at, "木の葉", 12.0) for at in range(40))) == ""
    assert read_text(row(1, "清掃のお知らせ", 92.0) + "\n" + row(2, "eowes", 10.0)) == "清掃のお知らせ"
    assert read_text(row(1, "日時", 92.0) + "\n" + row(1, "12月20日", 90.0, 200)) == "日時\u300012月20日"
    assert read_text(row(1, "場所北町公民館", 92.0)) == "場所\u3000北町公民館"
    for nonsense in ("", "\t" * 11, "5\tx", row(1, "清掃", float("nan")), "\0"):
        assert read_text(nonsense) == ""
