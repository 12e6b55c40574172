"""A polled part is sent again after every change of its content, and only then."""

import re

import pytest
from sqlalchemy import bindparam

from kairanban.care.safety.actions import boards, help_calls, household_view
from kairanban.care.safety.rules import Word
from kairanban.community.signin.actions import printing
from kairanban.community.signin.actions.sessions import sign_in
from kairanban.core.actor import System
from kairanban.core.clock import DAY, HOUR
from kairanban.db.statements import Statement, inserting
from kairanban.db.tables.notify import delivery, notice_address
from kairanban.notify.actions.fan_out import fan_out_new
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World, checked, circular, town_checked

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


_MESSAGE = Statement(delivery.update().values(state=bindparam("to"), code=bindparam("by")))
_ADDRESS = inserting(notice_address, "channel", "household", "target", "made", "renewed", "confirmed")


async def test_each_state_of_a_message_is_another_version_of_the_progress(
    world: World, clock: SetClock
) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.value(
            _ADDRESS, channel="mail", household=world.households["sato"], target="sato@example.jp",
            made=tx.now, renewed=tx.now, confirmed=tx.now,
        )  # fmt: skip
    id = await circular(world)
    async with Visit(world, "yamada") as chair:
        live = Live(chair, f"/circulars/{id}/progress")
        assert await live.changed()
        clock.advance(HOUR)
        await fan_out_new(world.database, SYSTEM)
        assert await live.changed()
        for state, code in (
            ("accepted", None),
            ("failed", 400),
            ("failed", 500),
            ("gone", 410),
            ("waiting", None),
        ):
            async with world.database.write(SYSTEM) as tx:
                assert await tx.run(_MESSAGE, to=state, by=code) == 1
            assert await live.changed(), state
            assert not await live.changed(), state


async def test_whoever_asked_for_help_sees_each_step_of_it(world: World, clock: SetClock) -> None:
    check = await checked(world, "drill")
    async with Visit(world, "sato") as home:
        await home.post(f"/safety/{check}/answer", {"state": "help", "press": "one"})
        shown = [await watched(home, f"/safety/{check}/help")]
        async with world.database.read(world.yamada) as tx:
            (call,) = await help_calls.open_calls(tx)
        for step in ("seen", "take", "leave", "pass_on", "take", "word", "close"):
            if step == "pass_on":
                clock.advance(HOUR)
                await help_calls.pass_on(world.database, System("worker"))
            elif step == "word":
                await home.post(f"/safety/{check}/help/word", {"word": "real"})
            else:
                async with world.database.write(world.yamada) as tx:
                    if step == "seen":
                        await help_calls.seen(tx, [call])
                    elif step == "take":
                        await help_calls.take(tx, call.id)
                    elif step == "leave":
                        await help_calls.leave(tx, call.id)
                    else:
                        await help_calls.close(tx, call.id, "safe", "")
            now = await watched(home, f"/safety/{check}/help")
            assert now != shown[-1], step
            assert now == await watched(home, f"/safety/{check}/help"), step
            shown.append(now)


async def watched(browser: Visit, path: str) -> str:
    """Return the version that watch.js compares."""
    found = re.search(r'data-watch="([0-9a-f]+)"', (await browser.get(path)).text)
    assert found is not None
    return found[1]


async def test_a_device_that_waits_for_approval_is_another_version(world: World, clock: SetClock) -> None:
    async with world.database.write(world.yamada) as tx:
        made = await printing.make_cards(tx, world.places["midorigaoka"], {world.households["suzuki"]})
    clock.advance(61 * DAY)
    async with world.database.write(world.yamada) as tx:
        world.tokens["yamada"] = await sign_in(tx, world.people["yamada"])
    async with Visit(world) as device, Visit(world, "yamada") as chair:
        none = await watched(chair, "/approvals")
        await device.get(f"/c/{made[0][1]}")
        await device.post("/card/requests")
        waiting = await watched(chair, "/approvals")
        assert waiting != none
        asked = await watched(device, "/card/request")
        assert asked == await watched(device, "/card/request")
        decision = re.search(r'action="(/approvals/[^"]*)"', (await chair.get("/approvals")).text)
        assert decision is not None
        await chair.post(decision[1], {"answer": "yes"})
        assert await watched(chair, "/approvals") == none
        assert "data-watch" not in (await device.get("/card/request")).text
