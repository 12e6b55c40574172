"""The parts of a workbook, each read from a few lines of its XML."""

from typing import TypeVar

import defusedxml.sax  # type: ignore[import-untyped]
import pytest

from kairanban.community.roster.rules import workbook_parts, workbooks
from kairanban.community.roster.rules.unreadable import Unreadable
from kairanban.community.roster.rules.workbook_parts import (
    Elements,
    Listing,
    Part,
    SharedStrings,
    Targets,
    unescaped,
)
from kairanban.community.roster.rules.workbook_sheet import Book, SheetPart
from kairanban.community.roster.rules.workbook_styles import Styles
from tests.community.roster.rosters import KAMINOSAWA, SAMPLES

P = TypeVar("P", bound=Part)


def read(part: P, xml: str) -> P:
    defusedxml.sax.parseString(xml.encode(), part)
    return part


def rows(
    cells: str, *, dates: tuple[int, ...] = (), strings: tuple[str, ...] = (), since_1904: bool = False
) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows of a worksheet with these cells, as (line, texts)."""
    part = SheetPart(Book(strings, dates=frozenset(dates), since_1904=since_1904))
    read(part, f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
    return [(row.line, tuple(row.cells)) for row in part.finished()]


def cell(value: str, **attributes: str) -> str:
    """Return the text of one cell, as SheetPart reads it with style 1 for dates."""
    given = " ".join(f'{name}="{text}"' for name, text in attributes.items())
    found = rows(f'<row r="1"><c {given}><v>{value}</v></c></row>', dates=(1,), strings=("一", "二"))
    return found[0][1][0] if found else ""


@pytest.mark.parametrize(
    ("attribute", "since_1904"),
    [("", False), ('date1904="0"', False), ('date1904="false"', False), ('date1904="1"', True),
     ('date1904="true"', True)],
)  # fmt: skip
def test_a_workbook_says_from_which_year_its_dates_count(attribute: str, since_1904: bool) -> None:
    assert read(Listing(), f"<workbook><workbookPr {attribute}/></workbook>").since_1904 is since_1904
    assert not read(Listing(), '<workbook><sheet date1904="1"/></workbook>').since_1904


def test_what_newer_programs_add_changes_nothing() -> None:
    added = '<extLst><ext><x15:workbookPr xmlns:x15="x" chartTrackingRefBase="1"/></ext></extLst>'
    assert read(Listing(), f'<workbook><workbookPr date1904="1"/>{added}</workbook>').since_1904
    assert read(Listing(), f'<workbook>{added}<workbookPr date1904="1"/></workbook>').since_1904


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("山田_x000D_\n太郎", "山田\n太郎"), ("山田_x000D_太郎", "山田\n太郎"), ("_x005F_x000D_", "_x000D_"),
        ("_x00ZZ_", "_x00ZZ_"), ("一\r\n二", "一\n二"), ("_x0000_", ""),
    ],
)  # fmt: skip
def test_a_sign_that_xml_cannot_hold_is_read_as_it_is_meant(written: str, text: str) -> None:
    assert unescaped(written) == text


def test_bold_and_struck_are_read_by_the_font_of_the_style() -> None:
    styles = read(
        Styles(),
        '<styleSheet><fonts><font/><font><b/></font><font><strike/></font><font><b val="0"/><strike val="1"/></font>'
        "</fonts><dxfs><dxf><font><strike/></font></dxf></dxfs>"
        '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/><xf fontId="3"/></cellXfs></styleSheet>',
    )
    assert sorted(styles.bold) == [1]
    assert sorted(styles.struck) == [2, 3]


def test_a_text_of_several_runs_is_read_without_those_struck_through() -> None:
    strings = read(
        SharedStrings(),
        "<sst><si><r><rPr><strike/></rPr><t>上町1</t></r><r><t>下町2</t></r></si>"
        "<si><r><rPr><strike/></rPr><t>林 茂</t></r></si><si><r><rPr><strike val='0'/></rPr><t>森</t></r></si></sst>",
    )
    assert strings.texts == ["下町2", "林 茂", "森"]
    assert strings.struck == {1}


def test_hidden_rows_and_columns_are_marked_and_so_are_cells_struck_through() -> None:
    part = SheetPart(Book(("森",), struck_strings=frozenset({0}), bold=frozenset({1}), struck=frozenset({2})))
    text = '<c r="{}" t="str" s="{}"><v>林</v></c>'
    read(
        part,
        '<worksheet><cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="9"/></cols><sheetData>'
        f'<row r="1" hidden="1">{text.format("A1", 1)}</row><row r="2">{text.format("A2", 2)}</row>'
        f'<row r="3" hidden="0">{text.format("A3", 0)}<c r="B3" t="s"><v>0</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A3:B3"/></mergeCells></worksheet>',
    )
    first, second, third = (row.marks for row in part.finished())
    assert part.hidden_columns == {1, 2}
    assert [marks.hidden for marks in (first, second, third)] == [True, False, False]
    assert [sorted(marks.bold) for marks in (first, second, third)] == [[0], [], []]
    assert [sorted(marks.struck) for marks in (first, second, third)] == [[], [0], [1]]
    assert third.across == ((0, 1),)


def test_a_date_is_read_in_the_date_system_of_the_workbook() -> None:
    date = '<row r="1"><c s="1"><v>45000</v></c></row>'
    assert rows(date, dates=(1,)) == [(1, ("2023-03-15",))]
    assert rows(date, dates=(1,), since_1904=True) == [(1, ("2027-03-16",))]
    assert rows(date) == [(1, ("45000",))]


def test_sheets_are_listed_with_their_relation_and_whether_they_are_hidden() -> None:
    listing = read(
        Listing(),
        '<workbook xmlns:r="r"><sheet name="名簿" r:id="a"/><sheet name="元" state="hidden" r:id="b"/>'
        '<sheet name="役員" state="visible" r:id="c"/></workbook>',
    )
    assert listing.sheets == [("名簿", "a", False), ("元", "b", True), ("役員", "c", False)]
    targets = read(Targets(), '<x><Relationship Id="a" Target="s1.xml"/><Other Id="b" Target="s2"/></x>')
    assert {id: target.path for id, target in targets.by_id.items()} == {"a": "s1.xml"}


def test_a_style_is_a_date_by_its_format_and_only_where_cells_refer_to_it() -> None:
    styles = read(
        Styles(),
        '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy/m/d"/>'
        '<numFmt numFmtId="201" formatCode="0.0"/><numFmt numFmtId="30" formatCode="0.00"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="201"/>'
        '<xf numFmtId="27"/><xf numFmtId="58"/><xf numFmtId="30"/><xf numFmtId="37"/></cellXfs>'
        '<cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>',
    )
    # 14 is built in, 200 the workbook's own, 27 and 58 Japanese; 30 has a format of its own here.
    assert styles.dates == {1, 2, 4, 5}


def test_shared_strings_are_joined_without_furigana() -> None:
    strings = read(
        SharedStrings(),
        "<sst><si><t>林</t></si><si><r><t>森</t></r><r><t> 清</t></r><rPh><t>モリ</t></rPh></si>"
        "<si><x>no text</x><t>原</t></si></sst>",
    )
    assert strings.texts == ["林", "森 清", "原"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("9.012345678E9", "9012345678"), ("1.50", "1.50"), ("1e-3", "0.001"), ("999999999999999", "999999999999999"),
        ("1e15", "1e15"), ("1.5e300", "1.5e300"), ("inf", ""), ("nan", ""), ("一", "一"), ("-3", "-3"), ("0", "0"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_typed(value: str, kept: str) -> None:
    assert cell(value) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [("1", "1900-01-01"), ("2958465", "9999-12-31"), ("2958466", "2958466"), ("0", "0"), ("-1", "-1")],
)
def test_a_date_lies_within_the_dates_of_excel(value: str, kept: str) -> None:
    assert cell(value, s="1") == kept
    assert cell(value, s="2") == value


@pytest.mark.parametrize(
    ("value", "kind", "kept"),
    [("0", "s", "一"), ("1", "s", "二"), ("2", "s", ""), ("-1", "s", ""), ("#REF!", "e", "#REF!"), ("TRUE", "b", "TRUE"),
     (" 林 茂 ", "str", "林 茂")],
)  # fmt: skip
def test_a_cell_is_read_by_its_kind(value: str, kind: str, kept: str) -> None:
    assert cell(value, t=kind) == kept


def test_cells_without_an_address_follow_each_other() -> None:
    text = '<c t="str"><v>{}</v></c>'
    placed = '<c r="D5" t="str"><v>四</v></c>'
    assert rows(f'<row>{text.format("一")}</row><row r="5">{text.format("二")}{placed}</row>') == [
        (1, ("一",)),
        (5, ("二", "", "", "四")),
    ]


@pytest.mark.parametrize(("line", "fits"), [(0, False), (1, True), (1_048_576, True), (1_048_577, False)])
def test_a_cell_lies_within_the_sheet(line: int, fits: bool) -> None:
    written = f'<row r="{line}"><c t="str"><v>x</v></c></row>'
    if fits:
        assert rows(written) == [(line, ("x",))]
        return
    with pytest.raises(ValueError, match="outside the sheet"):
        rows(written)


def test_a_merged_cell_is_filled_downwards_where_rows_are_empty() -> None:
    lines = "".join(
        f'<row r="{line}"><c r="A{line}" t="str"><v>{first}</v></c><c r="B{line}" t="str"><v>{second}</v></c></row>'
        for line, first, second in ((1, "一班", "林"), (2, "", "森"), (3, "二班", "原"), (4, "", "谷"))
    )
    merged = '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="B1:C1"/></mergeCells>'
    part = SheetPart(Book())
    read(part, f"<worksheet><sheetData>{lines}</sheetData>{merged}</worksheet>")
    assert [tuple(row.cells) for row in part.finished()] == [
        ("一班", "林"),
        ("一班", "森"),
        ("二班", "原"),
        ("", "谷"),
    ]


@pytest.mark.parametrize("empty", ["<c/>", "<anything/>", "<c><v/></c>"])
def test_empty_elements_count_as_much_as_cells(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MAX_ELEMENTS", 100)
    assert rows(f'<row r="1">{empty * 40}</row>') == []
    with pytest.raises(Unreadable):
        rows(f'<row r="1">{empty * 101}</row>')


def test_the_parts_of_a_workbook_share_their_number_of_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    book = (SAMPLES / KAMINOSAWA).read_bytes()
    used = Elements()
    monkeypatch.setattr(workbooks, "Elements", lambda: used)
    assert workbooks.read(book)
    monkeypatch.undo()
    needed = workbook_parts.MAX_ELEMENTS - used.left
    monkeypatch.setattr(workbook_parts, "MAX_ELEMENTS", needed)
    assert workbooks.read(book)
    monkeypatch.setattr(workbook_parts, "MAX_ELEMENTS", needed - 1)
    first, last = workbooks.read(book)
    assert (first.problem, bool(last.problem)) == ("", True)
