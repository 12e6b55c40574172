"""Six digits cannot be guessed, and a lured household can undo a pairing."""

import pytest

from kairanban.community.hiding.actions import hide_own, name_own, show_own
from kairanban.community.signin.actions import attempts, devices, feeds, pairing
from kairanban.community.signin.actions.cards import bind_session
from kairanban.community.signin.actions.sessions import household_session
from kairanban.community.signin.queries import pairing as queries
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WRONG_MOST,
    PAIRING_LASTS,
    PAIRING_WINDOW,
    PAIRING_WRONG_IN_ALL,
    PAIRING_WRONG_MOST,
    PAIRINGS_FROM_NETWORK_MOST,
    PAIRINGS_MOST,
    UNDO_PAIRING,
)
from kairanban.community.signin.rules.pairing import new_digits, typed_digits
from kairanban.core.actor import Actor, Home, Visitor
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, Invalid, Refused
from kairanban.core.ids import SessionId
from kairanban.db.tx import Tx
from kairanban.notify.actions import mail
from tests.community.signin.test_pairing import show_digits, shown, shown_devices, type_digits
from tests.conftest import SetClock
from tests.permits import Step
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

WRONG = "000000"


async def paired(world: World, household: str = "sato") -> Actor:
    """Add a screen by its digits and return its actor."""
    _, digits = await shown(world)
    await type_digits(world, digits, household)
    newest = (await shown_devices(world, household))[-1]
    home = Home(world.households[household], None, "", world.places["midorigaoka"])
    return Actor(SessionId(newest.session), homes=(home,))


async def wrong(world: World, who: Actor, network: str) -> None:
    async with world.database.write(who) as tx:
        await pairing.count(tx, who.homes[0].household, network)


async def another(world: World) -> Actor:
    """Bind one more device of 佐藤, as with a card."""
    async with world.database.write(SYSTEM) as tx:
        session, _ = await household_session(tx)
        await bind_session(tx, session, world.households["sato"], "ipad", "card")
    return Actor(session, homes=world.sato.homes)


async def test_ten_wrong_numbers_a_day_end_it_for_a_sign_in(world: World, clock: SetClock) -> None:
    async with Visit(world) as screen, Visit(world, "sato") as mine, Visit(world, "suzuki") as other:
        digits = await show_digits(screen)
        for _ in range(PAIRING_WRONG_MOST):
            assert (await mine.post("/devices/pairing", {"digits": WRONG})).status_code == 422
        refused = await mine.post("/devices/pairing", {"digits": digits})
        assert refused.status_code == 403
        assert f'value="{digits}"' in refused.text
        assert "あしたもう一度お試しになるか" in said(refused)
        assert len(await shown_devices(world, "sato")) == 1
        # Another household of the same network still may.
        assert (await other.post("/devices/pairing", {"digits": digits})).status_code == 303
        clock.advance(DAY)
        digits = await show_digits(screen)
        assert (await mine.post("/devices/pairing", {"digits": digits})).status_code == 303


async def test_right_numbers_do_not_count(world: World) -> None:
    async with Visit(world, "sato") as mine:
        for _ in range(PAIRING_WRONG_MOST + 1):
            async with Visit(world) as screen:
                digits = await show_digits(screen)
            assert (await mine.post("/devices/pairing", {"digits": digits})).status_code == 303
            await mine.post(f"/devices/{(await shown_devices(world, 'sato'))[-1].id}/removal")


