"""A household's notification choices, and the chair's preview before publication."""

from datetime import date
from typing import Any

import pytest

from kairanban.circulation.circulars.actions.delivery_preview import DeliveryPreview, delivery_preview
from kairanban.circulation.circulars.actions.drafts import find
from kairanban.core.clock import at, end_of
from kairanban.notify.actions.choices import choice_of, choose
from kairanban.notify.keys import ensure_keys
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import Telling
from tests.visiting import Visit, said
from tests.world import World, circular, draft

pytestmark = pytest.mark.anyio


async def seen_before_sending(world: World, **made: Any) -> DeliveryPreview:
    id = await draft(world, **made)
    async with world.database.read(world.yamada) as tx:
        return await delivery_preview(tx, await find(tx, id))


async def test_before_publishing_the_chair_sees_how_and_when_households_are_notified(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    world = town.world
    for who in ("sato", "tanaka", "takahashi"):
        await town.allow(who, service.browser(who))
    async with world.database.write(world.tanaka) as tx:
        await choose(tx, world.households["tanaka"], {"digest": 1})
    async with world.database.write(world.takahashi) as tx:
        await choose(tx, world.households["takahashi"], {"rest_until": end_of(date(2026, 12, 20))})
    morning = at(date(2026, 12, 2), 7)
    by_day = await seen_before_sending(world)
    assert by_day == DeliveryPreview(
        push=2, mail=0, paper=2, by_themselves=1, at_once=1, times=((morning, 1),)
    )
    assert (await seen_before_sending(world, importance="urgent")).at_once == 3

    clock.now = at(date(2026, 12, 1), 22)
    at_night = await seen_before_sending(world)
    assert (at_night.at_once, at_night.times) == (0, ((morning, 2),))
    async with Visit(world, "yamada") as chair:
        page = await chair.get(f"/circulars/{await draft(world)}/proof")
    assert "12月2日（水）午前7時" in said(page)


async def test_each_button_changes_one_choice_only(world: World) -> None:
    async with Visit(world, "sato") as browser:
        for press in ({"quiet": "20-8"}, {"digest": "1"}, {"obituaries": "0"}, {"rest": "7"}, {"quiet": "x"}):
            assert (await browser.post("/settings/notices", press)).status_code == 303
        assert said(await browser.get("/settings/notices")).count('aria-current="true"') == 5
        async with world.database.read(world.sato) as tx:
            chosen = await choice_of(tx, world.households["sato"])
        assert (chosen.quiet_from, chosen.quiet_until) == (20, 8)
        assert (chosen.digest, chosen.obituaries, chosen.ordinary) == (1, 0, 1)
        assert chosen.rest_until == end_of(date(2026, 12, 8))
        await browser.post("/settings/notices", {"rest": "none"})
    async with world.database.read(world.sato) as tx:
        assert (await choice_of(tx, world.households["sato"])).rest_until is None
        assert (await choice_of(tx, world.households["suzuki"])).digest == 0


async def test_a_test_message_needs_a_subscribed_device(town: Telling, service: PushService) -> None:
    async with Visit(town.world, "sato") as browser:
        assert (await browser.post("/settings/notices/trial")).status_code == 409
    await town.allow("sato", service.browser("sato"))
    async with Visit(town.world, "sato") as browser:
        assert (await browser.post("/settings/notices/trial")).status_code == 303
        assert await town.round() == 1
        page = said(await browser.get("/settings/notices?done=tested"))
        assert "お試しのお知らせを渡しました" in page
    assert [one["tag"] for one in service.shown("sato")] == ["test"]


async def test_an_unsubscribed_device_is_offered_push_after_an_answer(
    town: Telling, service: PushService
) -> None:
    id = await circular(town.world)
    async with Visit(town.world, "sato") as browser:
        assert "/settings/notices" not in (await browser.get(f"/circulars/{id}")).text
        await browser.post(f"/circulars/{id}/acknowledgement", {"press": "a", "edition": "1"})
        assert "/settings/notices" in (await browser.get(f"/circulars/{id}")).text
        await town.allow("sato", service.browser("sato"))
        assert "/settings/notices" not in (await browser.get(f"/circulars/{id}")).text


async def test_the_keys_are_created_once(world: World) -> None:
    first = await ensure_keys(world.database)
    assert await ensure_keys(world.database) == first
    async with Visit(world) as anybody:
        assert (await anybody.get("/notices/key")).text == first.public_key
    assert len(first.public_key) == 87
