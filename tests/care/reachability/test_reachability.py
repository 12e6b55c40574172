"""連絡のつきかた: claimed is not proven, and paper ends only once another channel is proven."""

import re

import pytest

from kairanban.care.reachability import actions
from kairanban.care.reachability.rules import PROVEN_FOR, Evidence, State
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, NotFound
from tests.circulation.municipal_requests.towns import fill_block
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def states(world: World, who: str) -> dict[str, State]:
    async with world.database.read(world.yamada) as tx:
        found = await actions.of_association(tx, world.places["midorigaoka"])
    return next(one for one in found if one.household == world.households[who]).states


@pytest.mark.parametrize(
    ("evidence", "state"),
    [
        (Evidence(False), State.NONE),
        (Evidence(True), State.CLAIMED),
        (Evidence(True, answered=1000 * DAY - PROVEN_FOR), State.CLAIMED),
        (Evidence(True, answered=1000 * DAY - PROVEN_FOR + 1), State.PROVEN),
        (Evidence(False, answered=999 * DAY), State.NONE),
        (Evidence(False, answered=999 * DAY, lost=999 * DAY), State.BROKEN),
        (Evidence(True, lost=999 * DAY), State.CLAIMED),
    ],
)
def test_a_channel_is_what_its_evidence_says(evidence: Evidence, state: State) -> None:
    assert evidence.state(1000 * DAY) is state


async def test_an_answer_proves_the_channel_it_came_by(world: World, clock: SetClock) -> None:
    assert (await states(world, "sato"))["screen"] is State.CLAIMED
    assert (await states(world, "suzuki"))["paper"] is State.CLAIMED
    asked = await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, asked, world.households["sato"], Answer("acknowledged", "a"))
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, asked, world.households["suzuki"], Answer("acknowledged", "b"), "paper")
    assert (await states(world, "sato"))["screen"] is State.PROVEN
    assert (await states(world, "sato"))["push"] is State.NONE
    suzuki = await states(world, "suzuki")
    assert (suzuki["paper"], suzuki["screen"]) == (State.PROVEN, State.CLAIMED)
    clock.advance(PROVEN_FOR)
    assert (await states(world, "sato"))["screen"] is State.CLAIMED


async def test_its_own_press_proves_a_screen_though_the_answer_was_written_down_before(world: World) -> None:
    asked = await circular(world)
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, asked, world.households["sato"], Answer("acknowledged", "a"), "paper")
    assert (await states(world, "sato"))["screen"] is State.CLAIMED
    async with world.database.write(world.sato) as tx:
        await answer(tx, asked, world.households["sato"], Answer("acknowledged", "b"))
    assert (await states(world, "sato"))["screen"] is State.PROVEN


async def test_paper_is_given_up_only_once_a_screen_is_proven(world: World) -> None:
    matsumoto = world.households["matsumoto"]
    asked = await circular(world)
    async with Visit(world, "matsumoto") as resident:
        form = {"home": matsumoto, "method": "digital"}
        refused = await resident.post("/settings/paper", form)
        assert refused.status_code == 409
        assert "回覧をひとつ確認してください" in said(refused)
        await resident.post(f"/circulars/{asked}/acknowledgement")
        assert (await resident.post("/settings/paper", form)).status_code == 303
        assert (
            await resident.post("/settings/paper", {"home": matsumoto, "method": "carrier"})
        ).status_code == 422
    async with world.database.read(world.matsumoto) as tx:
        assert (await actions.own(tx))[0].method == "digital"
    async with world.database.write(world.matsumoto) as tx:
        await actions.choose_method(tx, matsumoto, "paper")
    async with world.database.write(world.takahashi) as tx:
        with pytest.raises(NotFound):
            await actions.choose_method(tx, matsumoto, "both")
        with pytest.raises(Conflict):
            await actions.choose_method(tx, world.households["takahashi"], "digital")


async def test_chair_sees_all_a_block_leader_nothing_of_it(world: World) -> None:
    path = f"/associations/{world.places['midorigaoka']}/reachability"
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(path))
        assert "佐藤" in page
        assert "どの世帯にも" in page
        assert "そのためにうかがう世帯はありません" in said(await chair.get(f"{path}?only=without"))
    for who in ("abe", "hayashi", "shimizu", "nagai"):
        async with Visit(world, who) as other:
            assert (await other.get(path)).status_code in (403, 404)
    async with Visit(world, "nagai") as commissioner:
        assert "佐藤" not in said(await commissioner.get("/board/reachability"))


async def test_blocks_are_folded_with_their_sums_unless_somebody_cannot_be_reached(world: World) -> None:
    path = f"/associations/{world.places['midorigaoka']}/reachability"
    asked = await circular(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, asked, world.households["sato"], Answer("acknowledged", "a"))
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(path))
        assert blocks_of(page)[0] == ("", "1班 3世帯 ◎ 1 ○ 2")
        assert not any(is_open for is_open, _line in blocks_of(page))
        # No device, telephone or paper: only a visit is left.
        await fill_block(world, "block_1", 1, "digital")
        first, second = blocks_of(said(await chair.get(path)))
        assert first == (" open", "1班 4世帯 ◎ 1 ○ 2 − 1")
        assert second[0] == ""
        only = blocks_of(said(await chair.get(f"{path}?only=without")))
        assert [name.split()[:2] for _open, name in only] == [["1班", "1世帯"]]


def blocks_of(page: str) -> list[tuple[str, str]]:
    """Return for each block whether it is open, and its summary."""
    found = re.findall(r'<details class="ledger"( open)?><summary>(.*?)</summary>', page, re.DOTALL)
    return [(is_open, " ".join(re.sub(r"<[^>]*>", "", line).split())) for is_open, line in found]
