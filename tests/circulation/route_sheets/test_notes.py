"""緊急閲覧 on paper: a household without a device gets one note with the next circular."""

import pytest

from kairanban.care.visits.actions import emergency
from kairanban.circulation.route_sheets.actions.notes import waiting
from kairanban.core.clock import DAY
from tests.conftest import SetClock
from tests.groups import group_circular, groups
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit, said
from tests.world import World, circular, proven

pytestmark = pytest.mark.anyio

PAGE = 'class="note-page"'
REASON = "玄関で呼んでも返事がなく新聞がたまっている"


@pytest.fixture
async def looked_up(world: World, clock: SetClock) -> World:
    """The commissioner looked 鈴木 up, whose tablet was given back, and 佐藤, who has one."""
    async with Visit(world, "suzuki") as tablet:
        await tablet.post("/away", {"go": "leave"})
    clock.advance(DAY)
    await proven(world, "nagai")
    for label in ("鈴木", "佐藤"):
        async with world.database.write(world.nagai) as tx:
            await emergency.look_up(tx, label, REASON)
    return world


def paths(world: World, id: int, block: str = "block_1") -> tuple[str, str]:
    base = f"/circulars/{id}/blocks/{world.places[block]}/sheet"
    return f"{base}/paper", f"{base}/entry"


async def test_the_note_is_on_a_page_of_its_own_for_the_household_without_a_device(looked_up: World) -> None:
    paper, entry = paths(looked_up, await circular(looked_up))
    async with Visit(looked_up, "abe") as leader:
        sheet = said(await leader.get(paper))
        assert sheet.count(PAGE) == 1
        note = sheet.split(PAGE)[1]
        assert "鈴木" in note
        assert REASON in note
        assert "永井 純" in note
        # The board goes from house to house: it says nothing.
        assert REASON not in sheet.split(PAGE)[0]
        assert REASON not in said(await leader.get(entry))
    assert Access("route_sheet_paper", looked_up.places["block_1"]) in await accesses(looked_up, "abe")


async def test_it_is_printed_until_somebody_says_that_it_was_handed_over(looked_up: World) -> None:
    first, entry = paths(looked_up, await circular(looked_up))
    async with Visit(looked_up, "abe") as leader:
        for _ in range(2):
            assert PAGE in (await leader.get(first)).text
        form = (await leader.get(entry)).text
        look = form.split('name="note" value="')[1].split('"')[0]
        ticked = {"press": "a", "edition": "1", "of": str(looked_up.households["suzuki"]), f"ticked{looked_up.households['suzuki']}": "1"}  # fmt: skip
        # The sheet alone says nothing of the note.
        assert (await leader.post(entry, ticked)).status_code == 303
        assert PAGE in (await leader.get(first)).text
        for _ in range(2):
            await leader.post(entry, {"press": "b", "edition": "1", "note": look})
        second, again = paths(looked_up, await circular(looked_up))
        for page in (first, entry, second, again):
            text = (await leader.get(page)).text
            assert PAGE not in text
            assert 'name="note"' not in text
    assert await journalled(looked_up, "look_note_handed") == [
        Entry("look_note_handed", looked_up.people["abe"], other=int(look))
    ]


async def test_no_other_block_and_no_other_association_prints_or_ends_it(looked_up: World) -> None:
    id = await circular(looked_up)
    paper, entry = paths(looked_up, id)
    async with Visit(looked_up, "abe") as leader:
        look = (await leader.get(entry)).text.split('name="note" value="')[1].split('"')[0]
    second, elsewhere = paths(looked_up, id, "block_2")
    async with Visit(looked_up, "yamada") as chair, Visit(looked_up, "ono") as stranger:
        assert PAGE not in (await chair.get(second)).text
        sent = await chair.post(elsewhere, {"press": "a", "edition": "1", "note": look})
        assert sent.status_code == 422
        assert (await stranger.post(entry, {"press": "a", "edition": "1", "note": look})).status_code == 404
        assert PAGE in (await chair.get(paper)).text


async def test_nothing_is_printed_after_ninety_days(looked_up: World, clock: SetClock) -> None:
    paper, _ = paths(looked_up, await circular(looked_up))
    async with Visit(looked_up, "yamada") as chair:
        assert PAGE in (await chair.get(paper)).text
    async with looked_up.database.read(looked_up.yamada) as tx:
        assert len(await waiting(tx, looked_up.places["midorigaoka"], looked_up.places["block_1"])) == 1
    clock.advance(90 * DAY)
    async with looked_up.database.read(looked_up.yamada) as tx:
        assert await waiting(tx, looked_up.places["midorigaoka"], looked_up.places["block_1"]) == []


async def test_the_head_of_a_group_neither_reads_nor_ends_it(looked_up: World) -> None:
    """The group's circular has a sheet in the block; what its households were looked up for is no affair of hers."""
    await groups(looked_up)
    paper, entry = paths(looked_up, await circular(looked_up))
    async with Visit(looked_up, "abe") as leader:
        look = (await leader.get(entry)).text.split('name="note" value="')[1].split('"')[0]
    hers, her_entry = paths(looked_up, await group_circular(looked_up))
    async with Visit(looked_up, "endo") as head, Visit(looked_up, "abe") as leader:
        assert PAGE not in (await head.get(hers)).text
        assert 'name="note"' not in (await head.get(her_entry)).text
        sent = await head.post(her_entry, {"press": "a", "edition": "1", "note": look})
        assert sent.status_code == 422
        assert PAGE in (await leader.get(paper)).text
    # Her look is told to the group's households only.
    elders = looked_up.places["elders"]
    assert await accesses(looked_up, "endo") == {
        Access("route_sheet", elders),
        Access("route_sheet_paper", elders),
    }
