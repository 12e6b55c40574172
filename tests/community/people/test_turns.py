"""輪番: the next in turn, and a year's block leaders on one form."""

from dataclasses import replace

import pytest

from kairanban.community.people.actions import turns
from kairanban.community.people.actions.turns import in_turn, next_in_turn
from kairanban.community.people.queries.turns import Turn
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


def order(*numbers: int) -> list[Turn]:
    return [Turn(PlaceId(1), n, ResidentId(n), f"家{n}", None, HouseholdId(n)) for n in numbers]


async def test_the_turn_goes_from_house_to_house_and_round_again() -> None:
    for after, name in ((1, "家2"), (2, "家5"), (5, "家1"), (None, "家1")):
        found = next_in_turn(order(1, 2, 5), after)
        assert found is not None
        assert found.name == name
    assert next_in_turn([], 1) is None


async def test_who_has_no_place_in_the_order_comes_last_and_who_is_excused_is_passed_over() -> None:
    assert [turn.route_order for turn in in_turn(order(0, 1, 2, 5), 2)] == [5, 1, 2, 0]
    excused = [replace(one, excused=int(one.route_order == 5)) for one in order(0, 1, 2, 5)]
    found = next_in_turn(excused, 2)
    assert found is not None
    assert found.name == "家1"
    # The leader's own household without a place begins the order.
    assert [turn.route_order for turn in in_turn(order(0, 1, 2), 0)] == [1, 2, 0]


async def test_all_blocks_are_entered_at_once_and_the_old_leader_serves_until_then(
    world: World, clock: SetClock
) -> None:
    place, block = world.places["midorigaoka"], world.places["block_1"]
    async with Visit(world, "yamada") as chair:
        page = (await chair.get(f"/associations/{place}/block-leaders")).text
        assert 'value="佐藤 花子"' in page
        assert 'value="2027-04-01"' in page
        form = {
            "starts": "2027-04-01",
            f"leader_{block}": "佐藤 花子",
            f"leader_{world.places['block_2']}": "見知らぬ 人",
        }
        assert (await chair.post(f"/associations/{place}/block-leaders", form)).status_code == 303
        assert (await chair.post(f"/associations/{place}/block-leaders", {"starts": ""})).status_code == 422

    async with world.database.read(world.yamada) as tx:
        now = {one.leader.place: one.leader.name for one in await turns.proposals(tx, place)}
    assert now[block] == "阿部 和子"
    clock.advance(122 * DAY)
    async with world.database.read(world.yamada.__class__(session=world.yamada.session, person=world.yamada.person,
                                   appointments=world.yamada.appointments, stepped_up_at=clock.now)) as tx:  # fmt: skip
        then = {one.leader.place: one for one in await turns.proposals(tx, place)}
    assert then[block].leader.name == "佐藤 花子"
    assert then[block].leader.route_order == 1
    following = then[block].next
    assert following is not None
    assert following.name == "鈴木 茂"


async def test_another_associations_chair_does_not_appoint_here(world: World) -> None:
    with pytest.raises(NotFound):
        async with world.database.write(world.ono) as tx:
            await turns.proposals(tx, world.places["midorigaoka"])
