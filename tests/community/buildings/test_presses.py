"""A form at a poster that is sent twice."""

import pytest
from sqlalchemy import func, select

from kairanban.community.buildings.actions import join_requests
from kairanban.community.buildings.actions.join_requests import Wish
from kairanban.core.actor import Visitor
from kairanban.core.errors import NotFound
from kairanban.db.statements import Statement
from kairanban.db.tables.buildings import joining_request
from tests.community.buildings.scanning import answer, new_poster
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_REQUESTS = Statement(select(func.count()).select_from(joining_request))


async def test_the_same_form_sent_twice_is_one_request_until_it_is_decided(world: World) -> None:
    poster = (await new_poster(world)).removeprefix("/b/")

    async def ask() -> str | None:
        async with world.database.write(Visitor()) as tx:
            return await join_requests.ask(tx, poster, Wish("203", "チャン", "vi", "a press"), "ipad")

    first, second = await ask(), await ask()
    assert first is not None
    assert second is not None
    async with world.database.read(SYSTEM) as tx:
        assert await tx.value(_REQUESTS) == 1
        with pytest.raises(NotFound):
            await join_requests.asked(tx, first)
    assert await answer(world) == 303
    assert await ask() is None
