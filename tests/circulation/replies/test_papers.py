"""A sheet of a paper, large, for the readers of its circular."""

import re
from datetime import date

import pytest
from sqlalchemy import bindparam

from kairanban.circulation.circulars.actions import attachments, publishing
from kairanban.confined.documents import read_document
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import attachment
from kairanban.db.tables.circulars import circular as circular_table
from tests.circulation.circulars.test_writing import PAPER
from tests.visiting import Visit
from tests.world import World, circular, draft

pytestmark = pytest.mark.anyio

_ONE = attachment.update().where(attachment.c.id == bindparam("paper"))
SCANNED = Statement(_ONE.values(scanned=1))
UNREAD = Statement(_ONE.values(text=""))
GONE = Statement(
    circular_table.update().where(circular_table.c.id == bindparam("circular_id")).values(gone_at=1)
)


async def with_paper(world: World) -> tuple[CircularId, AttachmentId]:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        paper = await attachments.add(
            tx, id, "清掃.pdf", await read_document(PAPER.read_bytes(), date(2026, 12, 1))
        )
        await publishing.publish(tx, id)
    return id, paper


async def test_a_tap_opens_the_sheet_large_and_back_leads_to_its_place(world: World) -> None:
    id, paper = await with_paper(world)
    async with Visit(world, "sato") as resident:
        page = (await resident.get(f"/circulars/{id}")).text
        assert (
            f'<figure class="sheet" id="sheet-{paper}-1"><a href="/circulars/{id}/papers/{paper}/1">' in page
        )
        assert 'alt="公園の清掃、紙の1枚目（全1枚）"' in page
        answer = await resident.get(f"/circulars/{id}/papers/{paper}/1")
    assert answer.headers["Kairanban-Keep"] == "page"
    assert f'href="/circulars/{id}#sheet-{paper}-1"' in answer.text
    assert f'<img src="/attachments/{paper}/pages/1"' in answer.text
    assert f'"pictures": ["/attachments/{paper}/pages/1"]' in answer.text
    assert "次の紙" not in answer.text


async def test_the_text_of_a_pdf_that_may_hide_something_is_not_shown(world: World) -> None:
    id, paper = await with_paper(world)
    async with world.database.read(world.yamada) as tx:
        text = (await attachments.of(tx, id))[0].text
    async with Visit(world, "sato") as resident:
        page = (await resident.get(f"/circulars/{id}/papers/{paper}/1")).text
    assert text
    assert "紙に書いてあること" not in page
    assert "読みにくいときは" not in page


async def test_what_is_written_on_a_scanned_paper_stands_under_it(world: World) -> None:
    id, paper = await with_paper(world)
    async with world.database.write(world.yamada) as tx:
        text = (await attachments.of(tx, id))[0].text
        await tx.run(SCANNED, paper=paper)
    async with Visit(world, "sato") as resident:
        page = (await resident.get(f"/circulars/{id}/papers/{paper}/1")).text
        assert "紙に書いてあること" in page
        first = text.split("\n")[0].strip()
        assert first
        assert first in re.sub("<[^>]*>", "", page)
        async with world.database.write(world.yamada) as tx:
            await tx.run(UNREAD, paper=paper)
        page = (await resident.get(f"/circulars/{id}/papers/{paper}/1")).text
    assert "紙に書いてあること" not in page
    assert "読みにくいときは、お電話ください" in page


async def test_only_readers_of_the_circular_find_its_sheets(world: World) -> None:
    id, paper = await with_paper(world)
    other, theirs = await circular(world), (await with_paper(world))[1]
    async with Visit(world, "sato") as resident, Visit(world, "mori") as neighbour, Visit(world) as nobody:
        assert (await resident.get(f"/circulars/{id}/papers/{paper}/1")).status_code == 200
        # A sheet there is not, a paper of another circular, and a circular without one.
        for path in (f"{id}/papers/{paper}/2", f"{id}/papers/{theirs}/1", f"{other}/papers/{paper}/1"):
            assert (await resident.get(f"/circulars/{path}")).status_code == 404
        assert (await neighbour.get(f"/circulars/{id}/papers/{paper}/1")).status_code == 404
        assert (await nobody.get(f"/circulars/{id}/papers/{paper}/1")).status_code == 401


async def test_an_obituary_that_is_over_takes_its_sheets_along(world: World) -> None:
    id, paper = await with_paper(world)
    async with Visit(world, "sato") as resident:
        async with world.database.write(world.yamada) as tx:
            await tx.run(GONE, circular_id=id)
        assert (await resident.get(f"/circulars/{id}")).status_code == 404
        assert (await resident.get(f"/circulars/{id}/papers/{paper}/1")).status_code == 404
