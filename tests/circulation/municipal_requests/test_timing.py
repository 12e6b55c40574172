"""Days of a municipal request, at the moment itself and beside it."""

from typing import Any

import pytest

from kairanban.circulation.municipal_requests.actions import decisions, sending, totals
from kairanban.circulation.municipal_requests.actions.totals import Answers
from kairanban.circulation.municipal_requests.rules.fiscal_years import year_of
from kairanban.core.clock import DAY, at, day_of
from kairanban.core.errors import Invalid
from tests.conftest import TODAY, SetClock
from tests.world import World, asked, asked_draft

pytestmark = pytest.mark.anyio

TODAY_BEGINS = at(day_of(TODAY))


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        ({"reply_by": TODAY}, []), ({"reply_by": TODAY - 1}, ["reply_by"]), ({"department": ""}, ["department"]),
        ({"deliver_on": TODAY_BEGINS}, []), ({}, []),
    ],
)  # fmt: skip
async def test_a_request_is_sent_for_days_to_come(
    world: World, made: dict[str, Any], wrong: list[str]
) -> None:
    request = await asked_draft(world, **made)
    async with world.database.write(world.shimizu) as tx:
        if wrong:
            with pytest.raises(Invalid) as error:
                await sending.send(tx, request, sure=True)
            assert list(error.value.fields) == wrong
        else:
            await sending.send(tx, request, sure=True)
            assert (await sending.find(tx, request)).sent == TODAY


async def test_a_delivery_day_is_over_the_day_after(world: World, clock: SetClock) -> None:
    with pytest.raises(Invalid):
        await asked_draft(world, deliver_on=TODAY_BEGINS - 1)
    request = await asked_draft(world, deliver_on=TODAY_BEGINS)
    clock.advance(DAY)
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid) as error:
            await sending.send(tx, request, sure=True)
        assert list(error.value.fields) == ["deliver_on"]


async def test_a_request_to_every_association_is_confirmed_and_to_one_is_not(world: World) -> None:
    everywhere, one = await asked_draft(world), await asked_draft(world, "midorigaoka")
    async with world.database.write(world.shimizu) as tx:
        await sending.send(tx, one)
        with pytest.raises(Invalid) as error:
            await sending.send(tx, everywhere)
        assert list(error.value.fields) == ["sure"]
        await sending.send(tx, everywhere, sure=True)


async def test_associations_are_chosen_anew_each_time(world: World) -> None:
    request = await asked_draft(world)
    async with world.database.write(world.shimizu) as tx:
        await sending.choose(tx, request, "総務課", None, [world.places["midorigaoka"]])
        assert await sending.chosen(tx, request) == {world.places["midorigaoka"]}
        with pytest.raises(Invalid):
            await sending.choose(tx, request, "総務課", None, [world.places["block_1"]])


async def test_answers_are_counted_by_what_was_decided(world: World) -> None:
    request, year = await asked(world), year_of(TODAY)
    for who, counted in (("yamada", Answers(declined=1, open=1)), ("ono", Answers(declined=1, passed=1))):
        place = world.places["kaminosawa" if who == "ono" else "midorigaoka"]
        async with world.database.write(world.actors[who]) as tx:
            if who == "ono":
                await decisions.pass_on(tx, place, request, "", at_once=True)
            else:
                await decisions.decline(tx, place, request, "too_much", "")
        async with world.database.read(world.shimizu) as tx:
            assert await totals.answered(tx, year) == {request: counted}
            assert await totals.answered(tx, year + 1) == {}
