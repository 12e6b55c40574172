"""Counts of copies, decisions and requests: exact for the association, for others never single households."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.municipal_requests.actions import decisions, totals
from kairanban.circulation.municipal_requests.rules.copies import copies
from kairanban.circulation.municipal_requests.rules.decisions import RequestState
from kairanban.circulation.municipal_requests.rules.fiscal_years import (
    Sent,
    bounds,
    by_department,
    months_of,
    together,
    year_of,
)
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.core.clock import at
from tests.circulation.municipal_requests.towns import fill_block, next_town, plain
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, asked

pytestmark = pytest.mark.anyio

DELIVERY = at(date(2026, 12, 15))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_copies_are_the_households_that_take_paper_now(world: World) -> None:
    await fill_block(world, "block_1", 4, "paper")
    request = await asked(world, deliver_on=DELIVERY, distribution="distribute")
    async with Visit(world, "yamada") as chair, Visit(world, "shimizu") as town:
        path = f"/associations/{world.places['midorigaoka']}/requests/{request}/copies"
        assert rows((await chair.get(f"{path}/table")).text) == [
            ["班", "部数"],
            ["1班", "6"],
            ["2班", "1"],
            ["合計", "7"],
        ]
        assert (await chair.get(path)).status_code == 200
        assert "1班" in (await chair.get(f"{path}/paper")).text
        told = rows((await town.get(f"/requests/{request}/copies/table")).text)
        assert told[1:] == [["みどりヶ丘自治会", "7", "1"], ["上ノ沢区", "0", "1"], ["合計", "7", "2"]]
        assert "1班" not in (await town.get(f"/requests/{request}/copies")).text


@pytest.mark.parametrize("passed_on", [False, True])
async def test_what_goes_round_takes_one_copy_in_each_block_with_a_household_on_paper(
    world: World, passed_on: bool
) -> None:
    await fill_block(world, "block_1", 4, "paper")
    async with world.database.write(SYSTEM) as tx:
        world.places["block_3"] = await add_place(tx, PlaceKind.BLOCK, "3班", world.places["midorigaoka"])
    await fill_block(world, "block_3", 2, "digital")
    request = await asked(world, "midorigaoka", deliver_on=DELIVERY)
    if passed_on:
        async with world.database.write(world.yamada) as tx:
            await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=True)
    async with Visit(world, "yamada") as chair, Visit(world, "shimizu") as town:
        path = f"/associations/{world.places['midorigaoka']}/requests/{request}/copies"
        assert rows((await chair.get(f"{path}/table")).text) == [
            ["班", "部数"],
            ["1班", "1"],
            ["2班", "1"],
            ["合計", "2"],
        ]
        assert "紙は1部ずつ、班の中を回します" in said(await chair.get(path))
        assert "紙は1部ずつ、班の中を回します" in said(await chair.get(f"{path}/paper"))
        told = rows((await town.get(f"/requests/{request}/copies/table")).text)
        assert [line[:2] for line in told[1:]] == [["みどりヶ丘自治会", "2"], ["合計", "2"]]
        page = said(await town.get(f"/requests/{request}/copies"))
        assert "紙は1部ずつ、班の中を回します" in page
        assert "5世帯より" not in page


async def test_a_few_copies_are_counted_as_five_for_the_town(world: World) -> None:
    request = await asked(world, distribution="distribute")
    async with world.database.read(world.shimizu) as tx:
        lines = await totals.by_association(tx, request)
    assert [(line.name, line.paper, line.copies) for line in lines] == [
        ("みどりヶ丘自治会", 3, 5),
        ("上ノ沢区", 0, 0),
    ]


@pytest.mark.parametrize(
    ("where", "paper", "expected"),
    [
        (RequestState.OPEN, 12, 12),
        (RequestState.PREPARING, 12, 12),
        (RequestState.PASSED, 12, 12),
        (RequestState.PASSED, 1, 5),
        (RequestState.OPEN, 0, 0),
        (RequestState.DECLINED, 12, 0),
        (RequestState.TAKEN_BACK, 12, 0),
    ],
)
def test_copies_follow_the_answer(where: RequestState, paper: int, expected: int) -> None:
    assert copies(where, "distribute", paper, 2) == expected
    # Numbers of blocks identify nobody and are not raised to five.
    assert copies(where, "circulate", paper, 2) == (2 if expected else 0)


async def test_a_delivery_day_holds_all_its_requests(world: World) -> None:
    await fill_block(world, "block_2", 6, "both")
    first = await asked(world, deliver_on=DELIVERY)
    second = await asked(
        world, "midorigaoka", deliver_on=DELIVERY, texts=_named("ごみの日"), distribution="distribute"
    )
    await asked(world, deliver_on=at(date(2026, 12, 16)), texts=_named("べつの日"))
    async with world.database.write(world.yamada) as tx:
        await decisions.decline(tx, world.places["midorigaoka"], first, "too_much", "")
    async with Visit(world, "shimizu") as town:
        day = plain(await town.get("/requests/deliveries/2026-12-15"))
        assert "ごみの日" in day
        assert "べつの日" not in day
        assert rows((await town.get("/requests/deliveries/2026-12-15/table")).text) == [
            ["会", "公園の清掃 / 回覧", "ごみの日 / 配布", "合計", "まだお返事なし"],
            ["みどりヶ丘自治会", "0", "9", "9", "1"],
            ["上ノ沢区", "0", "0", "0", "1"],
            ["合計", "0", "9", "9", "2"],
        ]
        assert (await town.get("/requests/deliveries/2026-12-15/paper")).status_code == 200
        assert "/requests/deliveries/2026-12-16" in (await town.get("/requests")).text
        for nothing in ("2026-02-30", "soon", "20261215", "0001-01-01"):
            assert (await town.get(f"/requests/deliveries/{nothing}")).status_code == 404
        assert (await town.get("/requests/deliveries/2027-01-01")).status_code == 200
        await town.post(f"/requests/{second}/withdrawal", {"why": "中止"})
        assert "ごみの日" not in plain(await town.get("/requests/deliveries/2026-12-15"))


async def test_a_delivery_day_is_each_municipalitys_own(world: World) -> None:
    await next_town(world)
    await asked(world, deliver_on=DELIVERY)
    async with Visit(world, "mita") as stranger, Visit(world, "shimizu") as town:
        assert "みどりヶ丘" in (await town.get("/requests/deliveries/2026-12-15")).text
        assert "みどりヶ丘" not in (await stranger.get("/requests/deliveries/2026-12-15")).text


async def test_a_cell_no_spreadsheet_will_run(world: World) -> None:
    await asked(world, deliver_on=DELIVERY, texts=_named("=1+1"))
    await asked(world, deliver_on=DELIVERY, department="@cmd")
    async with Visit(world, "shimizu") as town:
        table = rows((await town.get("/requests/deliveries/2026-12-15/table")).text)
        assert "'=1+1 / 回覧" in table[0]
        taken = rows((await town.get("/requests/stocktaking/table")).text)
        assert "'@cmd" in {row[0] for row in taken}


async def test_the_town_sees_sums_and_never_a_few(world: World) -> None:
    await fill_block(world, "block_1", 7)
    request = await asked(world)
    for who, place in (("yamada", "midorigaoka"), ("ono", "kaminosawa")):
        async with world.database.write(world.actors[who]) as tx:
            passed = await decisions.pass_on(tx, world.places[place], request, "", at_once=True)
        if who == "yamada":
            going = passed
    async with world.database.read(world.shimizu) as tx:
        big, small = await totals.by_association(tx, request)
        assert (big.addressed, big.shown, big.replied_shown) == (12, True, True)
        assert (small.addressed, small.shown, small.replied_shown) == (1, False, False)
        # The small association cannot be derived from the sum.
        assert totals.summed([big, small]).addressed == 12
    async with world.database.write(world.sato) as tx:
        await answer(tx, going, world.households["sato"], Answer("acknowledged", "a"))
    async with world.database.read(world.shimizu) as tx:
        big, small = await totals.by_association(tx, request)
        sums = totals.summed([big, small])
    assert (big.replied, big.replied_shown, big.nearly_all, sums.replied) == (1, False, False, 0)
    left_over = replace(big, replied=10)
    assert (left_over.replied_shown, left_over.nearly_all) == (False, True)
    assert (sums.associations, sums.passed, sums.open) == (2, 2, 0)
    async with Visit(world, "shimizu") as town:
        assert "少数" in (await town.get(f"/requests/{request}")).text


async def test_requests_are_counted_by_department_and_month(world: World, clock: SetClock) -> None:
    await asked(world, department="環境課")
    await asked(world, department="税務課")
    clock.now = at(date(2027, 3, 31), 23, 59)
    withdrawn = await asked(world, department="環境課")
    clock.now = at(date(2027, 4, 1))
    await asked(world, department="環境課")
    async with world.database.write(SYSTEM) as tx:
        world.tokens["shimizu"] = await sessions.sign_in(tx, world.people["shimizu"])
    async with Visit(world, "shimizu") as town:
        await town.post(f"/requests/{withdrawn}/withdrawal", {"why": "中止"})
        table = rows((await town.get("/requests/stocktaking/table?year=2026")).text)
        assert table[0][1] == "2026-04"
        assert table[0][12] == "2027-03"
        assert [(row[0], row[9], row[12], row[13]) for row in table[1:]] == [
            ("環境課", "1", "1", "2"),
            ("税務課", "1", "0", "1"),
            ("合計", "2", "1", "3"),
        ]
        assert rows((await town.get("/requests/stocktaking/table")).text)[1][13] == "1"
        page = (await town.get("/requests/stocktaking?year=2026")).text
        assert "2027年度" in page
        assert (await town.get("/requests/stocktaking?year=9999")).status_code == 200
        assert (await town.get("/requests?year=２０２６")).status_code == 200


async def test_another_municipality_is_not_counted(world: World) -> None:
    await next_town(world)
    await asked(world, department="環境課")
    async with Visit(world, "mita") as stranger, Visit(world, "shimizu") as town:
        assert "環境課" in (await town.get("/requests/stocktaking")).text
        assert "環境課" not in (await stranger.get("/requests/stocktaking")).text


def test_the_fiscal_year_begins_in_april() -> None:
    assert year_of(at(date(2027, 3, 31), 23)) == 2026
    assert year_of(at(date(2027, 4, 1))) == 2027
    assert bounds(2026) == (at(date(2026, 4, 1)), at(date(2027, 4, 1)))
    assert [months_of(2026)[0], months_of(2026)[11]] == [at(date(2026, 4, 1)), at(date(2027, 3, 1))]


def test_months_are_summed() -> None:
    lines = by_department(
        [
            Sent("a", at(date(2026, 4, 1)), None),
            Sent("b", at(date(2027, 3, 1)), 1),
            Sent("a", at(date(2026, 4, 30)), None),
        ]
    )
    assert [line.withdrawn for line in lines] == [0, 1]
    assert together(lines).withdrawn == 1
    assert [(line.name, line.total) for line in lines] == [("a", 2), ("b", 1)]
    assert together(lines).months == (2, *[0] * 10, 1)
    assert together([]).total == 0


def _named(title: str) -> Texts:
    return Texts(**{**{name: getattr(TEXTS, name) for name in Texts.__slots__}, "title": title})
