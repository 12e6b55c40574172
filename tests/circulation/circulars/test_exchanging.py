"""A paper that was wrong is exchanged by a correction; nothing typed is lost on the way."""

import re

import pytest

from kairanban.circulation.circulars.actions import attachments, drafts, exchanging, publishing
from kairanban.circulation.circulars.actions.attachments import ATTACHMENTS_MOST, Full
from kairanban.core.errors import Conflict, NotFound, Refused
from kairanban.core.ids import CircularId
from tests.circulation.circulars.test_attachments import PAPER as ONE_PAGE
from tests.circulation.circulars.test_papers_added import file
from tests.circulation.circulars.test_writing import PAPER
from tests.confined.papers import picture
from tests.visiting import Visit, said
from tests.world import TEXTS, World, circular, draft

pytestmark = pytest.mark.anyio

WORDS = {name: getattr(TEXTS, name) for name in TEXTS.__dataclass_fields__}


async def with_paper(world: World) -> CircularId:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "まちがい.pdf", ONE_PAGE)
        await publishing.publish(tx, id)
    return id


async def names(world: World, id: CircularId) -> list[tuple[str, int]]:
    async with world.database.read(world.yamada) as tx:
        return [(one.name, one.pending) for one in await exchanging.papers(tx, id)]


async def test_the_right_paper_is_added_and_goes_round_with_the_correction(world: World) -> None:
    id = await with_paper(world)
    path = f"/circulars/{id}/correction"
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
        page = (await chair.get(path)).text
        (old,) = re.findall(r'name="off" value="(\d+)"', page)
        typed = {**WORDS, "body": "書きなおした文", "note": "地図が違いました", "change": "typo", "off": old}
        looked = await chair.send(path, {**typed, "go": "papers"}, [file("正しい.pdf", PAPER.read_bytes())])
        assert looked.status_code == 200
        shown = said(looked)
        assert "正しい.pdf" in shown
        assert "書きなおした文" in shown
        assert 'value="typo" checked' in shown
        assert re.search(rf'name="off" value="{old}" checked', shown)
        assert await names(world, id) == [("まちがい.pdf", 0), ("正しい.pdf", 1)]
        (new,) = set(re.findall(r'name="off" value="(\d+)"', looked.text)) - {old}
        assert f"/attachments/{new}/" not in (await resident.get(f"/circulars/{id}")).text
        assert (await chair.post(path, {**typed, "seen": new})).status_code == 303
        assert await names(world, id) == [("正しい.pdf", 0)]
        read = (await resident.get(f"/circulars/{id}")).text
        assert f"/attachments/{new}/pages/1" in read
        assert f"/attachments/{old}/" not in read


async def test_a_file_chosen_with_the_last_press_goes_out_with_it(world: World) -> None:
    id = await with_paper(world)
    path = f"/circulars/{id}/correction"
    async with Visit(world, "yamada") as chair:
        typed = {**WORDS, "note": "写真を足します", "change": "typo"}
        assert (await chair.send(path, typed, [file("祭り.jpg", picture("JPEG"))])).status_code == 303
    assert await names(world, id) == [("まちがい.pdf", 0), ("祭り.jpg", 0)]


async def test_a_file_stays_where_something_else_is_missing(world: World) -> None:
    id = await with_paper(world)
    path = f"/circulars/{id}/correction"
    async with Visit(world, "yamada") as chair:
        typed = {**WORDS, "note": "", "change": "change"}
        missing = await chair.send(path, typed, [file("祭り.jpg", picture("JPEG"))])
        assert missing.status_code == 422
        assert "祭り.jpg" in said(missing)
        refused = await chair.send(
            path, {**typed, "note": "足します"}, [file("こわれた.pdf", b"%PDF-1.7 broken")]
        )
        assert refused.status_code == 422
        assert "こわれた.pdf" in said(refused)
        assert 'value="足します"' in refused.text
        assert await names(world, id) == [("まちがい.pdf", 0), ("祭り.jpg", 1)]
        # What waits is left out again, without a correction.
        (_, new) = re.findall(r'name="off" value="(\d+)"', refused.text)
        assert (await chair.post(path, {**typed, "off": new, "go": "papers"})).status_code == 200
    assert await names(world, id) == [("まちがい.pdf", 0)]


async def test_ten_papers_are_the_most_those_that_go_not_counted(world: World) -> None:
    id = await with_paper(world)
    async with world.database.write(world.yamada) as tx:
        for n in range(ATTACHMENTS_MOST - 1):
            await exchanging.add(tx, id, f"{n}.pdf", ONE_PAGE, frozenset())
        with pytest.raises(Full):
            await exchanging.add(tx, id, "11.pdf", ONE_PAGE, frozenset())
        old = next(one.id for one in await exchanging.papers(tx, id) if not one.pending)
        await exchanging.add(tx, id, "11.pdf", ONE_PAGE, frozenset({old}))


@pytest.mark.parametrize("who", ["kimura", "ono", "sato", "shimizu"])
async def test_only_who_may_correct_adds_papers(world: World, who: str) -> None:
    id = await circular(world)
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises((NotFound, Refused, Conflict)):
            await exchanging.add(tx, id, "勝手に.pdf", ONE_PAGE, frozenset())


async def test_the_same_form_sent_twice_asks_nobody_twice(world: World) -> None:
    """Reading a paper takes long, and a second press comes while the first is still on its way."""
    id = await with_paper(world)
    path = f"/circulars/{id}/correction"
    async with Visit(world, "yamada") as chair:
        form = {**WORDS, "note": "写真を足します", "change": "change", "edition": "1"}
        for expected in (303, 422):
            sent = await chair.send(path, form, [file("祭り.jpg", picture("JPEG"))])
            assert sent.status_code == expected
        assert "そのあいだに訂正が送られています" in said(sent)
        assert 'name="edition" value="2"' in sent.text
    async with world.database.read(world.yamada) as tx:
        assert (await drafts.find(tx, id)).asked_edition == 2
    assert [name for name, _ in await names(world, id)] == ["まちがい.pdf", "祭り.jpg"]


async def test_what_another_officer_is_adding_does_not_go_out_with_it(world: World) -> None:
    id = await with_paper(world)
    async with world.database.write(world.yamada) as tx:
        await exchanging.add(tx, id, "まだ.pdf", ONE_PAGE, frozenset())
    async with Visit(world, "ito") as officer:
        form = {**WORDS, "gist": "字の誤り", "note": "", "change": "typo"}
        assert (await officer.post(f"/circulars/{id}/correction", form)).status_code == 303
    assert await names(world, id) == [("まちがい.pdf", 0), ("まだ.pdf", 1)]
    # Withdrawn, it keeps no paper that nobody sees.
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, id, "中止")
    assert await names(world, id) == [("まちがい.pdf", 0)]
