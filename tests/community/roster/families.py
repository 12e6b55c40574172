"""Generated rosters with their truth: households and people, written in the layouts that associations use."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

FAMILIES = [
    *"林森原谷",
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "渡辺",
    "伊藤",
    "山本",
    "中村",
    "小林",
    "加藤",
    "佐々木",
    "長谷川",
]
MEN, WOMEN = ["茂", "清", "進", "正夫", "健一", "誠"], ["花子", "幸子", "和子", "美咲", "トシ", "恵"]
CHILDREN = ["蓮", "結衣", "陽翔", "さくら"]
TOWNS = ["上町", "下町", "旭町", "桜ヶ丘", "みどりヶ丘"]

HEADINGS = {
    "block": ["班", "組", "班番号", "隣組", "所属班"],
    "name": ["氏名", "お名前", "氏　名", "会員名", "ｼﾒｲ"],
    "address": ["住所", "住　所", "番地", "現住所"],
    "phone": ["電話", "電話番号", "ＴＥＬ", "連絡先", "ﾃﾞﾝﾜ"],
    "relation": ["続柄", "続き柄", "世帯主との続柄"],
    "age": ["年齢", "満年齢"],
    "number": ["No.", "番号", "№", "通番"],
}
MONTHS = [f"{month}月" for month in (*range(4, 13), *range(1, 4))]


@dataclass(frozen=True)
class Person:
    given: str
    relation: str
    age: int


@dataclass(frozen=True)
class House:
    block: str
    family: str
    given: str
    address: str
    phone: str
    others: tuple[Person, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}"

    @property
    def people(self) -> list[tuple[str, bool]]:
        return [(f"{self.family} {one.given}", one.age < 18) for one in self.others]


@dataclass
class Grid:
    """Cells of one sheet, and the rows whose name is bold."""

    rows: list[list[str]] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    title: str = "名簿"


def as_csv(grid: Grid, encoding: str = "utf-8-sig") -> bytes:
    width = max(map(len, grid.rows))
    lines = (",".join([*row, *[""] * (width - len(row))]) for row in grid.rows)
    return "\r\n".join(lines).encode(encoding)


def as_workbook(*grids: Grid) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.title)
        for number, row in enumerate(grid.rows, 1):
            for column, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(number, column, text)
                    cell.font = Font(bold=number in grid.bold)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@st.composite
def towns(draw: Callable[..., Any], *, people: bool = False) -> list[House]:
    """Draw an association: two to four blocks of three to seven houses, no two of one name or address."""
    houses: list[House] = []
    for block in range(1, draw(st.integers(2, 4)) + 1):
        for number in range(1, draw(st.integers(3, 7)) + 1):
            index = len(houses)
            family = FAMILIES[(index * 5 + block) % len(FAMILIES)]
            others: tuple[Person, ...] = ()
            if people and draw(st.booleans()):
                wife = Person(WOMEN[index % len(WOMEN)], "妻", 45)
                child = Person(CHILDREN[index % len(CHILDREN)], "長男", draw(st.sampled_from([7, 15, 30])))
                others = (wife, child)[: draw(st.integers(1, 2))]
            houses.append(
                House(
                    f"{block}班",
                    family,
                    MEN[index // len(FAMILIES) % len(MEN)],
                    f"{TOWNS[block % len(TOWNS)]}{block}-{number}",
                    f"022-{700 + block}-{2000 + index}",
                    others,
                )
            )
    return houses


def blocks_of(houses: Sequence[House]) -> dict[str, list[House]]:
    found: dict[str, list[House]] = {}
    for house in houses:
        found.setdefault(house.block, []).append(house)
    return found


@st.composite
def words(draw: Callable[..., str]) -> dict[str, str]:
    """Draw one heading for each column."""
    return {of: draw(st.sampled_from(spellings)) for of, spellings in HEADINGS.items()}
