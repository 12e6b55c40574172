"""A circular on A4 in large type with its code, for its readers."""

from datetime import date

import pytest

from kairanban.circulation.circulars.actions import attachments
from kairanban.confined.documents import read_document
from tests.circulation.circulars.test_writing import PAPER
from tests.visiting import Visit
from tests.world import World, circular, draft

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
