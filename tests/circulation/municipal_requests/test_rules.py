"""Copies, decisions and fiscal years of municipal requests, and which numbers are too small to show."""

from dataclasses import dataclass
from datetime import date
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.circulation.municipal_requests.actions.sending import to_all
from kairanban.circulation.municipal_requests.queries.sending import Association
from kairanban.circulation.municipal_requests.rules.copies import copies, copies_of_block, few, sheet
from kairanban.circulation.municipal_requests.rules.decisions import (
    RequestState,
    is_over,
    request_state,
    still_missing,
)
from kairanban.circulation.municipal_requests.rules.fiscal_years import (
    Sent,
    bounds,
    by_department,
    months_of,
    together,
    year_of,
)
from kairanban.circulation.municipal_requests.rules.received import Told
from kairanban.circulation.municipal_requests.rules.stocktaking import DeliveryDay, Outcome, median, outcomes
from kairanban.core.clock import at
from kairanban.core.ids import CircularId, PlaceId

OPEN, PREPARING, PASSED, TAKEN_BACK, DECLINED = RequestState


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("", None, None, None), OPEN), (("declined", None, None, None), DECLINED), (("declined", 1, 1, None), DECLINED),
        (("passed", 1, None, None), PREPARING), (("passed", 1, 5, None), PASSED), (("passed", 1, 5, 6), TAKEN_BACK),
        (("passed", None, None, None), OPEN), (("", 1, 5, None), OPEN), (("passed", 1, None, 6), PREPARING),
    ],
)  # fmt: skip
def test_a_request_is_what_the_association_decided(
    given: tuple[str, int | None, int | None, int | None], expected: RequestState
) -> None:
    assert request_state(*given) is expected


def test_a_request_needs_a_department_associations_and_a_day_to_come() -> None:
    assert still_missing("環境課", 1) == []
    assert [field for field, _ in still_missing("", 0)] == ["department", "associations"]
    today, yesterday = date(2026, 12, 1), date(2026, 11, 30)
    assert is_over(at(yesterday, 23), at(today))
    assert not is_over(at(today), at(today, 23))


@pytest.mark.parametrize(
    ("state", "distribution", "households", "number"),
    [
        (PASSED, "circulate", 7, 3), (PASSED, "distribute", 7, 7), (PASSED, "distribute", 2, 5), (PASSED, "distribute", 0, 0),
        (PASSED, "circulate", 0, 0), (OPEN, "circulate", 7, 3), (PREPARING, "distribute", 7, 7),
        (DECLINED, "circulate", 7, 0), (TAKEN_BACK, "distribute", 7, 0),
    ],
)  # fmt: skip
def test_copies_are_one_a_block_or_one_a_household(
    state: RequestState, distribution: str, households: int, number: int
) -> None:
    assert copies(state, distribution, households, 3) == number


def test_a_blocks_copies_and_numbers_too_small_to_show() -> None:
    assert [copies_of_block("circulate", n) for n in (0, 1, 7)] == [0, 1, 1]
    assert [copies_of_block("distribute", n) for n in (0, 1, 7)] == [0, 1, 7]
    assert [few(n) for n in (0, 1, 4, 5)] == [False, True, True, False]


@dataclass
class Asked:
    request: int
    association: int
    state: RequestState
    copies: int

    @property
    def name(self) -> str:
        return f"会{self.association}"


def test_a_sheet_has_a_row_an_association_with_sums() -> None:
    made = sheet(
        [1, 2],
        [Asked(1, 7, PASSED, 3), Asked(2, 7, OPEN, 4), Asked(2, 8, PREPARING, 5), Asked(1, 9, DECLINED, 0)],
    )
    assert [(line.name, line.copies, line.open, line.total) for line in made.lines] == [
        ("会7", (3, 4), 1, 7),
        ("会8", (0, 5), 1, 5),
        ("会9", (0, 0), 0, 0),
    ]
    assert (made.sums.copies, made.sums.open) == ((3, 9), 2)


