"""A town's list of associations, as a file or as cells copied out of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kairanban.community.roster.rules.spelling import plain, tidy
from kairanban.i18n.marks import N as _n

MOST = 3_000
NAME_LONGEST, CODE_LONGEST = 60, 20
_TITLE_ROWS = 6

_HEADINGS = {
    "name": {"自治会名", "町内会名", "自治会", "町内会", "自治会町内会名", "名称", "団体名", "区名", "行政区", "行政区名", "集落名", "name", "association"},
    "code": {"番号", "no", "no.", "コード", "自治会番号", "町内会番号", "整理番号", "区番号", "団体番号", "number"},
    "chair": {"会長", "会長名", "会長氏名", "代表者", "代表者名", "代表者氏名", "区長", "区長名", "氏名", "自治会長", "自治会長名", "町内会長", "町内会長名", "chair"},
    "district": {"地区", "地区名", "校区", "学区", "支所", "district"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list; `line` as the reader counts them."""

    line: int
    name: str
    code: str = ""
    chair: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[Entry, ...]
    refused: tuple[RefusedRow, ...]

    def written(self) -> str:
        """Return the entries as lines of cells, which `pasted` reads again."""
        rows = [("番号", "自治会名", "会長", "地区")]
        rows += [(one.code, one.name, one.chair, one.district) for one in self.entries]
        return "\n".join("\t".join(cells) for cells in rows)


def pasted(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return lines of cells: separated by tabs, as tables copy them, else by commas."""
    lines = text.splitlines()
    sign = "\t" if "\t" in text else ","
    # A full-width comma is what Japanese keyboards write.
    cut = [line.replace("，", sign).replace("、", sign) if sign == "," else line for line in lines]
    return [(number, tuple(line.split(sign))) for number, line in enumerate(cut, 1) if line.strip()]


def understand(rows: Iterable[tuple[int, Sequence[str]]]) -> Listing:
    """Return the associations of the rows, and the rows that name none with the reason."""
    tidied = [(line, [tidy(cell) for cell in cells]) for line, cells in rows]
    tidied = [(line, cells) for line, cells in tidied if any(cells)]
    columns, begins = _columns(tidied)
    entries: list[Entry] = []
    refused: list[RefusedRow] = []
    names, codes = set[str](), set[str]()
    for line, cells in tidied[begins:]:
        at = {name: _cell(cells, column) for name, column in columns.items()}
        entry = Entry(
            line, at.get("name", ""), plain(at.get("code", "")), at.get("chair", ""), at.get("district", "")
        )
        wrong = _wrong(entry, names, codes) or (_n("The list is too long.") if len(entries) >= MOST else "")
        if wrong:
            refused.append(RefusedRow(line, " ".join(cells)[:100], wrong))
            continue
        names.add(plain(entry.name))
        codes.add(entry.code)
        entries.append(entry)
    return Listing(tuple(entries), tuple(refused))


def _wrong(entry: Entry, names: set[str], codes: set[str]) -> str:
    if not entry.name:
        return _n("There is no name in this row.")
    if (
        max(len(entry.name), len(entry.chair), len(entry.district)) > NAME_LONGEST
        or len(entry.code) > CODE_LONGEST
    ):
        return _n("This is too long.")
    if plain(entry.name) in names:
        return _n("This name stands in the list twice.")
    if entry.code and entry.code in codes:
        return _n("This number stands in the list twice.")
    return ""


def _columns(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[dict[str, int], int]:
    """Return what each column is and the index of the first row after the headings."""
    for index, (_, cells) in enumerate(rows[:_TITLE_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(cells):
            word = plain(cell).lower().replace(" ", "")
            for name, words in _HEADINGS.items():
                if word in words:
                    found.setdefault(name, column)
        if "name" in found:
            return found, index + 1
    # Without headings: a number first or not, then the name, then the chair.
    numbered = sum(_is_number(cells[0]) for _, cells in rows if cells)
    first = int(numbered * 2 > len(rows)) if rows else 0
    return ({"code": 0} if first else {}) | {"name": first, "chair": first + 1}, 0


def _is_number(cell: str) -> bool:
    return plain(cell).replace("-", "").isdecimal()


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
