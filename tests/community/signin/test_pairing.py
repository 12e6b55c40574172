"""画面をつなぐ: a screen shows six digits, a device of the household types them; the screen is then the household's."""

import asyncio
import re
from dataclasses import replace

import pytest
from sqlalchemy import bindparam

from kairanban.community.hiding.actions import hide_for
from kairanban.community.signin.actions import devices, pairing
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.community.signin.queries import pairing as queries
from kairanban.community.signin.queries.devices import Device
from kairanban.community.signin.rules.lifetimes import DEVICES_MOST, PAIRING_KEPT, PAIRING_LASTS
from kairanban.core.actor import Visitor
from kairanban.core.clock import MINUTE
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from kairanban.db.transaction import Duplicate
from tests.access.test_hidden import added
from tests.community.signin.test_cards import new_card
from tests.conftest import SetClock
from tests.records import Entry, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)"
LEFT = Statement(
    household.update().where(household.c.id == bindparam("household_id")).values(gone=bindparam("day"))
)


async def show_digits(screen: Visit) -> str:
    """Press 「数字を出す」 and return the digits on the page."""
    shown = await screen.post("/pairing", {}, **{"User-Agent": IPAD})
    assert (shown.status_code, shown.headers["location"]) == (303, "/pairing")
    found = re.search(r'class="digits six">(\d{3}) (\d{3})<', (await screen.get("/pairing")).text)
    assert found
    return found[1] + found[2]


async def shown_devices(world: World, name: str) -> list[Device]:
    async with world.database.read(world.actors[name]) as tx:
        return await devices.devices(tx, world.households[name])


async def type_digits(world: World, digits: str, who: str = "sato", network: str = "here") -> None:
    home = world.households[who]
    async with world.database.write(world.actors[who]) as tx:
        await pairing.count(tx, home, network)
    async with world.database.write(world.actors[who]) as tx:
        await pairing.take(tx, home, digits, network, "")


async def shown(world: World) -> tuple[str, str]:
    """Let a screen show digits; return its token and the digits."""
    async with world.database.write(Visitor()) as tx:
        token = await pairing.show_digits(tx, "ipad", "here", "")
    async with world.database.read(Visitor()) as tx:
        found, _ = await pairing.find(tx, token)
    assert found is not None
    return token, found.digits


async def test_the_digits_are_typed_and_both_screens_say_whose_household_it_is(world: World) -> None:
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        digits = await show_digits(screen)
        assert (await screen.get("/pairing/state")).status_code == 204
        page = said(await mine.get("/devices/pairing"))
        assert "目の前の画面の数字ですか" in page
        assert "電話で聞いた数字は入れないでください" in page
        assert digits not in page
        taken = await mine.post("/devices/pairing", {"digits": digits})
        assert taken.status_code == 303
        receipt = said(await mine.get(taken.headers["location"]))
        assert "これから佐藤様のお宅の画面です" in receipt
        assert "数字でつないだ画面 (iPad)" in receipt

        assert (await screen.get("/pairing/state")).text == "taken"
        begun = await screen.post("/pairing/device")
        assert (begun.status_code, begun.headers["location"]) == (303, "/?done=paired")
        assert "佐藤様のお宅の画面になりました" in said(await screen.get("/?done=paired"))
        assert "pairing" not in screen.cookies
    newest = (await shown_devices(world, "sato"))[-1]
    assert await journalled(world, "device_bound") == [
        Entry("device_bound", household=world.households["sato"], other=newest.id)
    ]


@pytest.mark.parametrize("between", ["{}{}{}{}{}{}", " {}{}{} {}{}{} ", "{}{}{}-{}{}{}", "{}{}{}　{}{}{}"])
@pytest.mark.parametrize("wide", [False, True])
async def test_they_are_taken_in_wide_digits_and_with_spaces(world: World, between: str, wide: bool) -> None:
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        digits = await show_digits(screen)
        typed = between.format(*digits)
        if wide:
            typed = typed.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        assert (await mine.post("/devices/pairing", {"digits": typed})).status_code == 303


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "12a456", "一二三四五六", "①②③④⑤⑥a", "1" * 5000]
)
async def test_what_is_not_six_digits_is_said_and_kept_and_does_not_count(world: World, typed: str) -> None:
    async with Visit(world, "sato") as mine:
        for _ in range(12):
            answer = await mine.post("/devices/pairing", {"digits": typed})
            assert answer.status_code == 422
        assert "6けたの数字を入れてください" in said(answer)
        assert f'value="{typed[:40]}"' in answer.text


