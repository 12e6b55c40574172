"""From publication to the device's notification, and the outcome of each delivery."""

import time
from dataclasses import replace

import jwt
import pytest

from kairanban.circulation.circulars.actions import correcting, publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.progress.actions.messages import messages
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.signin.actions import sessions
from kairanban.core.clock import DAY, HOUR, MINUTE, SECOND
from kairanban.notify.rules.paces import PACES
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import Telling
from tests.world import TEXTS, World, circular

pytestmark = pytest.mark.anyio


async def test_a_subscribed_device_is_notified_of_a_circular_once(
    town: Telling, service: PushService
) -> None:
    await town.allow("sato", service.browser("sato"))
    id = await circular(town.world)
    assert await town.round() == 1
    assert await town.round() == 0

    assert await town.states() == {"sato": ["accepted"]}
    [shown] = service.shown("sato")
    assert shown == {
        "title": "みどりヶ丘自治会",
        "body": "新しい回覧があります。",
        "navigate": f"http://localhost:8321/circulars/{id}",
        "lang": "ja",
        "tag": f"circular-{id}",
    }


async def test_the_lock_screen_shows_neither_household_nor_circular(
    town: Telling, service: PushService
) -> None:
    await town.allow("sato", service.browser("sato"), "en")
    await circular(town.world, importance="important")
    await town.round()
    [shown] = service.shown("sato")
    assert shown["body"] == "There is a new circular."
    said = " ".join(map(str, shown.values()))
    assert not [word for word in ("佐藤", "花子", TEXTS.title, TEXTS.gist) if word in said]


