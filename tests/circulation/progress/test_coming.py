"""Who comes: one list across the blocks, on the page, on paper and as a table."""

import csv
import io

import pytest

from kairanban.circulation.replies.actions.answers import answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.hiding.actions import hide
from kairanban.core.ids import CircularId
from tests.pdfs import text_of
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio

GIVEN = {"sato": 2, "suzuki": 0, "takahashi": 3}


async def asked(world: World, kind: str = "number") -> CircularId:
    id = await circular(world, reply_kind=kind)
    async with world.database.write(world.yamada) as tx:
        for name, number in GIVEN.items():
            block = world.places["block_2" if name == "takahashi" else "block_1"]
            given = {
                "number": Answer("number", name, number=number),
                "attendance": Answer("attending" if number else "absent", name),
                "text": Answer("words", name, words=f"{number}本"),
            }[kind]
            await answer_for(tx, id, world.households[name], given, "phone", block)
    return id


async def rows(chair: Visit, id: CircularId) -> list[list[str]]:
    table = await chair.get(f"/circulars/{id}/coming/table")
    return list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))


async def test_people_are_counted_the_same_on_every_form_of_the_list(world: World) -> None:
    id = await asked(world)
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/coming"))
        paper = text_of((await chair.get(f"/circulars/{id}/coming/paper.pdf")).content)
        table = await rows(chair, id)
        overview = said(await chair.get(f"/circulars/{id}/progress"))
    assert "2世帯" in page
    assert "5人" in page
    assert "5人" in paper
    assert "5人" in overview
    assert [row[:2] + row[3:4] for row in table[1:]] == [
        ["1班", "佐藤", "2"], ["2班", "高橋", "3"], ["1班", "鈴木", "0"]
    ]  # fmt: skip
    assert "鈴木" not in paper


async def test_attendance_and_words_are_listed_too(world: World) -> None:
    attending, words = await asked(world, "attendance"), await asked(world, "text")
    async with Visit(world, "yamada") as chair:
        assert [row[2] for row in (await rows(chair, attending))[1:]] == ["出席", "出席", "欠席"]
        assert [row[4] for row in (await rows(chair, words))[1:]] == ["2本", "0本", "3本"]


async def test_before_anybody_answered_the_list_says_so(world: World) -> None:
    id = await circular(world, reply_kind="attendance")
    async with Visit(world, "yamada") as chair:
        assert "まだ、お答えはありません" in said(await chair.get(f"/circulars/{id}/coming"))
        assert (await chair.get(f"/circulars/{id}/coming/paper.pdf")).content.startswith(b"%PDF-")


async def test_officers_alone_see_it_and_each_block_is_told(world: World) -> None:
    id, plain = await asked(world), await circular(world)
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    async with Visit(world, "yamada") as chair, Visit(world, "abe") as leader, Visit(world, "suzuki") as home:
        page = said(await chair.get(f"/circulars/{id}/coming"))
        assert "1班の1" in page
        assert "佐藤" not in page
        assert (await leader.get(f"/circulars/{id}/coming")).status_code in (403, 404)
        assert (await home.get(f"/circulars/{id}/coming")).status_code in (403, 404)
        assert "まだ、お答えはありません" in said(await chair.get(f"/circulars/{plain}/coming"))
        assert "山田" in said(await home.get("/looks"))
