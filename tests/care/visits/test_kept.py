"""What the board tells a device of the pages it may keep."""

import json
import re

import pytest

from kairanban.care.callbacks import actions as callbacks
from kairanban.community.consents import actions as consents
from kairanban.community.hiding.actions import hide
from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World, proven

pytestmark = pytest.mark.anyio


@pytest.fixture
async def entrusted(world: World, clock: SetClock) -> World:
    """鈴木 and 田中 have consented to the commissioner, announced a day ago."""
    for who in ("suzuki", "tanaka"):
        async with world.database.write(world.actors[who]) as tx:
            await consents.give(tx, world.households[who], world.residents[who], Purpose.COMMISSIONER)
    clock.advance(DAY)
    return world


async def listed(world: World, path: str = "/board", by: str = "nagai") -> set[str]:
    async with Visit(world, by) as visit:
        html = (await visit.get(path)).text
    found = re.search(r'<script type="application/json" id="ahead">(.*?)</script>', html)
    assert found
    names = {number: name for name, number in world.households.items()}
    return {names[number] for number in json.loads(found[1])["listed"]}


async def test_the_board_lists_all_households_that_open_with_or_without_a_reason(entrusted: World) -> None:
    assert await listed(entrusted) == {"suzuki", "tanaka"}


async def test_the_list_of_one_settlement_lists_those_of_all(entrusted: World) -> None:
    for place in ("block_1", "block_2"):
        assert await listed(entrusted, f"/board?place={entrusted.places[place]}") == {"suzuki", "tanaka"}


async def test_a_household_that_withdraws_its_consent_is_listed_no_more(entrusted: World) -> None:
    async with entrusted.database.write(entrusted.actors["suzuki"]) as tx:
        home, resident = entrusted.households["suzuki"], entrusted.residents["suzuki"]
        await consents.withdraw(tx, home, resident, Purpose.COMMISSIONER)
    assert await listed(entrusted) == {"tanaka"}


async def test_a_household_looked_up_in_an_emergency_is_listed_for_four_hours(
    entrusted: World, clock: SetClock
) -> None:
    await proven(entrusted, "nagai")
    async with Visit(entrusted, "nagai") as visit:
        reason = "玄関で呼んでも返事がなく新聞がたまっている"
        await visit.post("/board/emergency", {"sought": "佐藤　花子", "reason": reason})
    assert await listed(entrusted) == {"suzuki", "tanaka", "sato"}
    clock.advance(DAY)
    assert await listed(entrusted) == {"suzuki", "tanaka"}


async def test_a_household_that_waits_to_be_rung_is_listed_until_it_is(world: World) -> None:
    async with Visit(world, "mori") as home:
        await home.post("/call")
        assert await listed(world, by="hayashi") == {"mori"}
        async with world.database.write(world.hayashi) as tx:
            (call,) = await callbacks.to_ring(tx)
            await callbacks.rung(tx, call.id)
    assert await listed(world, by="hayashi") == set()


async def test_pages_without_a_list_name_none(entrusted: World) -> None:
    async with Visit(entrusted, "sato") as visit:
        assert '"listed": null' in (await visit.get("/")).text


async def test_the_form_of_a_visit_carries_whose_it_is_for_the_device_only(entrusted: World) -> None:
    path = f"/board/households/{entrusted.households['suzuki']}"
    async with Visit(entrusted, "nagai") as visit:
        assert '<input type="hidden" name="who" value="鈴木さん">' in (await visit.get(path)).text
        answer = await visit.post(f"{path}/visits", {"kind": "met", "press": "a", "who": "鈴木さん"})
        assert answer.headers["location"] == f"{path}?done=saved"


async def test_a_hidden_household_is_carried_without_its_name(entrusted: World) -> None:
    async with entrusted.database.write(entrusted.yamada) as tx:
        await hide(tx, entrusted.places["midorigaoka"], entrusted.households["suzuki"])
    async with Visit(entrusted, "nagai") as visit:
        page = (await visit.get(f"/board/households/{entrusted.households['suzuki']}")).text
    assert 'name="who"' in page
    assert "鈴木" not in page
