"""What visits leave in the journal and in the access log."""

import pytest

from kairanban.care.visits.actions import households
from kairanban.care.visits.actions.households import NewVisit
from kairanban.community.consents import actions as consents
from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from tests.conftest import SetClock
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World, proven

pytestmark = pytest.mark.anyio

REASON = "玄関で呼んでも返事がなく新聞がたまっている"


@pytest.fixture
async def entrusted(world: World, clock: SetClock) -> World:
    """鈴木 have consented to the commissioner a day ago."""
    async with world.database.write(world.suzuki) as tx:
        await consents.give(tx, world.households["suzuki"], world.residents["suzuki"], Purpose.COMMISSIONER)
    clock.advance(DAY)
    await proven(world, "nagai")
    return world


async def test_a_visit_and_its_correction_are_in_the_journal(entrusted: World) -> None:
    home, nagai = entrusted.households["suzuki"], entrusted.people["nagai"]
    async with entrusted.database.write(entrusted.nagai) as tx:
        await households.add(tx, home, NewVisit("met", "a"))
        (visit,) = await households.entries(tx, home)
        for _ in range(2):
            await households.correct(tx, home, visit.id)
    association, block = entrusted.places["midorigaoka"], entrusted.places["block_1"]
    assert await journalled(entrusted, "visited", "visit_corrected") == [
        Entry("visited", nagai, association, household=home, other=block),
        Entry("visit_corrected", nagai, household=home, other=visit.id),
    ]


async def test_an_emergency_is_in_the_journal_and_in_the_access_log(entrusted: World) -> None:
    home, block = entrusted.households["sato"], entrusted.places["block_1"]
    async with Visit(entrusted, "nagai") as visit:
        assert (await visit.get(f"/board/households/{home}")).status_code == 404
        assert await accesses(entrusted, "nagai") == set()
        await visit.post("/board/emergency", {"sought": "佐藤　花子", "reason": REASON})
        assert (await visit.get(f"/board/households/{home}")).status_code == 200
    assert await accesses(entrusted, "nagai") == {Access("emergency", block, home)}
    assert await journalled(entrusted, "looked_up") == [
        Entry(
            "looked_up",
            entrusted.people["nagai"],
            entrusted.places["midorigaoka"],
            household=home,
            other=entrusted.places["midorigaoka"],
        )
    ]


async def test_the_day_list_and_a_household_in_her_care_are_in_the_access_log(
    entrusted: World, clock: SetClock
) -> None:
    home, block = entrusted.households["suzuki"], entrusted.places["block_1"]
    async with Visit(entrusted, "nagai") as visit:
        assert (await visit.get("/board")).status_code == 200
        assert await accesses(entrusted, "nagai") == set()
        assert (await visit.get(f"/board?place={block}")).status_code == 200
        assert await accesses(entrusted, "nagai") == {Access("board", block, home)}
        assert (await visit.get(f"/board/households/{home}")).status_code == 200
        seen = {Access("board", block, home), Access("visit", block, home)}
        assert await accesses(entrusted, "nagai") == seen
        assert (await visit.get(f"/board/paper.pdf?place={block}")).status_code == 200
    assert await accesses(entrusted, "nagai") == seen | {Access("board_paper", block, home)}
