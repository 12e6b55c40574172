"""A polled part is sent again after every change of what it shows, and only then."""

import re

import pytest

from kairanban.care.safety.actions import boards, help_calls, household_view
from kairanban.care.safety.rules import Word
from kairanban.core.actor import System
from kairanban.core.clock import HOUR
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World, checked, circular, town_checked

pytestmark = pytest.mark.anyio


class Live:
    """A part as htmx polls it; `changed` is the result of the next poll."""

    def __init__(self, browser: Visit, path: str) -> None:
        self._browser = browser
        self._path = path
        self._version = ""

    async def changed(self) -> bool:
        answer = await self._browser.get(
            f"{self._path}?version={self._version}", **{"HX-Request-Type": "partial"}
        )
        if answer.status_code == 204:
            return False
        found = re.search(r'data-hx-get="[^"]*\?version=([0-9a-f]+)"', answer.text)
        assert found is not None, answer.text
        self._version = found[1]
        return True


async def test_each_state_of_a_call_for_help_is_another_version(world: World, clock: SetClock) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home, Visit(world, "yamada") as chair:
        live = Live(chair, f"/safety/{check}/board")
        assert await live.changed()
        assert not await live.changed()
        await home.post(f"/safety/{check}/family", {"other": "父", "state": "help", "press": "one"})
        assert await live.changed()
        async with world.database.read(world.yamada) as tx:
            (call,) = await help_calls.open_calls(tx)

        # These steps left an earlier version, a sum of counts, unchanged.
        for step in ("take", "leave", "pass_on", "take", "word", "close"):
            if step == "pass_on":
                clock.advance(HOUR)
                await help_calls.pass_on(world.database, System("worker"))
            elif step == "word":
                async with world.database.write(world.sato) as tx:
                    await household_view.give_word(tx, check, world.households["sato"], Word.REAL)
            else:
                async with world.database.write(world.yamada) as tx:
                    if step == "take":
                        await help_calls.take(tx, call.id)
                    elif step == "leave":
                        await help_calls.leave(tx, call.id)
                    else:
                        await help_calls.close(tx, call.id, "safe", "")
            assert await live.changed(), step
            assert not await live.changed(), step


async def test_a_town_sees_each_answer_of_its_associations(world: World) -> None:
    town = await town_checked(world)
    async with world.database.read(world.yamada) as tx:
        check = next(one.id for one in await boards.checks(tx))
    async with Visit(world, "shimizu") as officer, Visit(world, "sato") as home:
        live = Live(officer, f"/safety/towns/{town}")
        assert await live.changed()
        assert not await live.changed()
        await home.post(f"/safety/{check}/answer", {"state": "safe", "press": "one"})
        assert await live.changed()


@pytest.mark.parametrize("page", ["progress", "blocks/{block}"])
async def test_opening_answering_and_taking_back_each_change_the_progress(world: World, page: str) -> None:
    id = await circular(world)
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as home:
        live = Live(chair, f"/circulars/{id}/" + page.format(block=world.places["block_1"]))
        assert await live.changed()
        assert not await live.changed()
        await home.get(f"/circulars/{id}")
        assert await live.changed()
        await home.post(f"/circulars/{id}/acknowledgement", {"press": "one"})
        assert await live.changed()
        await home.post(f"/circulars/{id}/reply/removal")
        assert await live.changed()
        assert not await live.changed()
