import contextlib
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.files import read_sheets
from kairanban.community.roster.rules.proposing import propose
from kairanban.community.roster.rules.understanding import understand
from kairanban.community.roster.rules.unreadable import Unreadable
from tests.community.roster.rosters import KAMINOSAWA, SAMPLES, effort, text, workbook

ROSTER = "班\t氏名\t電話\r\n1班\t髙木　茂\t022-740-2073\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "iso2022_jp_ext"]
)
def test_every_encoding_excel_writes_is_read(encoding: str) -> None:
    written = ROSTER.replace("髙", "高") if "2022" in encoding else ROSTER
    (household,) = understand(written.encode(encoding), "名簿.txt").households
    assert household.values[Field.NAME] in ("髙木 茂", "高木 茂")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    (sheet,) = read_sheets(ROSTER.replace("\t", delimiter).encode(), "a.csv")
    assert sheet.rows[1].cells == ("1班", "髙木　茂", "022-740-2073")


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    understood = text("班,氏名,住所", "", '1班,"林\n節子",みどりヶ丘1-2', ",森 茂,みどりヶ丘1-3")
    assert [(line.line, line.values[Field.NAME]) for line in understood.households] == [
        (3, "林 節子"),
        (5, "森 茂"),
    ]


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\r\n ", "empty"),
        (b",,,\r\n,,,", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (OLD_EXCEL + b"\0" * 600, ".xls"),
        (OLD_EXCEL + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"a,b\0,c\r\n1,2,3", "letters"),
        (b"\xff\xff\xfe\xfd", "letters"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "web page"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger"),
        (b"a" * 9_000_000, "quotation"),
        (b'a,b\r\n"1,2\r\n3,4', "quotation"),
        (b"a,b\r\n" * 20_001, "rows"),
        (b"\n" * 200_000 + b"a", "rows"),
        (b"a," * 101 + b"a", "columns"),
        ("避難行動要支援者名簿\r\n氏名,住所\r\n".encode(), "never imported"),
    ],
)
def test_an_unfit_file_is_refused_in_words(data: bytes, word: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        understand(data, "名簿.csv")
    assert word in refusal.value.message % refusal.value.params


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Unreadable, match="not an Excel workbook"):
        understand(out.getvalue(), "a.xlsx")


def _changed(part: str, content: str | bytes) -> bytes:
    """Return the sample workbook with one part replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / KAMINOSAWA) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in whole.namelist():
            archive.writestr(name, content if name == part else whole.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
OPEN, CLOSE = "<worksheet><sheetData>", "</sheetData></worksheet>"
CELL = '<c r="A1" t="inlineStr"><is><t>氏名</t></is></c>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b" " * 60_000_000, "unpacked"),
        (LAUGHS, "damaged"),
        ("<worksheet>", "damaged"),
        (OPEN + '<row r="1"><c r="??"/></row>' + CLOSE, "damaged"),
        (OPEN + '<row r="1"><c t="s"><v>x</v></c></row>' + CLOSE, "damaged"),
        (OPEN + '<row r="1"><c r="XFD1"><v>1</v></c></row>' + CLOSE, "columns"),
        (OPEN + '<row r="1">' + "<c><v>1</v></c>" * 500_001 + "</row>" + CLOSE, "columns"),
        (OPEN + "".join(f'<row r="{r}"><c><v>1</v></c></row>' for r in range(1, 20_003)) + CLOSE, "rows"),
    ],
)
def test_a_hostile_sheet_is_named_and_the_others_are_read(content: str | bytes, word: str) -> None:
    hostile, officers = understand(_changed(SHEET, content), "名簿.xlsx").tables
    assert word in hostile.problem % hostile.params
    assert (hostile.title, hostile.use, officers.use) == ("R8名簿", Use.NOTHING, Use.OFFICERS)


def test_a_workbook_of_one_bad_sheet_is_refused_with_its_reason() -> None:
    one = _without("xl/worksheets/sheet2.xml", _changed(SHEET, LAUGHS))
    with pytest.raises(Unreadable, match="damaged"):
        understand(one, "名簿.xlsx")


def _without(part: str, book: bytes) -> bytes:
    return _rewritten(book, lambda name, content: None if name == part else (name, content))


def _rewritten(book: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """Return the workbook with each part as `change` returns it; None drops it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            if part := change(name, whole.read(name)):
                archive.writestr(*part)
    return out.getvalue()


@pytest.mark.parametrize(
    "spelled",
    [str.upper, str.title, lambda name: name.replace("/", "\\"), lambda name: "/" + name],
    ids=["capitals", "first capitals", "backslashes", "from the root"],
)
def test_the_names_of_parts_are_found_in_any_spelling(spelled: Callable[[str], str]) -> None:
    whole = (SAMPLES / KAMINOSAWA).read_bytes()
    data = _rewritten(whole, lambda name, content: (spelled(name), content))
    assert read_sheets(data, "a.xlsx") == read_sheets(whole, "a.xlsx")


