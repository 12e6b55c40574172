"""Attachments of a draft: counted, removed with their pictures, and shared with another circular."""

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import attachments, discarding, drafts, publishing, relaying
from kairanban.circulation.circulars.actions.relaying import Words
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import stored_file
from tests.world import TEXTS, World, circular, draft

pytestmark = pytest.mark.anyio

PICTURE = PagePicture("image/webp", 1, 1, b"RIFF")
PAPER = Document(Kind.PDF, (PICTURE,), PICTURE, "", True, TextFrom.NOWHERE, None)
PHOTO = Document(Kind.JPEG, (PICTURE, PICTURE), PICTURE, "", False, TextFrom.NOWHERE, None)
FILES = Statement(select(func.count()).select_from(stored_file))


async def test_an_attachment_is_removed_with_its_pictures(world: World) -> None:
    id, other = await draft(world), await draft(world)
    async with world.database.write(world.yamada) as tx:
        paper = await attachments.add(tx, id, "紙.pdf", PAPER)
        photo = await attachments.add(tx, id, "写真.jpg", PHOTO)
        assert [(one.kind, one.name) for one in await attachments.of(tx, id)] == [
            ("pdf", "紙.pdf"),
            ("photo", "写真.jpg"),
        ]
        with pytest.raises(NotFound):
            await attachments.remove(tx, other, paper)
        assert await tx.value(FILES) == 3
        await attachments.remove(tx, id, photo)
        assert await tx.value(FILES) == 1
        assert await attachments.has_papers(tx, id)
        await attachments.remove(tx, id, paper)
        assert not await attachments.has_papers(tx, id)


async def test_ten_attachments_are_the_most(world: World) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        for _ in range(attachments.ATTACHMENTS_MOST):
            await attachments.add(tx, id, "紙.pdf", PAPER)
        with pytest.raises(Conflict):
            await attachments.add(tx, id, "紙.pdf", PAPER)
        assert len(await attachments.of(tx, id)) == attachments.ATTACHMENTS_MOST


async def test_what_goes_round_keeps_its_attachments(world: World) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        paper = await attachments.add(tx, id, "紙.pdf", PAPER)
        await publishing.publish(tx, id)
        with pytest.raises(Conflict):
            await attachments.remove(tx, id, paper)
        with pytest.raises(Conflict):
            await attachments.add(tx, id, "紙.pdf", PAPER)
        assert len(await attachments.sheets(tx, id)) == 1


def words(source: CircularId, reply_by: int | None = None) -> Words:
    return Words(source, 1, "若葉市", TEXTS, "important", "attendance", reply_by, None)


async def test_relayed_texts_go_to_every_household_with_their_attachments(world: World) -> None:
    source, association = await draft(world), world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, source, "写真.jpg", PHOTO)
        made = await relaying.carry(tx, words(source), association)
        work = await drafts.find(tx, made)
        assert (work.issuer, work.category, work.importance) == ("若葉市", "municipality", "important")
        assert (work.reply_kind, work.for_all) == ("attendance", 1)
        assert await drafts.texts_of(tx, made, 1) == TEXTS
        assert await drafts.audience(tx, made) == [Chosen(association, "", None)]
        assert len(await attachments.sheets(tx, made)) == 2
        # The pictures are shared, and stay as long as either needs them.
        assert await tx.value(FILES) == 2
        await discarding.discard(tx, source)
        assert await tx.value(FILES) == 2


@pytest.mark.parametrize(("late", "kept"), [(-1, False), (0, True), (1, True)])
async def test_a_day_that_has_passed_is_not_relayed(world: World, late: int, kept: bool) -> None:
    source = await circular(world)
    async with world.database.write(world.yamada) as tx:
        reply_by = tx.now + late
        made = await relaying.carry(tx, words(source, reply_by), world.places["midorigaoka"])
        assert (await drafts.find(tx, made)).reply_by == (reply_by if kept else None)


async def test_everybody_is_addressed_once_whoever_was_chosen_before(world: World) -> None:
    id, association = await draft(world, place="block_1"), world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        for _ in range(2):
            await relaying.address_all(tx, id, association)
        assert await drafts.audience(tx, id) == [Chosen(association, "", None)]
        await relaying.say(tx, id, "よろしくお願いします")
        assert (await drafts.find(tx, id)).own_note == "よろしくお願いします"