async def test_wrong_digits_used_ones_and_old_ones_are_answered_alike(world: World, clock: SetClock) -> None:
    async with Visit(world) as screen, Visit(world, "sato") as mine, Visit(world, "suzuki") as other:
        digits = await show_digits(screen)
        wrong = f"{(int(digits) + 111_111) % 10**6:06}"
        answers = [await mine.post("/devices/pairing", {"digits": wrong})]
        assert (await other.post("/devices/pairing", {"digits": digits})).status_code == 303
        answers.append(await mine.post("/devices/pairing", {"digits": digits}))
        digits = await show_digits(screen)
        clock.advance(PAIRING_LASTS)
        answers.append(await mine.post("/devices/pairing", {"digits": digits}))
    assert [one.status_code for one in answers] == [422] * 3
    assert all("この数字を出している画面は、いまありません" in said(one) for one in answers)
    assert len(await shown_devices(world, "sato")) == 1


async def test_after_ten_minutes_the_screen_offers_new_digits(world: World, clock: SetClock) -> None:
    async with Visit(world) as screen:
        digits = await show_digits(screen)
        clock.advance(PAIRING_LASTS - 1)
        assert digits[:3] in (await screen.get("/pairing")).text
        assert (await screen.post("/pairing/device")).headers["location"] == "/pairing?done=early"
        assert "まだ入っていません" in said(await screen.get("/pairing?done=early"))
        clock.advance(1)
        assert (await screen.get("/pairing/state")).text == "ended"
        page = said(await screen.get("/pairing"))
        assert "ここに出ていた数字は終わりました" in page
        assert "数字を出す" in page
        assert (await screen.post("/pairing/device")).status_code == 409
        await show_digits(screen)


async def test_the_digits_alone_let_nobody_in(world: World) -> None:
    """Who only knows the digits has not the secret of the screen that showed them."""
    async with Visit(world) as screen, Visit(world) as stranger:
        digits = await show_digits(screen)
        await type_digits(world, digits)
        assert (await stranger.post("/pairing/device")).status_code == 409
        assert (await stranger.get("/devices")).status_code == 401
        assert (await screen.post("/pairing/device")).status_code == 303


async def test_a_window_that_begins_anew_goes_on_with_its_digits(world: World, clock: SetClock) -> None:
    async with Visit(world) as screen:
        assert (await screen.get("/")).status_code == 200
        await show_digits(screen)
        assert (await screen.get("/")).headers["location"] == "/pairing"
        assert (await screen.get("/?other=1")).status_code == 200
        clock.advance(PAIRING_LASTS)
        assert (await screen.get("/")).status_code == 200


async def test_a_screen_that_is_signed_in_shows_no_digits(world: World) -> None:
    async with Visit(world, "sato") as mine, Visit(world, "yamada") as chair:
        assert (await mine.get("/pairing")).headers["location"] == "/devices/pairing"
        assert (await mine.post("/pairing")).headers["location"] == "/pairing"
        assert (await chair.get("/pairing")).headers["location"] == "/"
        assert (await chair.post("/pairing/device")).headers["location"] == "/?done=pressed"
    async with world.database.read(SYSTEM) as tx:
        assert await tx.column(queries.SHOWN, within=PAIRING_LASTS) == []


async def test_its_own_digits_connect_a_screen_with_nothing(world: World) -> None:
    """The browser showed digits and was signed in with the card meanwhile."""
    token = await new_card(world, "sato")
    async with Visit(world) as screen:
        digits = await show_digits(screen)
        await screen.get(f"/c/{token}")
        await screen.post("/card/devices")
        answer = await screen.post("/devices/pairing", {"digits": digits})
        assert answer.status_code == 422
        assert "この画面が出した数字です" in said(answer)
    assert len(await shown_devices(world, "sato")) == 2


