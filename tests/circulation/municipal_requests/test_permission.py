"""Who sends municipal requests and who decides on them."""

import pytest

from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, decisions, sending
from kairanban.core.errors import NotFound, Refused
from tests.world import TEXTS, World, asked

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("who", ["yamada", "okada", "sato"])
async def test_only_the_town_starts_a_request_and_lists_associations(world: World, who: str) -> None:
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        assert await sending.start(tx, town)
        assert len(await sending.associations(tx, town)) == 2
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(NotFound):
            await sending.start(tx, town)
        with pytest.raises((NotFound, Refused)):
            await sending.associations(tx, town)


@pytest.mark.parametrize("who", ["yamada", "okada", "sato"])
async def test_only_the_town_corrects_and_withdraws_its_request(world: World, who: str) -> None:
    request = await asked(world)
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(NotFound):
            await corrections.correct(tx, request, Change.CHANGE, TEXTS, "13日に", None, 1)
        with pytest.raises(NotFound):
            await corrections.withdraw(tx, request, "中止です")
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(tx, request, Change.CHANGE, TEXTS, "13日に", None, tx.now)
        await corrections.withdraw(tx, request, "中止です")


@pytest.mark.parametrize(("who", "error"), [("kimura", Refused), ("ono", NotFound), ("shimizu", Refused)])
async def test_only_officers_of_the_association_decide(
    world: World, who: str, error: type[Exception]
) -> None:
    request, association = await asked(world), world.places["midorigaoka"]
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await decisions.received(tx, association)
        with pytest.raises(error):
            await decisions.find(tx, association, request)
        with pytest.raises(error):
            await decisions.decline(tx, association, request, "other", "いりません")
        with pytest.raises(error):
            await decisions.pass_on(tx, association, request, "", at_once=False)
    async with world.database.write(world.ito) as tx:
        assert len(await decisions.received(tx, association)) == 1
        await decisions.decline(tx, association, request, "other", "いりません")
