"""Limits of password and PIN attempts, also concurrent ones."""

import asyncio
from collections import Counter

import pytest

from kairanban.community.signin.actions import cards, devices, persons
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.core.actor import Visitor
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, Invalid
from tests.community.signin.test_cards import choose_pin, new_card, scan
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

PASSWORD = "natsu no umi 7"


async def with_password(world: World, person: str) -> None:
    async with world.database.write(SYSTEM) as tx:
        token = await persons.invite(tx, world.people[person], world.places["midorigaoka"])
        _, world.tokens[person] = await persons.set_password(tx, token, person, hash_secret(PASSWORD))


async def test_ten_wrong_passwords_are_looked_at_even_when_they_come_together(world: World) -> None:
    await with_password(world, "ito")
    async with Visit(world) as browser:
        answers = await asyncio.gather(
            *(browser.post("/sign-in", {"sign_in_name": "ito", "password": f"wrong{n}"}) for n in range(16))
        )
        assert Counter(one.status_code for one in answers) == {422: 10, 403: 6}
        refused = await browser.post("/sign-in", {"sign_in_name": "ito", "password": PASSWORD})
        assert refused.status_code == 403


async def test_passwords_that_fit_do_not_count(world: World) -> None:
    await with_password(world, "ito")
    async with Visit(world) as browser:
        for _ in range(12):
            taken = await browser.post("/sign-in", {"sign_in_name": "ito", "password": PASSWORD})
            assert taken.status_code == 303
        for _ in range(12):
            assert (await browser.post("/step-up", {"password": PASSWORD})).status_code == 303
        for _ in range(10):
            assert (await browser.post("/step-up", {"password": "wrong"})).status_code == 422
        assert (await browser.post("/step-up", {"password": PASSWORD})).status_code == 403


async def test_numbers_tried_together_count_together(world: World) -> None:
    token = await new_card(world)
    await choose_pin(world, "suzuki", "2580")

    async def one() -> str:
        async with world.database.write(Visitor()) as tx:
            return await cards.try_pin(tx, token)

    tried = await asyncio.gather(*(one() for _ in range(24)), return_exceptions=True)
    assert Counter(type(one) for one in tried) == {str: 20, Conflict: 4}


async def test_a_number_that_fits_does_not_count_and_an_agreement_forgives_the_wrong_ones(
    world: World, clock: SetClock
) -> None:
    token = await new_card(world)
    await choose_pin(world, "suzuki", "2580")
    clock.advance(61 * DAY)
    for _ in range(3):
        async with Visit(world) as browser:
            await scan(browser, token)
            assert (await browser.post("/card/number", {"pin": "2580"})).status_code == 303
    async with Visit(world) as browser:
        await scan(browser, token)
        for _ in range(20):
            assert (await browser.post("/card/number", {"pin": "1111"})).status_code == 422
        assert (await browser.post("/card/number", {"pin": "2580"})).status_code == 409
        await browser.post("/card/requests")
        async with world.database.write(world.suzuki) as tx:
            (asked,) = await devices.waiting(tx, world.households["suzuki"])
            await devices.decide(tx, world.households["suzuki"], asked.id, True)
        assert (await browser.post("/card/number", {"pin": "2580"})).status_code == 303


async def test_a_number_chosen_meanwhile_makes_the_old_one_useless(world: World) -> None:
    token = await new_card(world)
    await choose_pin(world, "suzuki", "2580")
    async with world.database.write(Visitor()) as tx:
        old = await cards.try_pin(tx, token)
    await choose_pin(world, "suzuki", "1470")
    with pytest.raises(Conflict):
        async with world.database.write(Visitor()) as tx:
            await cards.bind_with_pin(tx, token, old, "ipad")


async def test_devices_bound_at_the_same_moment_are_still_eight(world: World) -> None:
    token = await new_card(world)

    async def one() -> str:
        async with world.database.write(Visitor()) as tx:
            return await cards.bind(tx, token, "iphone")

    bound = await asyncio.gather(*(one() for _ in range(10)), return_exceptions=True)
    assert Counter(type(one) for one in bound) == {str: 7, Conflict: 3}


@pytest.mark.parametrize("typed", ["１２３４", "1１1１", "０１２３", "1234", "12a4", "123", "٢٥٨٠"])
def test_an_easy_number_is_refused_however_it_is_typed(typed: str) -> None:
    with pytest.raises(Invalid):
        devices.checked_pin(typed)


@pytest.mark.parametrize("typed", ["2580", "２５８０"])
def test_a_number_of_ones_own_is_taken(typed: str) -> None:
    assert devices.checked_pin(typed).startswith("$argon2id$")
