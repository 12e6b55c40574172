"""Route sheets on A4: forty households on two pages, each with its head, text escaped."""

import pypdfium2
import pytest

from kairanban.circulation.route_sheets.actions.sheets import Sheet
from kairanban.circulation.route_sheets.pages.printing import TEMPLATE, Printed
from kairanban.circulation.route_sheets.queries.heads import Head
from kairanban.circulation.route_sheets.queries.notes import Note
from kairanban.circulation.route_sheets.queries.sheets import SheetRow
from kairanban.circulation.route_sheets.rules import copies
from kairanban.confined.printing import print_pdf
from kairanban.core.clock import Moment
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.i18n.templating import render
from tests.conftest import TODAY

pytestmark = pytest.mark.anyio

LABELS = ("佐藤", "鈴木（本家）", "伊藤商店・伊藤 健太郎（二階）", "吉田・山田（二世帯・離れの若夫婦）")


def sheet(households: int, block: str = "3班", title: str = "公園の清掃", kind: str = "acknowledge") -> Sheet:
    circular, place = CircularId(1), PlaceId(3)
    head = Head(
        circular, PlaceId(1), PlaceId(1), "みどりヶ丘自治会", place, block, title, kind, None, TODAY, None, 1, 1, "ordinary",
        "notice", "ordinary", 1, 0,
    )  # fmt: skip
    lines = [
        SheetRow(place, HouseholdId(n), LABELS[n % 4], int(n == 11), "paper", 0, n + 1, block, None, None, None, None, None)
        for n in range(households)
    ]  # fmt: skip
    return Sheet(head, lines)


async def pages(*sheets: Sheet) -> list[str]:
    view = Printed(list(sheets), "http://localhost:8321", 1, "/")
    document = pypdfium2.PdfDocument(await print_pdf(render("ja", TEMPLATE, page=view)))
    return [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document]


async def test_forty_households_stand_on_two_pages_with_the_head_on_each() -> None:
    first, second = await pages(sheet(40))
    for page in (first, second):
        assert "見ました" in page
        assert "3班　公園の清掃" in page
    assert "3班の12" in first
    assert "40" in second


async def test_each_block_begins_on_a_page_of_its_own() -> None:
    found = await pages(sheet(3), sheet(2, "4班"))
    assert ["3班" in page for page in found] == [True, False]
    assert ["4班" in page for page in found] == [False, True]


async def test_a_note_is_a_page_of_its_own() -> None:
    note = Note(1, PlaceId(3), "鈴木", 0, "3班", 2, "永井 純", Moment(0), "返事がなく新聞がたまっている")
    view = Printed([sheet(3)], "http://localhost:8321", 1, "/", [note])
    document = pypdfium2.PdfDocument(await print_pdf(render("ja", TEMPLATE, page=view)))
    first, second = (page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document)
    assert "新聞がたまっている" not in first
    assert "新聞がたまっている" in second
    assert "鈴木" in second


async def test_what_people_wrote_is_never_markup() -> None:
    view = Printed([sheet(2, title="<script>x</script><wbr>かいらん")], "", 1, "/")
    html = render("ja", TEMPLATE, page=view)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_one_copy_travels_and_one_hangs_on_each_board() -> None:
    assert [copies(0, 0), copies(1, 0), copies(40, 0), copies(0, 1), copies(40, 1)] == [0, 1, 1, 1, 2]