def test_parts_are_found_by_their_relations_and_not_by_their_usual_names() -> None:
    whole = (SAMPLES / KAMINOSAWA).read_bytes()
    names = {"xl/workbook.xml": "xl/book9.xml", "xl/_rels/workbook.xml.rels": "xl/_rels/book9.xml.rels"}

    def moved(name: str, content: bytes) -> tuple[str, bytes]:
        content = content.replace(b"xl/workbook.xml", b"xl/book9.xml").replace(b"styles.xml", b"looks.xml")
        return names.get(name, name).replace("styles.xml", "looks.xml"), content

    assert read_sheets(_rewritten(whole, moved), "a.xlsx") == read_sheets(whole, "a.xlsx")


@pytest.mark.parametrize("place", ["A1:XFD1048576", "A1:A1048576", "A1:XFD1"])
def test_a_merged_range_as_large_as_the_sheet_costs_nothing(place: str) -> None:
    merges = f'<mergeCells><mergeCell ref="{place}"/></mergeCells>' * 100
    data = _changed(SHEET, OPEN + f'<row r="1">{CELL}</row></sheetData>{merges}</worksheet>')
    assert understand(data, "a.xlsx").tables[0].title == "R8名簿"


def test_numbers_dates_and_merged_cells_of_a_workbook_read_as_people_meant_them() -> None:
    data = workbook(
        [
            ["班", "氏名", "住所", "電話"],
            ["1班", "林 茂", "みどりヶ丘1-2", 9079151475.0],
            [None, "森 清", None, 227402073],
        ],
        merged=["A2:A3", "C2:C3"],
    )
    first, second = understand(data, "a.xlsx").households
    assert first.values[Field.PHONE] == "090-7915-1475"
    assert second.values == {
        Field.NAME: "森 清",
        Field.BLOCK: "1班",
        Field.ADDRESS: "みどりヶ丘1-2",
        Field.PHONE: "0227402073",
    }


def test_furigana_that_excel_keeps_beside_a_name_is_not_part_of_it() -> None:
    cell = CELL.replace("<t>氏名</t>", "<r><t>氏名</t></r><rPh sb='0' eb='2'><t>シメイ</t></rPh>")
    data = _changed(SHEET, OPEN + f'<row r="1">{cell}<c t="str"><v>住所</v></c></row>' + CLOSE)
    assert read_sheets(data, "a.xlsx")[0].rows[0].cells == ("氏名", "住所")


def test_a_hidden_sheet_is_not_used_unasked() -> None:
    with zipfile.ZipFile(SAMPLES / KAMINOSAWA) as whole:
        book = whole.read("xl/workbook.xml").decode()
    data = _changed(
        "xl/workbook.xml", book.replace('sheetId="1" state="visible"', 'sheetId="1" state="hidden"')
    )
    assert understand(data, "a.xlsx").households == ()


def test_twice_as_many_namesakes_are_twice_the_work() -> None:
    def read(number: int) -> int:
        rows = [f"1班,林 茂,みどりヶ丘{n}" for n in range(number)]
        return effort(lambda: text("班,氏名,住所", *rows))

    assert read(800) < 2.5 * read(400)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_are_understood_or_refused(data: bytes) -> None:
    _try(data)


CELLS = st.text("=+-@'\"「班1２ABｱあ髙,\t\r\n\0なし合計〃0９－ー〒Rr令和年月日丁目", max_size=12)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12), st.sampled_from(["utf-8", "cp932", "utf-16"]))
@settings(max_examples=300, deadline=None)
def test_arbitrary_cells_under_a_heading_are_understood_or_refused(
    rows: list[list[str]], encoding: str
) -> None:
    heading = "班,No.,氏名,ﾌﾘｶﾞﾅ,住所,電話,役職,任期\r\n"
    _try((heading + "\r\n".join(",".join(row) for row in rows)).encode(encoding, errors="replace"))


@given(st.integers(0, 6900), st.binary(min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_damaged_workbook_is_understood_or_refused(place: int, damage: bytes) -> None:
    whole = (SAMPLES / KAMINOSAWA).read_bytes()
    _try(whole[:place] + damage + whole[place + len(damage) :])


@given(st.integers(0, 9000), st.text("<>/=\"' r1A:ctvsx0-9&;", min_size=1, max_size=10))
@settings(max_examples=200, deadline=None)
def test_a_damaged_sheet_is_understood_or_refused(place: int, damage: str) -> None:
    with zipfile.ZipFile(SAMPLES / KAMINOSAWA) as whole:
        sheet = whole.read(SHEET)
    _try(_changed(SHEET, sheet[:place] + damage.encode() + sheet[place + len(damage) :]))


def _try(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        propose(understand(data, "名簿.csv"), [])
