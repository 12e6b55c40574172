"""Positions of boards: for the block's leader only, overwritten, never in the journal."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import correcting, publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.queries.positions import Still
from kairanban.circulation.route_sheets.rules import STANDS_STILL_AFTER
from kairanban.community.hiding.actions import hide
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.route_sheets import board_position
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, circular

pytestmark = pytest.mark.anyio

_ROWS = Statement(select(func.count()).select_from(board_position))
_ENTRIES = Statement(select(func.count()).select_from(journal))


async def move(world: World, id: CircularId, household: str, who: str = "abe") -> None:
    async with world.database.write(world.actors[who]) as tx:
        await positions.move(tx, id, world.places["block_1"], world.households[household])


async def where(world: World, id: CircularId, who: str = "abe") -> tuple[str, int] | None:
    async with world.database.read(world.actors[who]) as tx:
        found = (await positions.positions(tx, world.places["block_1"])).get(id)
    return (found.shown, found.since) if found else None


async def count(world: World, statement: Statement) -> int:
    async with world.database.read(SYSTEM) as tx:
        found: int = await tx.value(statement)
    return found


async def test_the_leader_writes_it_down_and_only_the_present_place_is_kept(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    assert await where(world, id) is None
    await move(world, id, "suzuki")
    first = clock.now
    clock.advance(DAY)
    await move(world, id, "suzuki")
    assert await where(world, id) == ("鈴木", first)
    await move(world, id, "matsumoto")
    assert await where(world, id) == ("松本（角）", clock.now)
    assert await count(world, _ROWS) == 1


async def test_the_journal_hears_nothing_of_it(world: World) -> None:
    id = await circular(world)
    before = await count(world, _ENTRIES)
    await move(world, id, "suzuki")
    async with world.database.write(world.abe) as tx:
        await positions.came_back(tx, id, world.places["block_1"])
    assert await count(world, _ENTRIES) == before
    assert await count(world, _ROWS) == 0


async def test_nobody_but_the_leader_sees_or_sets_it(world: World) -> None:
    id = await circular(world)
    await move(world, id, "suzuki")
    for who in ("yamada", "ito", "ono", "hayashi"):
        assert await where(world, id, who) is None
    with pytest.raises(Refused):
        await move(world, id, "suzuki", "yamada")
    with pytest.raises(NotFound):
        await move(world, id, "suzuki", "ono")
    async with Visit(world, "yamada") as browser:
        block = world.places["block_1"]
        for path in (f"/circulars/{id}/blocks/{block}", f"/circulars/{id}/progress", "/office"):
            assert "鈴木さんのところ" not in said(await browser.get(path))


async def test_it_is_with_a_household_of_the_sheet(world: World) -> None:
    id = await circular(world)
    for household in ("sato", "tanaka", "mori"):
        with pytest.raises(NotFound):
            await move(world, id, household)
    await move(world, id, "matsumoto")


async def test_what_was_withdrawn_goes_nowhere(world: World) -> None:
    id = await circular(world)
    await move(world, id, "suzuki")
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "まちがいでした")
    assert await where(world, id) is None
    with pytest.raises(Conflict):
        await move(world, id, "matsumoto")
    await forget_past(world)
    assert await count(world, _ROWS) == 0


async def test_a_change_clears_it_and_a_typo_keeps_it(world: World) -> None:
    id = await circular(world)
    await move(world, id, "suzuki")
    for kind, title in ((Change.TYPO, "公園の大清掃"), (Change.CHANGE, "河原の清掃")):
        async with world.database.write(world.yamada) as tx:
            await correcting.correct(tx, id, kind, replace(TEXTS, title=title), "変わりました", None, None)
        await forget_past(world)
        assert (await where(world, id) is not None) == (kind is Change.TYPO)
    assert await count(world, _ROWS) == 0
    await move(world, id, "suzuki")
    await forget_past(world)
    assert await where(world, id) is not None


async def test_a_board_that_does_not_move_for_a_week_is_told_without_the_household(
    world: World, clock: SetClock
) -> None:
    id = await circular(world)
    await move(world, id, "suzuki")
    since = clock.now
    for passed, number in ((STANDS_STILL_AFTER - 1, 0), (1, 1)):
        clock.advance(passed)
        for who in ("abe", "yamada"):
            async with world.database.read(world.actors[who]) as tx:
                found = await positions.standing_still(tx)
            assert len(found) == number
    place = world.places
    assert found == [Still(place["midorigaoka"], place["block_1"], id, since)]
    async with world.database.read(world.ono) as tx:
        assert await positions.standing_still(tx) == []
    await move(world, id, "matsumoto")
    async with world.database.read(world.abe) as tx:
        assert await positions.standing_still(tx) == []


async def test_the_code_of_the_sheet_asks_the_leader_and_shows_others_the_circular(world: World) -> None:
    id = await circular(world)
    block = world.places["block_1"]
    path = f"/circulars/{id}/blocks/{block}/sheet"
    async with Visit(world, "abe") as browser:
        page = said(await browser.get(f"{path}?edition=1"))
        assert "鈴木" in page
        assert "松本（角）" in page
    for who in ("suzuki", "sato", "mori", "ono", "hayashi", None):
        async with Visit(world, who) as browser:
            answer = await browser.get(f"{path}?edition=1")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/circulars/{id}"), who
    async with Visit(world, "yamada") as browser:
        answer = await browser.get(f"{path}?edition=1")
    assert answer.headers["location"] == f"{path}/entry?edition=1"
    async with Visit(world, "sato") as browser:
        assert (await browser.get(f"/circulars/999/blocks/{block}/sheet")).status_code == 303


async def test_a_sheet_from_before_a_change_says_so(world: World) -> None:
    id = await circular(world)
    path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet"
    async with world.database.write(world.yamada) as tx:
        changed = replace(TEXTS, title="河原の清掃")
        await correcting.correct(tx, id, Change.CHANGE, changed, "場所が変わりました", None, None)
    async with Visit(world, "abe") as browser:
        for part in (path, f"{path}/entry"):
            assert "この票は、変わる前のものです" in said(await browser.get(f"{part}?edition=1"))
            assert "この票は、変わる前のものです" not in said(await browser.get(f"{part}?edition=2"))


async def test_pressing_a_house_sets_it_and_coming_back_leads_to_the_entry(world: World) -> None:
    id = await circular(world)
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    path = f"/circulars/{id}/blocks/{world.places['block_1']}/sheet"
    async with Visit(world, "abe") as browser:
        answer = await browser.post(f"{path}/position", {"household": world.households["suzuki"]})
        assert answer.headers["location"] == f"{path}?done=moved"
        assert await where(world, id) == ("1班の2", world.database.clock())
        assert "1班の2" in said(await browser.get("/office"))
        answer = await browser.post(f"{path}/position/removal")
        assert answer.headers["location"] == f"{path}/entry"
    assert await where(world, id) is None