async def test_wrong_numbers_end_it_for_a_network_and_for_all(world: World, clock: SetClock) -> None:
    homes = [world.sato, *[await another(world) for _ in range(6)]]
    for number in range(ADDRESS_WRONG_MOST):
        await wrong(world, homes[number // PAIRING_WRONG_MOST], "network")
    with pytest.raises(Refused):
        await wrong(world, homes[6], "network")
    # From elsewhere it goes on, up to all together in an hour.
    many = [await another(world), world.suzuki, world.matsumoto, world.takahashi, world.tanaka, world.mori]
    tries = [(one, f"{which}") for which, one in enumerate(many) for _ in range(PAIRING_WRONG_MOST)]
    async with world.database.write(SYSTEM) as tx:
        for _ in range(PAIRING_WRONG_IN_ALL - ADDRESS_WRONG_MOST - len(tries)):
            await attempts.take(tx, "pairing in all", "", PAIRING_WINDOW, PAIRING_WRONG_IN_ALL)
    for one, network in tries:
        await wrong(world, one, network)
    with pytest.raises(Refused):
        await wrong(world, homes[6], "elsewhere")
    clock.advance(PAIRING_WINDOW)
    await wrong(world, homes[6], "elsewhere")


async def test_one_network_shows_only_so_many_numbers_a_day(world: World, clock: SetClock) -> None:
    for _ in range(PAIRINGS_FROM_NETWORK_MOST):
        async with world.database.write(Visitor()) as tx:
            await pairing.show_digits(tx, "ipad", "127.0.0.1", "")
    async with Visit(world) as screen:
        answer = await screen.post("/pairing")
        assert answer.status_code == 409
        assert "きょうは、ここでたくさんの数字を出しました" in said(answer)
        clock.advance(DAY)
        await show_digits(screen)


async def test_only_so_many_screens_show_numbers_at_the_same_time(world: World, clock: SetClock) -> None:
    async with world.database.write(Visitor()) as tx:
        for number in range(PAIRINGS_MOST):
            await tx.value(
                queries.ASK, token_hash=str(number).encode(), digits=f"{number:06}", kind="", asked=tx.now
            )
    async with Visit(world) as screen:
        busy = await screen.post("/pairing")
        assert busy.status_code == 409
        assert "10分ほどしてから" in said(busy)
        clock.advance(PAIRING_LASTS)
        await show_digits(screen)


def test_no_two_numbers_differ_in_one_digit_only() -> None:
    """So that one wrong digit connects nobody else's screen."""
    numbers: list[str] = []
    for _ in range(200):
        numbers.append(new_digits(numbers))
    for at, one in enumerate(numbers):
        for other in numbers[:at]:
            assert sum(a != b for a, b in zip(one, other, strict=True)) > 1


@pytest.mark.parametrize(
    "typed", ["012345", "０１２３４５", " 012 345 ", "012-345", "０１２ー３４５", "012 345"]
)
def test_digits_are_read_as_people_type_them(typed: str) -> None:
    assert typed_digits(typed) == "012345"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345x", "١٢٣٤٥٦", "12345²x"])
def test_what_are_not_six_digits_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(Invalid):
        typed_digits(typed)


async def decide(tx: Tx, world: World) -> None:
    await devices.decide(tx, world.households["sato"], 1, True)


async def remove(tx: Tx, world: World) -> None:
    found = await devices.devices(tx, world.households["sato"])
    first = next(one for one in found if one.session != tx.actor.session)
    await devices.remove(tx, world.households["sato"], first.id)


async def remove_others(tx: Tx, world: World) -> None:
    await devices.remove_others(tx, world.households["sato"])


async def confirm(tx: Tx, world: World) -> None:
    found = await devices.devices(tx, world.households["sato"])
    first = next(one for one in found if one.session != tx.actor.session)
    await devices.confirm(tx, world.households["sato"], first.id)


async def know(tx: Tx, world: World) -> None:
    found = await devices.devices(tx, world.households["sato"])
    first = next(one for one in found if one.session != tx.actor.session)
    await devices.acknowledge_device(tx, world.households["sato"], first.id)


async def choose_pin(tx: Tx, world: World) -> None:
    await devices.choose_pin(tx, world.households["sato"], "hash")


async def pair(tx: Tx, world: World) -> None:
    await pairing.count(tx, world.households["sato"], "here")


async def make_feed(tx: Tx, world: World) -> None:
    await feeds.make(tx, world.households["sato"])


async def add_mail(tx: Tx, world: World) -> None:
    await mail.add(tx, world.households["sato"], "someone@example.jp", "ja")


async def hide(tx: Tx, world: World) -> None:
    await hide_own(tx, world.households["sato"], world.people["yamada"])


async def show(tx: Tx, world: World) -> None:
    await show_own(tx, world.households["sato"])


async def name(tx: Tx, world: World) -> None:
    await name_own(tx, world.households["sato"], world.people["yamada"])


STEPS = [
    decide, remove, remove_others, confirm, know, choose_pin, pair, make_feed, add_mail, hide, show, name,
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
async def test_for_seven_days_the_new_screen_neither_keeps_itself_in_nor_others_out(
    world: World, clock: SetClock, step: Step
) -> None:
    screen = await paired(world)
    clock.advance(UNDO_PAIRING - 1)
    async with world.database.write(screen) as tx:
        with pytest.raises(Refused):
            await step(tx, world)
    clock.advance(1)
    async with world.database.write(screen) as tx:
        if step is decide:
            # No device waits: it is no longer the screen that hinders it.
            with pytest.raises(Conflict):
                await step(tx, world)
        else:
            await step(tx, world)


async def test_the_new_screens_pages_offer_nothing_of_it(world: World, clock: SetClock) -> None:
    async with Visit(world) as screen:
        await type_digits(world, await show_digits(screen))
        await screen.post("/pairing/device")
        page = said(await screen.get("/devices"))
        for gone in ("/removal", "/devices/number", "/devices/pairing", "/confirmation"):
            assert f'{gone}"' not in page
        assert "7日たっていません" in page
        assert "7日たっていません" in said(await screen.get("/devices/pairing"))
        assert "/acknowledgement" not in said(await screen.get("/"))
        clock.advance(UNDO_PAIRING)
        assert "/removal" in said(await screen.get("/devices"))


async def test_the_others_can_take_it_off_for_seven_days_whoever_said_that_it_is_known(
    world: World, clock: SetClock
) -> None:
    await paired(world)
    newest = (await shown_devices(world, "sato"))[-1]
    async with Visit(world, "sato") as mine:
        await mine.post(f"/devices/{newest.id}/acknowledgement")
        assert "画面がひとつ加わりました" not in said(await mine.get("/"))
        assert "覚えがなければ、ここではずせます" in said(await mine.get("/"))
        clock.advance(UNDO_PAIRING)
        assert "覚えがなければ、ここではずせます" not in said(await mine.get("/"))
        # Like every other device it can be taken off afterwards too.
        assert (await mine.post(f"/devices/{newest.id}/removal")).status_code == 303
    assert len(await shown_devices(world, "sato")) == 1
