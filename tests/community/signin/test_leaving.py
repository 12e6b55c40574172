"""ちがう人の画面です: a household can come back for two minutes, a person who signed in cannot."""

import pytest

from kairanban.community.signin.actions import sessions
from kairanban.core.actor import Visitor
from kairanban.core.clock import MINUTE
from kairanban.core.errors import Conflict
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_leaving_an_office_cannot_be_undone(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as tablet:
        for browser, comes_back in ((chair, False), (tablet, True)):
            left = await browser.post("/away")
            assert left.headers["clear-site-data"] == '"cache", "storage"'
            assert ("まちがえて押しました" in said(await browser.get("/away"))) is comes_back
            assert (await browser.post("/away/return")).status_code == (303 if comes_back else 409)
        assert (await chair.get("/office")).status_code == 401
        assert (await tablet.get("/")).status_code == 200


async def test_a_device_that_forgets_by_itself_keeps_what_others_left_to_be_sent(world: World) -> None:
    """Clear-Site-Data "storage" deletes every waiting entry, whoever wrote it, and the worker that sends them."""
    async with Visit(world, "sato") as browser:
        left = await browser.post("/away", {}, **{"Kairanban-Forgets": "1"})
        assert left.headers["clear-site-data"] == '"cache"'


async def test_the_token_of_an_office_opens_nothing_any_more(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await sessions.leave(tx)
    async with world.database.write(Visitor()) as tx:
        with pytest.raises(Conflict):
            await sessions.come_back(tx, world.tokens["yamada"])


async def test_an_earlier_households_way_back_ends_when_a_person_leaves(world: World) -> None:
    """The cookie of a household that left before does not stay in the browser of the next person."""
    async with Visit(world, "sato") as browser:
        await browser.post("/away")
        browser.cookies.set("kairanban", world.tokens["yamada"])
        await browser.post("/away")
        assert "まちがえて押しました" not in said(await browser.get("/away"))


async def test_the_way_back_names_a_telephone_while_it_can_be_undone(world: World, clock: SetClock) -> None:
    async with Visit(world, "sato") as browser:
        await browser.post("/away")
        assert "022-000-0001" in said(await browser.get("/away"))
        clock.advance(3 * MINUTE)
        after = said(await browser.get("/away"))
        assert "022-000-0001" not in after
        assert "カードにある番号" in after
    async with Visit(world, None) as nobody:
        assert "022-000-0001" not in said(await nobody.get("/away"))