async def test_an_officer_who_types_them_gives_the_household_and_no_office(world: World) -> None:
    chair = replace(world.yamada, homes=world.sato.homes)
    async with Visit(world) as screen:
        digits = await show_digits(screen)
        async with world.database.write(chair) as tx:
            await pairing.take(tx, world.households["sato"], digits, "here", "")
        await screen.post("/pairing/device")
        assert (await screen.get("/devices")).status_code == 200
        assert (await screen.get("/own-page")).headers["location"].startswith("/sign-in")
        assert (await screen.get(f"/associations/{world.places['midorigaoka']}/roster")).status_code == 404


async def test_the_ninth_device_is_told_what_to_do_and_the_digits_still_hold(world: World) -> None:
    token = await new_card(world, "sato")
    for _ in range(DEVICES_MOST - 1):
        async with Visit(world) as browser:
            await browser.get(f"/c/{token}")
            await browser.post("/card/devices")
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        digits = await show_digits(screen)
        full = await mine.post("/devices/pairing", {"digits": digits})
        assert full.status_code == 409
        assert "はずしてください" in said(full)
        assert f'value="{digits}"' in full.text
        assert 'href="/devices?home=' in full.text
        assert (await screen.get("/pairing/state")).status_code == 204
        await mine.post(f"/devices/{(await shown_devices(world, 'sato'))[-1].id}/removal")
        assert (await mine.post("/devices/pairing", {"digits": digits})).status_code == 303


async def test_a_household_that_left_meanwhile_lets_no_screen_in(world: World) -> None:
    async with Visit(world) as screen:
        await type_digits(world, await show_digits(screen))
        async with world.database.write(SYSTEM) as tx:
            await tx.run(LEFT, household_id=world.households["sato"], day=tx.now)
        assert (await screen.get("/pairing/state")).text == "ended"
        assert (await screen.post("/pairing/device")).status_code == 409


async def test_taken_off_before_it_went_on_it_does_not_come_in(world: World) -> None:
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        await mine.post("/devices/pairing", {"digits": await show_digits(screen)})
        await mine.post(f"/devices/{(await shown_devices(world, 'sato'))[-1].id}/removal")
        assert (await screen.post("/pairing/device")).status_code == 409
        assert (await screen.get("/devices")).status_code == 401


async def test_only_a_devices_own_household_is_given(world: World) -> None:
    _, digits = await shown(world)
    for actor, error in (
        (world.suzuki, NotFound),
        (replace(world.sato, kiosk=True), Refused),
    ):
        async with world.database.write(actor) as tx:
            with pytest.raises(error):
                await pairing.count(tx, world.households["sato"], "here")
            with pytest.raises(error):
                await pairing.take(tx, world.households["sato"], digits, "here", "")
    await type_digits(world, digits)


async def test_a_device_of_two_households_says_which_one_it_types_for(world: World) -> None:
    token = await new_card(world, "suzuki")
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        await mine.get(f"/c/{token}")
        await mine.post("/card/devices")
        page = said(await mine.get("/devices/pairing"))
        other = world.households["suzuki"]
        assert "佐藤様のお宅の画面になります" in page
        assert f'href="/devices/pairing?home={other}"' in page
        assert "鈴木様のお宅の画面になります" in said(await mine.get(f"/devices/pairing?home={other}"))
        digits = await show_digits(screen)
        assert (
            await mine.post("/devices/pairing", {"digits": digits, "home": str(other)})
        ).status_code == 303
        await screen.post("/pairing/device")
        assert "鈴木様のお宅の画面です" in said(await screen.get("/"))


async def test_a_device_from_before_the_hiding_connects_none(world: World, clock: SetClock) -> None:
    home = world.households["sato"]
    async with world.database.write(world.ito) as tx:
        await hide_for(tx, world.places["midorigaoka"], home, world.people["yamada"])
    clock.advance(1)
    newer = await added(world, "sato")
    async with Visit(world) as screen, Visit(world, "sato") as old:
        digits = await show_digits(screen)
        assert 'name="digits"' not in (await old.get("/devices/pairing")).text
        assert "/devices/pairing" not in (await old.get("/devices")).text
        assert (await old.post("/devices/pairing", {"digits": digits})).status_code == 403
        async with world.database.write(newer) as tx:
            await pairing.take(tx, home, digits, "here", "")
        await screen.post("/pairing/device")
        assert (await screen.get("/devices")).status_code == 200
        # The one from before learns nothing of it.
        assert "数字でつないだ画面" not in said(await old.get("/devices"))