def told(addressed: int, replied: int, passed_at: int | None = 1) -> Told:
    return Told(
        CircularId(1), PlaceId(1), "会", "passed", "", "", 1, CircularId(1), passed_at, None, addressed, replied, 0, 0, "circulate"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("addressed", "replied", "shown", "replied_shown", "nearly_all"),
    [
        (10, 5, True, True, False), (10, 4, True, False, False), (10, 0, True, True, False), (10, 6, True, False, True),
        (10, 10, True, True, False), (5, 5, True, True, False), (4, 4, False, False, False), (0, 0, False, False, False),
    ],
)  # fmt: skip
def test_no_number_says_who_it_was(
    addressed: int, replied: int, shown: bool, replied_shown: bool, nearly_all: bool
) -> None:
    one = told(addressed, replied)
    assert (one.shown, one.replied_shown, one.nearly_all) == (shown, replied_shown, nearly_all)
    assert not told(addressed, replied, None).shown


def test_a_fiscal_year_begins_in_april() -> None:
    assert year_of(at(date(2026, 3, 31), 23)) == 2025
    assert year_of(at(date(2026, 4, 1))) == year_of(at(date(2027, 1, 5))) == 2026
    assert bounds(2026) == (at(date(2026, 4, 1)), at(date(2027, 4, 1)))
    months = months_of(2026)
    assert (months[0], months[8], months[9], months[11]) == (
        at(date(2026, 4, 1)),
        at(date(2026, 12, 1)),
        at(date(2027, 1, 1)),
        at(date(2027, 3, 1)),
    )


def test_requests_are_counted_by_department_and_month() -> None:
    april, march = at(date(2026, 4, 5)), at(date(2027, 3, 5))
    rows = by_department([Sent("福祉課", march, None), Sent("環境課", april, 5), Sent("環境課", april, None)])
    assert [(row.name, row.months[0], row.months[11], row.withdrawn, row.total) for row in rows] == [
        ("環境課", 2, 0, 1, 2),
        ("福祉課", 0, 1, 0, 1),
    ]
    assert (together(rows).total, together(rows).withdrawn) == (3, 1)


@pytest.mark.parametrize(
    ("there", "asked", "to_every_one"),
    [([], set(), False), ([1], {1}, False), ([1, 2], {1}, False), ([1, 2], {1, 2}, True), ([1, 2], {1, 2, 3}, True)],
)  # fmt: skip
def test_every_association_is_asked_only_where_there_are_several(
    there: list[int], asked: set[PlaceId], to_every_one: bool
) -> None:
    assert to_all(asked, [Association(PlaceId(id), "自治会", 1) for id in there]) is to_every_one


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=12))
def test_the_median_is_that_of_every_single_value(counted: list[tuple[int, int]]) -> None:
    single = sorted(value for value, number in counted for _ in range(number))
    assert median(counted) == (median_low(single) if single else None)


def test_what_came_of_the_requests_is_summed_by_department() -> None:
    rows = [
        Outcome("環境課", 0, "", 1, 2, 3, 9),
        Outcome("環境課", 0, "", 1, 6, 1, 2),
        Outcome("環境課", 1, "too_late", 0, None, 2, 0),
        Outcome("税務課", 1, "too_much", 0, None, 3, 0),
        Outcome("税務課", 0, "", 0, None, 4, 5),
    ]
    days = [DeliveryDay("環境課", CircularId(1), 5), DeliveryDay("税務課", CircularId(2), 5)]
    (green, tax), together_ = outcomes(rows, days)
    assert (green.asked, green.passed, green.declined, green.open, green.days, green.copies) == (
        6,
        4,
        2,
        0,
        2,
        11,
    )
    assert (tax.asked, tax.passed, tax.declined, tax.open, tax.days, tax.copies) == (7, 0, 3, 4, None, 5)
    assert together_.reasons == (("too_much", 3), ("too_late", 2))
    # Two departments on one day are one delivery.
    assert (green.deliveries, tax.deliveries, together_.deliveries) == (1, 1, 1)
