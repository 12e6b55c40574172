"""Rows compared with each other: serial numbers, namesakes, and columns guessed from their cells."""

import pytest

from kairanban.community.roster.rules.checks import NOT_TOLD_APART, TOLD_APART, serial_is_route_order
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.guessing import meaning_of_cells
from tests.community.roster.rosters import text


@pytest.mark.parametrize(
    ("numbers", "is_order"),
    [
        ([[1, 2], [1, 3]], True), ([[1], [1]], True), ([[1, 2, 3]], False), ([[1, 2], [1, 1]], False),
        ([[1, 2], [3, 4]], False), ([[1, 2], []], False), ([[2, 1], [1, 2]], False),
    ],
)  # fmt: skip
def test_a_serial_that_begins_again_and_rises_in_each_block_is_the_route_order(
    numbers: list[list[int]], is_order: bool
) -> None:
    assert serial_is_route_order(numbers) is is_order


@pytest.mark.parametrize(
    ("places", "messages"),
    [
        (["上町1", "上町2"], [(TOLD_APART, "3"), (TOLD_APART, "2")]),
        (["上町1", "上町1", "上町2"], [(NOT_TOLD_APART, "3"), (NOT_TOLD_APART, "2"), (TOLD_APART, "2")]),
        (["上町1"], []),
    ],
)
def test_namesakes_of_a_block_point_to_each_other(places: list[str], messages: list[tuple[str, str]]) -> None:
    rows = [f"1班,林 茂,{place},022-740-207{number}" for number, place in enumerate(places)]
    households = text("班,氏名,住所,電話", *rows, "2班,林 茂,上町1,").households
    found = [finding for line in households for finding in line.findings]
    assert [(one.message, one.params["first"]) for one in found] == messages


@pytest.mark.parametrize(
    ("cells", "means"),
    [
        (["1", "2", "林"], Field.SERIAL), (["1", "林", "森"], Field.IGNORED), (["1", "2", "なし", ""], Field.SERIAL),
        ([], Field.IGNORED), (["なし"], Field.IGNORED),
    ],
)  # fmt: skip
def test_a_column_is_what_two_thirds_of_its_cells_look_like(cells: list[str], means: Field) -> None:
    assert meaning_of_cells(cells) is means