async def test_a_push_has_the_headers_that_services_require(town: Telling, service: PushService) -> None:
    """RFC 8030, 8188, 8292: TTL, urgency, topic, one signature per service with the port in `aud`."""
    for who in ("sato", "tanaka"):
        await town.allow(who, service.browser(who))
    await circular(town.world, importance="urgent")
    await town.round()
    first, second = (post.headers for post in service.posts)
    assert first["TTL"] == str(2 * HOUR // SECOND)
    assert first["Urgency"] == "high"
    assert len(first["Topic"]) <= 32
    assert first["Content-Encoding"] == "aes128gcm"
    assert all(len(post.body) <= 4096 for post in service.posts)

    token = first["Authorization"].removeprefix("vapid t=").split(",")[0]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["aud"] == service.origin
    assert claims["exp"] < time.time() + DAY // SECOND
    assert second["Authorization"] == first["Authorization"]


async def test_only_addressees_are_notified(town: Telling, service: PushService) -> None:
    for who in ("sato", "takahashi", "mori"):
        await town.allow(who, service.browser(who))
    await circular(town.world, place="block_1")
    await town.round()
    assert await town.states() == {"sato": ["accepted"]}


async def test_a_change_notifies_again_and_replaces_the_first_message(
    town: Telling, service: PushService
) -> None:
    await town.allow("sato", service.browser("sato"))
    id = await circular(town.world)
    await town.round()
    async with town.world.database.write(town.world.yamada) as tx:
        await correcting.correct(tx, id, Change.TYPO, replace(TEXTS, title="清掃"), "", None, None)
    assert await town.round() == 0
    async with town.world.database.write(town.world.yamada) as tx:
        later = replace(TEXTS, facts_when="13日")
        await correcting.correct(tx, id, Change.CHANGE, later, "13日になりました", None, None)
    assert await town.round() == 1
    first, second = service.shown("sato")
    assert second["tag"] == first["tag"]
    assert "変わりました" in second["body"]


async def test_a_circular_withdrawn_at_night_is_not_sent_in_the_morning(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    await town.allow("sato", service.browser("sato"))
    clock.advance(12 * HOUR)
    id = await circular(town.world)
    assert await town.round() == 0
    async with town.world.database.write(town.world.yamada) as tx:
        await publishing.withdraw(tx, id, "まちがえました")
    clock.advance(10 * HOUR)
    assert await town.round() == 0
    assert await town.states() == {"sato": ["cancelled"]}


async def test_a_delivery_is_cancelled_when_the_household_has_answered(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    for who in ("sato", "tanaka"):
        await town.allow(who, service.browser(who))
    clock.advance(12 * HOUR)
    id = await circular(town.world)
    await town.round()
    async with town.world.database.write(town.world.sato) as tx:
        await answer(tx, id, town.world.households["sato"], Answer("acknowledged", "x"))
    clock.advance(10 * HOUR)
    assert await town.round() == 1
    assert await town.states() == {"sato": ["cancelled"], "tanaka": ["accepted"]}


async def test_a_signed_out_device_is_not_notified(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    for who in ("sato", "tanaka"):
        await town.allow(who, service.browser(who))
    clock.advance(12 * HOUR)
    await circular(town.world)
    await town.round()
    async with town.world.database.write(town.world.sato) as tx:
        await sessions.leave(tx)
    await circular(town.world)
    clock.advance(10 * HOUR)
    await town.round()
    assert await town.states() == {"sato": ["cancelled"], "tanaka": ["accepted", "accepted"]}


@pytest.mark.parametrize(
    ("answers", "minutes", "state", "tries", "alive"),
    [
        ([201], 0, "accepted", 1, True),
        ([404], 0, "gone", 1, False),
        ([410], 0, "gone", 1, False),
        ([413, 201], 0, "accepted", 2, True),
        ([413, 413], 0, "failed", 2, True),
        ([400], 0, "failed", 1, True),
        ([401], 0, "waiting", 1, True),
        ([403], 0, "waiting", 1, True),
        ([401, 403, 201], 60, "accepted", 3, True),
        ([403], 8 * 24 * 60, "expired", None, True),
        ([302], 0, "failed", 1, True),
        ([500, 503, 201], 60, "accepted", 3, True),
        ([500], 0, "waiting", 1, True),
        (["drop", 201], 10, "accepted", 2, True),
        ([429, 201], 10, "accepted", 2, True),
        ([500], 8 * 24 * 60, "expired", None, True),
        (["drop"], 8 * 24 * 60, "expired", None, True),
    ],
)
async def test_every_service_answer_leads_to_the_expected_state(
    town: Telling,
    service: PushService,
    clock: SetClock,
    answers: list[int | str],
    minutes: int,
    state: str,
    tries: int | None,
    alive: bool,
) -> None:
    await town.allow("sato", service.browser("sato"))
    service.answers["sato"] = answers
    await circular(town.world)
    await town.round()
    step = 2 if minutes <= 60 else 90
    for _ in range(0, minutes, step):
        clock.advance(step * MINUTE)
        await town.round()
    [(_target, found, tried, *_)] = await town.details()
    assert found == state
    assert tries is None or tried == tries
    assert (await town.alive() == {"sato"}) is alive


async def test_a_message_that_was_too_long_is_shortened(town: Telling, service: PushService) -> None:
    await town.allow("sato", service.browser("sato"))
    service.answers["sato"] = [413, 201]
    await circular(town.world)
    await town.round()
    long, short = (len(post.body) for post in service.posts)
    assert short < long
    assert "title" in service.shown("sato")[1]


async def test_retry_after_is_honoured(town: Telling, service: PushService, clock: SetClock) -> None:
    await town.allow("sato", service.browser("sato"))
    service.answers["sato"], service.retry_after = [429, 201], "600"
    await circular(town.world)
    await town.round()
    clock.advance(9 * MINUTE)
    assert await town.round() == 0
    clock.advance(MINUTE)
    assert await town.round() == 1


async def test_no_error_but_404_and_410_ends_an_address(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    """After 5xx, 403, dropped connections and missing services the address stays; only 404 and 410 end it."""
    names = ("sato", "suzuki", "matsumoto", "takahashi", "tanaka")
    for who in names:
        await town.allow(who, service.browser(who))
    service.answers["*"] = [500, 502, 503, 403, "drop", 500, 429, "drop", 401, 500]
    for _ in range(4):
        await circular(town.world)
        for _ in range(3):
            await town.round()
            clock.advance(HOUR)
    assert await town.alive() == set(names)


async def test_an_unresponsive_service_delays_no_other(
    world: World, service: PushService, town: Telling
) -> None:
    for who in ("sato", "suzuki", "takahashi"):
        await town.allow(who, service.browser(who))
    service.answers["sato"] = ["hang"]
    await circular(world)
    await town.round()
    assert await town.states() == {"sato": ["waiting"], "suzuki": ["accepted"], "takahashi": ["accepted"]}
    assert [why for *_, why in await town.details()] == ["timeout", "", ""]


async def test_a_message_is_sent_again_when_the_sending_process_dies(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    await town.allow("sato", service.browser("sato"))
    service.answers["sato"] = ["hang", 201]
    await circular(town.world)
    await town.begin()
    await service.arrived(1)
    town.kill_sender()
    await town.round()
    assert await town.states() == {"sato": ["waiting"]}
    clock.advance(PACES["push"].lease)
    assert await town.round() == 1
    assert await town.states() == {"sato": ["accepted"]}
    first, second = service.posts
    assert first.headers["Topic"] == second.headers["Topic"]


async def test_the_leader_sees_the_state_of_deliveries(town: Telling, service: PushService) -> None:
    for who, code in (("sato", 201), ("suzuki", 410), ("tanaka", 400)):
        await town.allow(who, service.browser(who))
        service.answers[who] = [code]
    id = await circular(town.world)
    await town.round()
    async with town.world.database.read(town.world.yamada) as tx:
        found = await messages(tx, id)
    assert [(one.state, one.number, one.code) for one in found] == [
        ("accepted", 1, None),
        ("gone", 1, None),
        ("failed", 1, 400),
    ]
    assert not [one for one in found if "read" in one.words.lower().split()]