async def test_two_screens_never_show_the_same_digits(world: World) -> None:
    async with world.database.write(Visitor()) as tx:
        await tx.value(queries.ASK, token_hash=b"one", digits="123456", kind="", asked=tx.now)
    with pytest.raises(Duplicate):
        async with world.database.write(Visitor()) as tx:
            await tx.value(queries.ASK, token_hash=b"two", digits="123456", kind="", asked=tx.now)
    # Typed digits are free for the next screen.
    await type_digits(world, "123456")
    async with world.database.write(Visitor()) as tx:
        await tx.value(queries.ASK, token_hash=b"two", digits="123456", kind="", asked=tx.now)
    await type_digits(world, "123456", "suzuki")


async def test_two_households_that_type_the_same_digits_at_once_connect_one_screen(world: World) -> None:
    _, digits = await shown(world)
    answers = await asyncio.gather(
        type_digits(world, digits, "sato"), type_digits(world, digits, "suzuki"), return_exceptions=True
    )
    assert sorted(map(str, map(type, answers))) == sorted(map(str, (type(None), Invalid)))
    assert len(await shown_devices(world, "sato")) + len(await shown_devices(world, "suzuki")) == 3


async def test_a_screen_shows_one_number_at_a_time(world: World) -> None:
    async with Visit(world) as screen:
        first = await show_digits(screen)
        second = await show_digits(screen)
    with pytest.raises(Invalid):
        await type_digits(world, first)
    await type_digits(world, second)


async def test_a_lost_answer_is_fetched_again_within_a_minute(world: World, clock: SetClock) -> None:
    token, digits = await shown(world)
    await type_digits(world, digits)
    for _ in range(2):
        async with world.database.write(Visitor()) as tx:
            assert await pairing.collect(tx, token)
    clock.advance(MINUTE)
    async with Visit(world) as screen:
        screen.cookies.set("pairing", token)
        assert (await screen.post("/pairing/device")).status_code == 409


async def test_a_screen_that_never_came_back_is_no_device_the_next_day(world: World, clock: SetClock) -> None:
    _, digits = await shown(world)
    fetched, others = await shown(world)
    await type_digits(world, digits)
    await type_digits(world, others)
    async with world.database.write(Visitor()) as tx:
        await pairing.collect(tx, fetched)
    await shown(world)
    clock.advance(PAIRING_KEPT - 1)
    async with world.database.write(SYSTEM) as tx:
        await forget_old_secrets(tx)
    assert len(await shown_devices(world, "sato")) == 3
    clock.advance(1)
    async with world.database.write(SYSTEM) as tx:
        await forget_old_secrets(tx)
        assert (await pairing.find(tx, fetched))[0] is None
    assert len(await shown_devices(world, "sato")) == 2


async def test_it_is_announced_and_can_be_taken_off(world: World) -> None:
    home: HouseholdId = world.households["sato"]
    await added(world, "sato")
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        await mine.post("/devices/pairing", {"digits": await show_digits(screen)})
        await screen.post("/pairing/device")
        newest = (await shown_devices(world, "sato"))[-1]
        assert "画面がひとつ加わりました" in said(await mine.get("/"))
        assert "数字でつないだ画面 (iPad)" in said(await mine.get("/"))
        assert "画面がひとつ加わりました" not in said(await screen.get("/"))
        assert (await mine.post(f"/devices/{newest.id}/removal", {"home": str(home)})).status_code == 303
        assert (await screen.get("/devices")).status_code == 401


async def test_a_second_tap_on_connect_says_what_the_first_did(world: World, clock: SetClock) -> None:
    async with Visit(world) as screen, Visit(world, "sato") as mine:
        digits = await show_digits(screen)
        for _ in range(2):
            answer = await mine.post("/devices/pairing", {"digits": digits})
            assert answer.headers["location"].startswith("/devices?done=paired")
        assert len(await shown_devices(world, "sato")) == 2
        clock.advance(2 * MINUTE)
        assert (await mine.post("/devices/pairing", {"digits": digits})).status_code == 422
