"""A circular on A4 in large type with its code, for its readers."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kairanban.circulation.circulars.actions import attachments
from kairanban.confined.documents import read_document
from kairanban.confined.printing import print_pdf
from tests.circulation.circulars.test_writing import PAPER
from tests.pdfs import pages_of, parts_of
from tests.visiting import Visit
from tests.world import TEXTS, World, circular, draft

pytestmark = pytest.mark.anyio


async def test_any_reader_prints_it_with_its_code_and_as_pdf(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as resident, Visit(world, "abe") as leader, Visit(world, "mori") as other:
        page = (await resident.get(f"/circulars/{id}/print")).text
        assert "公園の清掃" in page
        assert '<svg class="qr"' in page or "<svg" in page
        pdf = await resident.get(f"/circulars/{id}/print.pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF-")
        assert (await leader.get(f"/circulars/{id}/paper.pdf")).content.startswith(b"%PDF-")
        assert (await other.get(f"/circulars/{id}/print")).status_code == 404
        assert (await other.get(f"/circulars/{id}/print.pdf")).status_code == 404


async def test_attached_sheets_are_printed_too(world: World) -> None:
    plain, id = await circular(world), await draft(world)
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "清掃.pdf", await read_document(PAPER.read_bytes(), date(2026, 12, 1)))
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
        assert (await chair.post(f"/circulars/{id}/publication")).status_code == 303
        with_sheets = (await resident.get(f"/circulars/{id}/print.pdf")).content
        without = (await resident.get(f"/circulars/{plain}/print.pdf")).content
    assert len(with_sheets) > len(without) + 10_000


@pytest.mark.parametrize("letters", [120, 600, 900])
async def test_a_paper_of_two_sheets_is_printed_on_three(world: World, letters: int) -> None:
    """The words of it are one sheet with their code, in smaller type when they are many."""
    id = await draft(world, texts=replace(TEXTS, body="ごみの出しかたが変わります。" * (letters // 14)))
    paper = await print_pdf("<h1>一</h1><p style='break-before: page'>二</p>")
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "ごみ.pdf", await read_document(paper, date(2026, 12, 1)))
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
        assert (await chair.post(f"/circulars/{id}/publication")).status_code == 303
        pages = pages_of((await resident.get(f"/circulars/{id}/print.pdf")).content)
    assert len(pages) == 3
    assert "四角い模様" in pages[0]


async def test_the_pdf_says_its_parts_to_a_screen_reader(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as resident:
        pdf = (await resident.get(f"/circulars/{id}/print.pdf")).content
    assert "H1" in parts_of(pdf)


async def test_the_page_for_paper_has_a_button_that_prints(world: World) -> None:
    id = await circular(world)
    async with Visit(world, "sato") as resident:
        page = (await resident.get(f"/circulars/{id}/print")).text
        # Without a script it would do nothing, so a script shows it.
        assert re.search(r'<button type="button" id="print" hidden>印刷</button>', page)
        script = re.search(r'src="(/static/print[^"]*)"', page)
        assert script is not None
        assert "print()" in (await resident.get(script.group(1))).text
