"""The text of a PDF page: letters that stand vertically in reading order, kanji beyond 16 bits, and pages in lines as they were."""

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairanban.confined.inside import letters, pdf
from kairanban.confined.inside.letters import Letter
from kairanban.confined.inside.marks import font_with
from kairanban.confined.inside.page_text import text_of
from kairanban.confined.inside.refusals import Page
from kairanban.confined.sheets import Sheet
from tests.confined import made
from tests.confined.conftest import SAMPLES
from tests.confined.made import placed

COLUMNS = (
    "秋祭りのお知らせ",
    "　北町自治会の皆様、日頃より自治会の活動に",
    "ご協力いただき、ありがとうございます。",
    "日時　十月十八日",
    "場所　北町公民館",
)
READ = "秋祭りのお知らせ\n\u3000北町自治会の皆様、日頃より自治会の活動にご協力いただき、ありがとうございます。\n日時\u3000十月十八日\n場所\u3000北町公民館"
ORDERS = {
    "columns from the right": lambda cell: (cell[0], cell[1]),
    "columns from the left": lambda cell: (-cell[0], cell[1]),
    "rows from the right": lambda cell: (cell[1], cell[0]),
    "rows from the left": lambda cell: (cell[1], -cell[0]),
}


def text(file: bytes) -> str:
    page = pdfium.PdfDocument(file)[0]
    return text_of(letters.letters(page))


def columns(written: tuple[str, ...] | list[str], order: str, *, across: float = 34.0) -> bytes:
    cells = [
        (at, row, sign)
        for at, column in enumerate(written)
        for row, sign in enumerate(column)
        if sign != "\u3000"
    ]
    cells.sort(key=ORDERS[order])
    return placed([(520 - across * at, 800 - 20.0 * row, sign) for at, row, sign in cells])


@pytest.mark.parametrize("order", list(ORDERS))
def test_vertical_letters_are_read_from_the_right_in_any_order_of_the_file(order: str) -> None:
    assert text(columns(COLUMNS, order)) == READ


def test_a_vertical_block_between_lines_stays_in_its_place() -> None:
    head = [(60 + 18 * at, 800.0, sign) for at, sign in enumerate("北町だより")]
    block = [
        (300 - 34 * at, 700 - 20.0 * row, sign)
        for at, column in enumerate(("公園の清掃", "六日に行う"))
        for row, sign in enumerate(column)
    ]
    foot = [(60 + 18 * at, 300.0, sign) for at, sign in enumerate("会長山田")]
    assert text(placed([*head, *block, *foot])) == "北町だより\n公園の清掃六日に行う\n会長山田"


def test_lines_stay_lines_however_closely_they_stand() -> None:
    lines = ("公園の清掃を行います", "軍手をお持ちください", "雨の日は中止とします")
    signs = [
        (60 + 18.0 * at, 800 - 21.0 * row, sign)
        for row, line in enumerate(lines)
        for at, sign in enumerate(line)
    ]
    assert text(placed(signs)) == "\n".join(lines)


def test_a_table_of_marks_and_numbers_is_no_vertical_text() -> None:
    signs = [
        (100 + 60.0 * column, 800 - 22.0 * row, sign)
        for row in range(6)
        for column, sign in enumerate(("1", "○", "×"))
    ]
    found = text(placed(signs))
    assert found.split() == ["1", "○", "×"] * 6


WRITTEN = st.lists(
    st.text("北町自治会清掃秋祭公園のにをはがです日時", min_size=6, max_size=24), min_size=2, max_size=8
)


@given(written=WRITTEN, order=st.sampled_from(list(ORDERS)), across=st.floats(28, 48))
@settings(max_examples=40, deadline=None)
def test_any_columns_are_read_from_the_right(written: list[str], order: str, across: float) -> None:
    assert "".join(text(columns(written, order, across=across)).split()) == "".join(written)


def test_letters_on_one_another_take_little_time() -> None:
    heap = [Letter("字", 100, 100 + at % 3, 118, 118 + at % 3) for at in range(20_000)]
    assert len(text_of(heap)) >= 20_000


def test_a_sign_that_there_is_not_is_no_end_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypdfium2.raw.FPDFText_GetUnicode", lambda *_: 0xFFFF_FFFF)
    assert text(placed([(60, 700, "字"), (78, 700, "字")])) == "\ufffd\ufffd"


def one(file: bytes) -> Page:
    (page,) = pdf.pages(file)
    return page


def test_a_kanji_beyond_16_bits_is_drawn_where_the_file_lacks_the_font() -> None:
    assert font_with("\U00020bb7"), "scripts/setup test installs fonts-noto-cjk"
    page = one((SAMPLES / "fonts-elsewhere.pdf").read_bytes())
    assert page.text == "北町自治会\u3000清掃のお知らせ𠮷野"
    # 𠮷 and 野 stand side by side: the 14th and 15th letter, 32 points each.
    scale = 1640 / 595
    for at in (13, 14):
        left, right = round((60 + 32 * at) * scale), round((60 + 32 * (at + 1)) * scale)
        box = page.picture.convert("L").crop((left, round(110 * scale), right, round(150 * scale)))
        assert sum(dot < 100 for dot in box.tobytes()) > 300, at


@pytest.mark.parametrize("hidden", [b"1 g 50 690 300 50 re f", b"0 g 50 690 300 50 re f"])
def test_a_kanji_that_is_covered_is_not_drawn_over_its_cover(hidden: bytes) -> None:
    content = b"BT /Koz 32 Tf 60 700 Td <%s> Tj ET %s 0 g 300 300 50 50 re f" % (made.utf16("𠮷野家"), hidden)
    page = one(made.pdf(content))
    scale = 1640 / 595
    box = tuple(round(side * scale) for side in (55, 842 - 735, 340, 842 - 695))
    least, most = page.picture.convert("L").crop((box[0], box[1], box[2], box[3])).getextrema()
    assert least == most


def test_in_a_column_the_kanji_stands_in_the_column() -> None:
    content = b"BT /Koz 32 Tf 60 700 Td <%s> Tj ET" % made.utf16("野𠮷田")
    page = one(made.pdf(content, encoding=b"UniJIS-UTF16-V"))
    assert page.text == "野𠮷田"
    ink = page.picture.convert("L").point(lambda dot: 255 if dot < 128 else 0).getbbox()
    assert ink is not None
    # One em across, three down.
    assert 2.4 < (ink[3] - ink[1]) / (ink[2] - ink[0]) < 3.6


def test_a_letter_that_no_font_has_leaves_the_rest() -> None:
    assert font_with("\U000fffff") == ""
    page = one(made.pdf(b"BT /Koz 32 Tf 60 700 Td <%s> Tj ET" % made.utf16("吉\U000fffff野")))
    assert page.sheet is Sheet.TYPED


def test_letters_that_nothing_could_draw_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    unseen = b"BT 3 Tr /Koz 32 Tf 60 700 Td <%s> Tj ET" % made.utf16("清掃のお知らせ")
    assert one(made.pdf(unseen)).sheet is Sheet.UNDRAWN
    assert one(made.pdf(b"")).sheet is Sheet.EMPTY


def test_signs_of_vertical_text_are_the_usual_ones_and_names_keep_theirs() -> None:
    row = [Letter(sign, 18.0 * at, 0, 18.0 * (at + 1), 18) for at, sign in enumerate("髙﨑﹁⼭﹂︒")]
    assert text_of(row) == "髙﨑「山」。"
