"""Layout x headings x values: every way of writing a list gives the same households."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.understanding import Understanding, understand
from tests.community.roster.families import MONTHS, Grid, House, as_csv, as_workbook, blocks_of, towns, words

TODAY = date(2026, 11, 30)
SOME = settings(max_examples=60, deadline=None)
Words = dict[str, str]


def read(understood: Understanding) -> list[tuple[str, str, str, str]]:
    return sorted(
        (
            line.values.get(Field.BLOCK, ""),
            line.values[Field.NAME],
            line.values.get(Field.ADDRESS, ""),
            line.values.get(Field.PHONE, ""),
        )
        for line in understood.households
    )


def truth(houses: list[House]) -> list[tuple[str, str, str, str]]:
    return sorted((house.block, house.name, house.address, house.phone) for house in houses)


def people(understood: Understanding) -> dict[str, list[tuple[str, bool]]]:
    return {
        f"{line.values.get(Field.BLOCK)} {line.values[Field.NAME]}": [
            (one.name, one.child) for one in line.members
        ]
        for line in understood.households
    }


def living(houses: list[House]) -> dict[str, list[tuple[str, bool]]]:
    return {f"{house.block} {house.name}": house.people for house in houses}


def head(said: Words, *columns: str) -> list[str]:
    return [said[column] for column in columns]


def cells(house: House) -> list[str]:
    return [house.name, house.address, house.phone]


@given(towns(), words(), st.booleans(), st.booleans(), st.sampled_from(["utf-8-sig", "cp932", "utf-16"]))
@SOME
def test_a_list_with_a_column_of_blocks(
    houses: list[House], said: Words, carried: bool, fees: bool, encoding: str
) -> None:
    """The block on each row, or on the first row of each block only."""
    grid = Grid(
        [
            ["令和8年度 会員名簿"],
            [],
            [*head(said, "block", "name", "address", "phone"), *(MONTHS if fees else [])],
        ]
    )
    for block, own in blocks_of(houses).items():
        for index, house in enumerate(own):
            grid.rows.append(
                [block if index == 0 or not carried else "", *cells(house), *(["500"] * 12 if fees else [])]
            )
    grid.rows.append(["", "合計", f"{len(houses)}世帯"])
    understood = understand(as_csv(grid, encoding), "名簿.csv")
    assert read(understood) == truth(houses)
    assert [total.agrees for total in understood.totals] == [True]


@given(towns(), words(), st.booleans(), st.booleans())
@SOME
def test_a_title_above_each_block(houses: list[House], said: Words, again: bool, blank: bool) -> None:
    """One heading for all, or one below each title."""
    heading = head(said, "number", "name", "address", "phone")
    grid = Grid([["会員名簿"]] if again else [["会員名簿"], heading])
    for block, own in blocks_of(houses).items():
        grid.rows += [[]] if blank else []
        grid.rows += [[f"{block}（班長：{own[0].name}）"], *([heading] if again else [])]
        grid.rows += [[str(number), *cells(house)] for number, house in enumerate(own, 1)]
    assert read(understand(as_workbook(grid), "名簿.xlsx")) == truth(houses)


@given(towns(), words(), st.integers(0, 2), st.integers(2, 3), st.sampled_from(["title", "column"]))
@SOME
def test_blocks_side_by_side(houses: list[House], said: Words, gap: int, across: int, where: str) -> None:
    blocks = list(blocks_of(houses).items())
    grid = Grid([["みなみ町内会 名簿（令和8年度）"], []])
    named = ["number"] if where == "title" else ["block"]
    heading = head(said, *named, "name", "address", "phone")
    for first in range(0, len(blocks), across):
        band = blocks[first : first + across]
        if where == "title":
            grid.rows.append(beside([[block, "", "", ""] for block, _ in band], gap))
        grid.rows.append(beside([heading for _ in band], gap))
        for index in range(max(len(own) for _, own in band)):
            parts = [
                [str(index + 1) if where == "title" else block, *cells(own[index])]
                if index < len(own)
                else [""] * 4
                for block, own in band
            ]
            grid.rows.append(beside(parts, gap))
        grid.rows += [[], []]
    assert read(understand(as_workbook(grid), "名簿.xlsx")) == truth(houses)


def beside(parts: list[list[str]], gap: int) -> list[str]:
    row: list[str] = []
    for part in parts:
        row += [*([""] * gap if row else []), *part]
    return row


@given(towns(), words(), st.sampled_from(["{}", "第{}", "{}名簿"]))
@SOME
def test_a_sheet_for_each_block(houses: list[House], said: Words, called: str) -> None:
    grids = [
        Grid([head(said, "name", "address", "phone"), *map(cells, own)], title=called.format(block))
        for block, own in blocks_of(houses).items()
    ]
    fees = Grid([[said["name"], *MONTHS], *([house.name, *["○"] * 12] for house in houses)], title="会費")
    understood = understand(as_workbook(*grids, fees), "名簿.xlsx")
    found = [(block.removeprefix("第"), *rest) for block, *rest in read(understood)]
    assert found == truth(houses)


@given(towns(), st.booleans())
@SOME
def test_numbers_of_blocks_without_a_heading(houses: list[House], serial: bool) -> None:
    rows = [
        [house.block[0], *([str(number)] if serial else []), *cells(house)]
        for number, house in enumerate(houses, 1)
    ]
    assert read(understand(as_csv(Grid(rows)), "名簿.csv")) == truth(houses)


@given(towns(people=True), words(), st.sampled_from(["filled", "blank"]), st.booleans())
@SOME
def test_one_row_a_person_by_relation(houses: list[House], said: Words, place: str, block_rows: bool) -> None:
    columns = ["name", "relation", "age", "address", "phone"]
    grid = Grid([head(said, *([] if block_rows else ["block"]), *columns)])
    for block, own in blocks_of(houses).items():
        grid.rows += [[block]] if block_rows else []
        for house in own:
            for index, (name, relation, age) in enumerate(persons(house)):
                written = index == 0 or place == "filled"
                grid.rows.append(
                    [
                        *([] if block_rows else [block if written else ""]),
                        *(
                            name,
                            relation,
                            str(age),
                            house.address if written else "",
                            house.phone if index == 0 else "",
                        ),
                    ]
                )
    understood = understand(as_csv(grid), "名簿.csv", today=TODAY)
    assert read(understood) == truth(houses)
    assert people(understood) == living(houses)


def persons(house: House) -> list[tuple[str, str, int]]:
    others = [(f"{house.family} {one.given}", one.relation, one.age) for one in house.others]
    return [(house.name, "世帯主", 50), *others]


@given(towns(people=True), words(), st.sampled_from(["mark", "bold", "head's name"]))
@SOME
def test_one_row_a_person_by_a_mark_bold_letters_or_the_heads_name(
    houses: list[House], said: Words, how: str
) -> None:
    if not any(house.others for house in houses):
        return
    marks = [] if how == "bold" else ["世帯主"]
    grid = Grid([head(said, "block", "address", "name", "age", "phone") + marks])
    for house in houses:
        for index, (name, _, age) in enumerate(persons(house)):
            first = index == 0
            mark = {"mark": "○" if first else "", "head's name": house.name, "bold": ""}[how]
            grid.rows.append(
                [house.block, house.address, name, str(age), house.phone, mark]
                if first
                else ["", "", name, str(age), "", mark]
            )
            if first and how == "bold":
                grid.bold.add(len(grid.rows))
    understood = understand(as_workbook(grid), "名簿.xlsx", today=TODAY)
    assert read(understood) == truth(houses)
    assert people(understood) == living(houses)


@given(towns(people=True), words(), st.booleans())
@SOME
def test_one_row_a_person_by_the_address_alone(houses: list[House], said: Words, blank: bool) -> None:
    if sum(len(house.others) for house in houses) < max(2, len(houses) // 2):
        return
    grid = Grid([head(said, "block", "name", "age", "address", "phone")])
    for house in houses:
        for index, (name, _, age) in enumerate(persons(house)):
            first = index == 0
            place = house.address if first or not blank else ""
            grid.rows.append([house.block, name, str(age), place, house.phone if first else ""])
    understood = understand(as_csv(grid), "名簿.csv", today=TODAY)
    assert read(understood) == truth(houses)
    assert people(understood) == living(houses)


@pytest.mark.parametrize(
    "years", [("R8", "R7"), ("令和8年度", "令和7年度"), ("2026年度", "2025年度"), ("名簿", "名簿（旧）")]
)
@given(towns(), words())
@settings(max_examples=10, deadline=None)
def test_of_several_years_the_newest(years: tuple[str, str], houses: list[House], said: Words) -> None:
    newest, older = (
        Grid(
            [
                head(said, "block", "name", "address", "phone"),
                *([house.block, *cells(house)] for house in own),
            ],
            title=year,
        )
        for year, own in zip(years, (houses, houses[1:]), strict=True)
    )
    for grids in ((newest, older), (older, newest)):
        assert read(understand(as_workbook(*grids), "名簿.xlsx")) == truth(houses)
