"""Printable pages: on the screen with links back and to the PDF, which are not printed."""

import re
from datetime import date

import pytest

from kairanban.circulation.circulars.actions import publishing
from kairanban.core.clock import at
from tests.visiting import Visit, said
from tests.world import World, asked, circular

pytestmark = pytest.mark.anyio

BAR = re.compile(
    r'<nav class="screen".*?<a href="([^"]+)">戻る</a>\s*<button type="button" id="print" hidden>印刷</button>'
    r'<a href="([^"]+)">.*?</nav>',
    re.S,
)


@pytest.mark.parametrize(
    ("who", "path", "back"),
    [
        ("shimizu", "/requests/{asked}/paper", "/requests/{asked}"),
        ("shimizu", "/requests/{asked}/copies/paper", "/requests/{asked}/copies"),
        ("shimizu", "/requests/deliveries/2026-12-15/paper", "/requests/deliveries/2026-12-15"),
        ("yamada", "{received}/copies/paper", "{received}/copies"),
        ("yamada", "/circulars/{round}/slip", "/circulars/{round}/progress"),
        ("abe", "/circulars/{round}/blocks/{block}/slip", "/circulars/{round}/blocks/{block}"),
        ("nagai", "/board/paper?place={block}", "/board?place={block}"),
        ("nagai", "/board/report/paper?month=2026-11", "/board/report?month=2026-11"),
    ],
)
async def test_every_printable_page_links_back_and_to_its_pdf(
    world: World, who: str, path: str, back: str
) -> None:
    request = await asked(world, deliver_on=at(date(2026, 12, 15)))
    around = await circular(world)
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, around, "雨のため")
    ids = {
        "asked": request,
        "received": f"/associations/{world.places['midorigaoka']}/requests/{request}",
        "round": around,
        "block": world.places["block_1"],
    }
    async with Visit(world, who) as visit:
        page = await visit.get(path.format(**ids))
        found = BAR.search(said(page))
        assert found is not None
        assert found[1] == back.format(**ids)
        assert (await visit.get(found[1])).status_code == 200
        pdf = await visit.get(found[2])
        assert pdf.content.startswith(b"%PDF-")
        assert "@media print { .screen { display: none; } }" in page.text
