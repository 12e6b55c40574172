"""Hashing is slow on purpose: it needs a valid invitation, and its queue is bounded."""

import asyncio
import threading

import pytest

from kairanban.community.signin.actions.hashing import WAITING_MOST, slowly
from kairanban.community.signin.pages import persons
from kairanban.core.errors import Unavailable
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_only_so_many_wait_and_then_it_goes_on() -> None:
    go = threading.Event()
    waiting = [asyncio.create_task(slowly(go.wait)) for _ in range(WAITING_MOST)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await slowly(go.wait)
    go.set()
    assert all(await asyncio.gather(*waiting))
    assert await slowly(lambda: 1) == 1


async def test_an_error_gives_its_place_back() -> None:
    def fails() -> None:
        raise ValueError("wrong")

    for _ in range(WAITING_MOST + 1):
        with pytest.raises(ValueError, match="wrong"):
            await slowly(fails)
    assert await slowly(lambda: 1) == 1


async def test_nothing_is_hashed_without_a_valid_invitation(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hashed(*_: object) -> str:
        raise AssertionError("hashed")

    monkeypatch.setattr(persons, "slowly", hashed)
    form = {"sign_in_name": "ito", "password": "natsu no umi 7", "again": "natsu no umi 7"}
    async with Visit(world) as stranger:
        assert (await stranger.post("/invitation/password", form)).status_code == 409
        stranger.cookies.set("invitation", "a" * 32)
        assert (await stranger.post("/invitation/password", form)).status_code == 409
