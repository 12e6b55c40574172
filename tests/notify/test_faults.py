"""A fault of the server is not a fault of the recipient: it is tried again, and shown until it is over."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kairanban.core.clock import DAY, HOUR
from kairanban.notify.actions.deliver import Attempt, claim_due, record
from kairanban.notify.actions.fan_out import fan_out_new
from kairanban.notify.keys import ensure_keys
from kairanban.notify.queries import addresses
from kairanban.notify.rules.outcomes import Answer, Outcome
from kairanban.notify.rules.paces import PACES
from kairanban.operations.cli.doctor import waiting
from tests.conftest import SetClock
from tests.notify.mail_server import MailServer, mail_server
from tests.notify.push_service import PushService
from tests.notify.telling import WORKER, Telling, telling
from tests.visiting import Visit
from tests.world import World, circular

pytestmark = pytest.mark.anyio

SATO = "hanako@example.jp"


@pytest.fixture
async def server(anyio_backend: str) -> AsyncIterator[MailServer]:
    async with mail_server() as running:
        yield running


async def subscribed(world: World, target: str = SATO) -> None:
    await ensure_keys(world.database)
    async with world.database.write(world.sato) as tx:
        await tx.value(
            addresses.ADD, channel="mail", session=None, household=world.households["sato"], target=target,
            p256dh="", auth="", language="ja", made=tx.now, renewed=tx.now, confirmed=tx.now,
        )  # fmt: skip


@pytest.fixture
async def mailing(
    world: World, service: PushService, server: MailServer, tmp_path: Path
) -> AsyncIterator[Telling]:
    await subscribed(world)
    async with telling(world, service, tmp_path, smtp_url=server.url) as made:
        yield made


async def office(world: World, who: str = "yamada", language: str = "ja") -> str:
    async with Visit(world, who) as visit:
        page = await visit.get("/office", **{"Accept-Language": language})
        assert page.status_code == 200
        return page.text


def diagnosis(telling: Telling, url: str) -> tuple[bool, str]:
    return waiting(replace(telling.settings, database_url=url))


@pytest.mark.parametrize(
    ("fault", "words", "advice"),
    [
        ("login", "名前かパスワード", "correct KAIRANBAN_SMTP_URL"),
        ("MAIL 550 5.1.8 no such sender", "受け付けません", "KAIRANBAN_MAIL_FROM"),
        ("MAIL 530 authentication required", "名前かパスワード", "correct KAIRANBAN_SMTP_URL"),
        ("RCPT 554 5.7.1 relay access denied", "受け付けません", "KAIRANBAN_MAIL_FROM"),
        ("DATA 550 5.7.26 unauthenticated", "受け付けません", "KAIRANBAN_MAIL_FROM"),
    ],
)
async def test_a_fault_of_ours_is_tried_again_and_shown_until_a_mail_is_accepted(
    mailing: Telling,
    server: MailServer,
    clock: SetClock,
    database_url: str,
    fault: str,
    words: str,
    advice: str,
) -> None:
    if fault == "login":
        server.password = b"other"
    else:
        step, answer = fault.split(" ", 1)
        server.says[step] = [answer] * 4
    assert words not in await office(mailing.world)
    assert diagnosis(mailing, database_url)[0]
    await circular(mailing.world)
    for _ in range(4):
        await mailing.round()
        clock.advance(HOUR)
    assert await mailing.states() == {SATO: ["waiting"]}
    assert await mailing.alive() == {SATO}
    assert words in await office(mailing.world)
    well, sentence = diagnosis(mailing, database_url)
    assert not well
    assert advice in sentence
    assert "since 2026-12-01 10:00" in sentence

    server.password = b"right"
    await mailing.round()
    assert await mailing.states() == {SATO: ["accepted"]}
    assert words not in await office(mailing.world)
    assert diagnosis(mailing, database_url)[0]


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("smtp://no.such.name.invalid", "cannot be reached"),
        ("smtp://127.0.0.1:{closed}", "cannot be reached"),
        ("smtp://127.0.0.1:{port}?starttls=yes", "certificate"),
    ],
)
async def test_a_mail_server_that_cannot_be_reached_costs_no_mail(
    world: World,
    service: PushService,
    server: MailServer,
    tmp_path: Path,
    database_url: str,
    url: str,
    advice: str,
) -> None:
    await subscribed(world)
    address = url.format(closed=1, port=server.port)
    async with telling(world, service, tmp_path, smtp_url=address) as mailing:
        await circular(world)
        await mailing.round()
        assert await mailing.states() == {SATO: ["waiting"]}
        assert "つながりません" in await office(world)
        assert "the mail server cannot be reached" in await office(world, language="en")
        assert advice in diagnosis(mailing, database_url)[1]


async def test_an_unknown_recipient_ends_an_address_on_the_second_day_only(
    mailing: Telling, server: MailServer, clock: SetClock
) -> None:
    for hours in (1, 23):
        server.says["RCPT"] = ["550 5.1.1 no such user"]
        await circular(mailing.world)
        await mailing.round()
        assert await mailing.alive() == {SATO}
        clock.advance(hours * HOUR)
    server.says["RCPT"] = ["550 5.1.1 no such user"]
    await circular(mailing.world)
    await mailing.round()
    assert await mailing.states() == {SATO: ["failed"] * 3}
    assert await mailing.alive() == set()
    assert "メール" not in (await office(mailing.world)).split("<main")[1].split("</main")[0]


async def test_an_accepted_mail_forgives_a_refusal(
    mailing: Telling, server: MailServer, clock: SetClock
) -> None:
    for answer in ("550 no such user", "250 OK", "550 no such user"):
        server.says["RCPT"] = [answer]
        await circular(mailing.world)
        await mailing.round()
        clock.advance(DAY)
    assert await mailing.states() == {SATO: ["failed", "accepted", "failed"]}
    assert await mailing.alive() == {SATO}


@pytest.mark.parametrize(
    ("answer", "words", "advice"),
    [
        (403, "鍵", "refuses our key (403)"),
        (401, "鍵", "refuses our key (401)"),
        ("drop", "つながりません", "cannot be reached"),
    ],
)
async def test_a_fault_of_ours_with_a_push_service_is_shown_until_it_takes_a_message(
    town: Telling,
    service: PushService,
    clock: SetClock,
    database_url: str,
    answer: int | str,
    words: str,
    advice: str,
) -> None:
    await town.allow("sato", service.browser("sato"))
    service.answers["sato"] = [answer, 201]
    await circular(town.world)
    await town.round()
    assert words in await office(town.world)
    assert advice in diagnosis(town, database_url)[1]
    assert service.origin in diagnosis(town, database_url)[1]
    clock.advance(HOUR)
    await town.round()
    assert await town.states() == {"sato": ["accepted"]}
    assert words not in await office(town.world)
    assert diagnosis(town, database_url)[0]


async def test_a_second_outcome_of_a_delivery_changes_nothing(
    town: Telling, service: PushService, clock: SetClock
) -> None:
    await town.allow("sato", service.browser("sato"))
    await circular(town.world)
    await fan_out_new(town.world.database, WORKER)
    late = await claim_due(town.world.database, WORKER, "push", 9)
    clock.advance(PACES["push"].lease)
    again = await claim_due(town.world.database, WORKER, "push", 9)
    for claimed, answer in (late, Answer.TAKEN), (again, Answer.GONE):
        async with town.world.database.write(WORKER) as tx:
            await record(tx, [Attempt(one, Outcome(answer)) for one in claimed], random.Random(1))
    assert await town.states() == {"sato": ["accepted"]}
    assert await town.alive() == {"sato"}
