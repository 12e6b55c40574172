"""Unknown URLs: people who are signed in are not asked to sign in."""

import pytest

from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_an_unknown_address_is_not_found_for_everybody(world: World) -> None:
    async with Visit(world, "sato") as home, Visit(world) as stranger:
        known, unknown = await home.get("/nowhere"), await stranger.get("/nowhere")
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert "佐藤様のお宅の画面です" in said(known)
    assert "/sign-in" not in known.text
    assert "/sign-in?next=/nowhere" in unknown.text
