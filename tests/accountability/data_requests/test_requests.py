"""訂正・消去の求め: asked in a household's own words, answered within a term, and told."""

import re

import pytest

from kairanban.accountability.data_requests.rules import ANSWERED_WITHIN, days_left
from kairanban.community.announcements.actions import unread
from kairanban.community.hiding import actions as hiding
from kairanban.core.clock import DAY
from kairanban.db.tables.rights import data_request
from tests.accountability.disclosure.holding import SHARED_TABLET, put
from tests.accountability.retention.ages import everything
from tests.conftest import SetClock
from tests.records import Access, accesses, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

OWN = "/own-data/requests"


def office(world: World, association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/data-requests"


async def ask(world: World, who: str = "sato", kind: str = "correction", words: str = "番地は8です") -> None:
    async with Visit(world, who) as mine:
        page = await mine.get(f"{OWN}?kind={kind}")
        press = re.findall(r'name="press" value="([^"]+)"', page.text)[0]
        for _ in range(2):
            asked = await mine.post(OWN, {"kind": kind, "words": words, "press": press})
            assert asked.status_code == 303, asked.text[-300:]


async def rows(world: World) -> list[tuple[str, str, str]]:
    return [
        (row["kind"], row["words"], row["outcome"]) for row in await everything(world.database, data_request)
    ]


async def test_a_household_asks_an_officer_does_it_and_it_is_told(world: World) -> None:
    home = world.households["sato"]
    await ask(world)
    assert await rows(world) == [("correction", "番地は8です", "")], "a second press asks once"
    async with Visit(world, "ito") as officer, Visit(world, "sato") as mine:
        assert office(world) in (await officer.get("/office")).text
        page = said(await officer.get(office(world)))
        assert "番地は8です" in page
        assert "あと14日" in page
        assert f"/households/{home}/particulars" in page
        assert Access("requests", world.places["midorigaoka"]) in await accesses(world, "ito")
        for _ in range(2):
            done = await officer.post(
                f"{office(world)}/1/answer", {"outcome": "done", "answer": "直しました"}
            )
            assert done.status_code == 303
        async with world.database.read(world.sato) as tx:
            assert [one.kind for one in await unread(tx, home)] == ["corrected"]
        assert f"{OWN}?home={home}" in (await mine.get("/")).text
        page = said(await mine.get(OWN))
        assert "直しました" in page
        assert "伊藤 隆" in page
    assert [entry.kind for entry in await journalled(world, "correction_asked", "request_done")] == [
        "correction_asked", "request_done",
    ]  # fmt: skip


async def test_a_refusal_needs_a_reason_and_keeps_what_was_chosen(world: World) -> None:
    await ask(world)
    async with Visit(world, "ito") as officer, Visit(world, "sato") as mine:
        path = f"{office(world)}/1/answer"
        for form in ({"outcome": "refused"}, {"answer": "x"}, {"outcome": "refused", "answer": "x" * 600}):
            assert (await officer.post(path, form)).status_code == 422, form
        unsaid = (await officer.post(path, {"outcome": "refused"})).text
        assert 'value="refused" checked' in unsaid
        assert (
            await officer.post(path, {"outcome": "refused", "answer": "台帳のとおりです"})
        ).status_code == 303
        assert "台帳のとおりです" in said(await mine.get(OWN))
    async with world.database.read(world.sato) as tx:
        assert [one.kind for one in await unread(tx, world.households["sato"])] == ["refused"]


async def test_a_correction_says_what_is_wrong_and_loses_nothing_typed(world: World) -> None:
    async with Visit(world, "sato") as mine:
        assert (await mine.post(OWN, {"kind": "correction", "words": " ", "press": "a"})).status_code == 422
        long = await mine.post(OWN, {"kind": "correction", "words": "長" * 501, "press": "a"})
        assert long.status_code == 422
        assert "長" * 501 in long.text
    assert await rows(world) == []


async def test_an_erasure_is_asked_once_and_can_be_taken_back(world: World) -> None:
    await ask(world, kind="erasure", words="")
    await ask(world, kind="erasure", words="")
    assert await rows(world) == [("erasure", "", "")]
    async with Visit(world, "yamada") as chair, Visit(world, "ito") as officer, Visit(world, "sato") as mine:
        home = world.households["sato"]
        assert f"/households/{home}/erasure" in (await chair.get(office(world))).text
        assert f"/households/{home}/erasure" not in (await officer.get(office(world))).text
        done = await officer.post(f"{office(world)}/1/answer", {"outcome": "done"})
        assert done.status_code == 422, "it is done on its own page"
        for _ in range(2):
            assert (await mine.post(f"{OWN}/1/removal")).status_code == 303
    assert await rows(world) == [("erasure", "", "taken_back")]


async def test_others_neither_see_nor_answer_nor_take_back(world: World) -> None:
    await ask(world)
    async with Visit(world, "suzuki") as other, Visit(world, "ono") as chair, Visit(world, "abe") as leader:
        assert "番地は8です" not in (await other.get(OWN)).text
        assert (await other.post(f"{OWN}/1/removal")).status_code == 404
        asked = await other.post(OWN, {"home": str(world.households["sato"]), "words": "x", "press": "y"})
        assert asked.status_code == 404
        assert (await chair.get(office(world))).status_code == 404
        assert (
            await chair.post(f"{office(world, 'kaminosawa')}/1/answer", {"outcome": "done"})
        ).status_code == 404
        assert (await leader.get(office(world))).status_code == 404
    async with world.database.write(SYSTEM) as tx:
        await tx.run(SHARED_TABLET)
    async with Visit(world, "sato") as shared:
        assert (await shared.get(OWN)).status_code == 403
        assert (await shared.post(OWN, {"kind": "erasure", "press": "z"})).status_code == 403


async def test_the_words_of_a_hidden_household_are_for_the_officer_who_knows(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await hiding.hide_own(tx, world.households["sato"], world.people["yamada"])
    await ask(world, words="佐藤の住所は8番地")
    async with Visit(world, "ito") as officer, Visit(world, "yamada") as knowing:
        page = said(await officer.get(office(world)))
        assert "佐藤" not in page
        assert "1班の1" in page
        refused = await officer.post(f"{office(world)}/1/answer", {"outcome": "done"})
        assert refused.status_code == 403
        assert "佐藤の住所は8番地" in said(await knowing.get(office(world)))
        assert (await knowing.post(f"{office(world)}/1/answer", {"outcome": "done"})).status_code == 303


async def test_what_is_late_comes_first_and_says_so(world: World, clock: SetClock) -> None:
    await put(
        world, data_request, household=world.households["suzuki"], kind="correction", words="あとから", press="old",
        made=clock.now - ANSWERED_WITHIN - DAY, due=clock.now - DAY,
    )  # fmt: skip
    await ask(world, "sato", words="きょう")
    async with Visit(world, "ito") as officer:
        page = said(await officer.get(office(world)))
    assert page.index("あとから") < page.index("きょう")
    assert "期限は" in page


def test_days_left_count_begun_ones() -> None:
    assert [days_left(10 * DAY, now) for now in (0, 9 * DAY + 1, 10 * DAY, 11 * DAY)] == [10, 1, 0, -1]
