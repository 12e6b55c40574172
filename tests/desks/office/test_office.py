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


async def test_the_first_page_begins_with_what_waits_today(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "yamada") as chair, Visit(world, "kimura") as drafter:
        page = (await chair.get("/office")).text
        today = page[page.index("きょう") : page.index("回覧を書く")]
        assert f'href="/circulars/{id}/progress"' in today
        assert "紙をまだ渡していないところ" in today
        await chair.post(f"/circulars/{id}/handed")
        page = (await chair.get("/office")).text
        assert "きょう、お待ちしていることはありません" in said(await chair.get("/office"))
        # The other ways stand behind what goes round, in groups.
        for name in ("回覧", "世帯と人", "役員と任期", "防災・もしものとき"):
            assert page.index("回っている回覧") < page.index(f'<nav aria-label="{name}">')
        # Who drafts sees neither the roster nor the paper.
        assert "名簿" not in (await drafter.get("/office")).text.replace("名簿と", "")
