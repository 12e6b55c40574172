"""The first page of people with an appointment."""

import pytest

from kairanban.circulation.circulars.actions import publishing
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio

APART = "取り下げたもの（もう回りません）"


@pytest.mark.parametrize("who", ["yamada", "abe"])
async def test_what_was_withdrawn_stands_apart_from_what_goes_round(world: World, who: str) -> None:
    await circular(world, importance="important")
    withdrawn = await circular(world)
    async with Visit(world, who) as visit:
        assert APART not in said(await visit.get("/office"))
        async with world.database.write(world.yamada) as tx:
            await publishing.withdraw(tx, withdrawn, "雨のため")
        page = said(await visit.get("/office"))
    around, apart = page.split(f"<h3>{APART}</h3>")
    assert "回っている" in around
    assert f"/circulars/{withdrawn}/" not in around
    assert f"/circulars/{withdrawn}/" in apart
