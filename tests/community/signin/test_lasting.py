"""How long sign-ins, invitations and other secrets last, to the millisecond, and when each is deleted."""

import pytest
from sqlalchemy import Table, func, select

from kairanban.access.sign_ins import (
    BLOCK_LEADER_IDLE,
    BLOCK_LEADER_MOST,
    HOUSEHOLD_IDLE,
    HOUSEHOLD_MOST,
    OFFICER_IDLE,
    OFFICER_MOST,
    SAID_AHEAD,
    household_part_lives,
    person_part_lives,
)
from kairanban.community.people.queries.keys import can_sign_in
from kairanban.community.signin.actions import attempts, cards, feeds, passkeys, persons, printing
from kairanban.community.signin.actions.retention import forget_old_secrets
from kairanban.community.signin.queries import devices
from kairanban.community.signin.queries.devices_in_use import RUNNING_OUT, RunningOut, devices_in_use
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WINDOW,
    BATCH_LASTS,
    CHALLENGE_LASTS,
    FEED_ENDED,
    INVITATION_LASTS,
    REQUEST_LASTS,
)
from kairanban.core.actor import Visitor
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import HouseholdId
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household as table
from kairanban.db.tables.people import person, resident
from kairanban.db.tables.signin import attempt, calendar_feed, card_batch, challenge, device, session
from kairanban.db.tx import Tx
from tests.community.signin.test_cards import new_card
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

NOW = 10 * HOUSEHOLD_MOST


@pytest.mark.parametrize(
    ("made", "seen", "lives"),
    [
        (0, HOUSEHOLD_IDLE, True), (0, HOUSEHOLD_IDLE + 1, False),
        (HOUSEHOLD_MOST, 0, True), (HOUSEHOLD_MOST + 1, 0, False),
    ],
)  # fmt: skip
def test_a_household_stays_signed_in_while_it_is_used_and_for_two_years(
    made: int, seen: int, lives: bool
) -> None:
    assert household_part_lives(NOW - made, NOW - seen, NOW) is lives


@pytest.mark.parametrize(
    ("leads_only", "idle", "most"),
    [(True, BLOCK_LEADER_IDLE, BLOCK_LEADER_MOST), (False, OFFICER_IDLE, OFFICER_MOST)],
)
def test_a_person_stays_signed_in_while_she_works_and_not_for_ever(
    leads_only: bool, idle: int, most: int
) -> None:
    assert person_part_lives(NOW - most, NOW - idle, NOW, leads_only)
    assert not person_part_lives(NOW - most - 1, NOW, NOW, leads_only)
    assert not person_part_lives(NOW, NOW - idle - 1, NOW, leads_only)
    assert not person_part_lives(None, NOW, NOW, leads_only)
    assert not person_part_lives(NOW, None, NOW, leads_only)


async def test_an_invitation_lasts_a_day_and_ends_with_the_next(world: World, clock: SetClock) -> None:
    async with world.database.write(world.yamada) as tx:
        first = await persons.invite(tx, world.people["ito"], world.places["midorigaoka"])
        second = await persons.invite(tx, world.people["ito"], world.places["midorigaoka"])
        with pytest.raises(Conflict):
            await persons.invitation(tx, first)
    clock.advance(INVITATION_LASTS - 1)
    async with world.database.read(Visitor()) as tx:
        assert (await persons.invitation(tx, second)).person == world.people["ito"]
    clock.advance(1)
    async with world.database.read(Visitor()) as tx:
        with pytest.raises(Conflict):
            await persons.invitation(tx, second)


async def test_a_waiting_device_waits_for_a_quarter_of_an_hour(world: World, clock: SetClock) -> None:
    token = await new_card(world)
    async with world.database.write(Visitor()) as tx:
        waiting = await cards.ask(tx, token, "ipad")
    clock.advance(REQUEST_LASTS)
    async with world.database.read(Visitor()) as tx:
        assert (await cards.asked(tx, waiting)).kind == "ipad"
    clock.advance(1)
    async with world.database.read(Visitor()) as tx:
        with pytest.raises(NotFound):
            await cards.asked(tx, waiting)


async def count(world: World, table: Table) -> int:
    async with world.database.read(SYSTEM) as tx:
        return int(await tx.value(Statement(select(func.count()).select_from(table))))


@pytest.mark.parametrize(
    ("table", "lasts"),
    [
        (card_batch, BATCH_LASTS), (challenge, CHALLENGE_LASTS), (calendar_feed, FEED_ENDED + 1),
        (attempt, 2 * ADDRESS_WINDOW + 1),
    ],
    ids=str,
)  # fmt: skip
async def test_a_secret_past_its_lifetime_is_deleted(
    world: World, clock: SetClock, table: Table, lasts: int
) -> None:
    async with world.database.write(world.yamada) as tx:
        await printing.keep_batch(tx, world.places["midorigaoka"], [], world.tokens["yamada"])
        await passkeys.ask(tx, b"challenge")
        await attempts.take(tx, "pin", "somebody", 1, 5)
    async with world.database.write(world.sato) as tx:
        await feeds.make(tx, world.households["sato"])
        (feed,) = await feeds.in_use(tx, world.households["sato"])
        await feeds.revoke(tx, world.households["sato"], feed.id)
    for milliseconds, left in ((lasts - 1, 1), (1, 0)):
        clock.advance(milliseconds)
        async with world.database.write(SYSTEM) as tx:
            await forget_old_secrets(tx)
        assert await count(world, table) == left


async def test_a_device_ends_after_two_years(world: World, clock: SetClock) -> None:
    in_use = Statement(select(func.count()).where(device.c.removed.is_(None)))
    async with world.database.read(SYSTEM) as tx:
        bound = await tx.value(in_use)
    for milliseconds, left in ((HOUSEHOLD_MOST, bound), (1, 0)):
        clock.advance(milliseconds)
        async with world.database.write(SYSTEM) as tx:
            await forget_old_secrets(tx)
            assert await tx.value(in_use) == left


async def living(tx: Tx, household: HouseholdId) -> tuple[int, int]:
    """Return how many of the household's devices are listed, and how many are counted."""
    listed = await tx.all(devices.OF_HOUSEHOLD, household=household)
    counted = await tx.value(Statement(select(devices_in_use).where(table.c.id == household)))
    return len(listed), counted


@pytest.mark.parametrize("beyond", [0, 1])
@pytest.mark.parametrize(
    ("how", "part", "term"),
    [
        ("card", "seen", HOUSEHOLD_IDLE), ("card", "made", HOUSEHOLD_MOST),
        ("person", "person_seen", BLOCK_LEADER_IDLE), ("person", "person_since", BLOCK_LEADER_MOST),
    ],
)  # fmt: skip
async def test_a_sign_in_that_ran_out_is_no_device_before_retention_marks_it(
    world: World, beyond: int, how: str, part: str, term: int
) -> None:
    home, person = world.households["sato"], world.people["yamada"]
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(resident.update().where(resident.c.household == home).values(person=person)))
        times: dict[str, int] = dict.fromkeys(("made", "seen", "person_seen", "person_since"), tx.now)
        times[part] -= term + beyond
        here = session.c.id == world.sato.session
        await tx.run(Statement(session.update().where(here).values(person=person, **times)))
        await tx.run(Statement(device.update().where(device.c.session == world.sato.session).values(how=how)))
        assert await living(tx, home) == ((1, 1) if beyond == 0 else (0, 0))


@pytest.mark.parametrize(("idle", "holds"), [(OFFICER_IDLE, True), (OFFICER_IDLE + 1, False)])
async def test_a_sign_in_that_ran_out_is_no_key(world: World, idle: int, holds: bool) -> None:
    yamada = world.people["yamada"]
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(person.update().values(password_hash="")))
        await tx.run(Statement(session.update().values(person_seen=tx.now - idle)))
        key = Statement(select(func.count()).where(person.c.id == yamada, can_sign_in(person)))
        assert bool(await tx.value(key)) is holds


async def began(world: World, at: int) -> None:
    """Let the sign-in of 佐藤's device have begun at this moment."""
    async with world.database.write(SYSTEM) as tx:
        one = session.update().where(session.c.id == world.sato.session)
        await tx.run(Statement(one.values(made=at)))


async def running_out(world: World) -> RunningOut:
    async with world.database.read(world.yamada) as tx:
        return await tx.one(RUNNING_OUT, association=world.places["midorigaoka"])


@pytest.mark.parametrize(("left", "said"), [(SAID_AHEAD, True), (SAID_AHEAD + 2, False)])
async def test_a_device_that_runs_out_is_said_sixty_days_ahead(world: World, left: int, said: bool) -> None:
    async with world.database.read(SYSTEM) as tx:
        now = tx.now
    await began(world, now - HOUSEHOLD_MOST + left - 1)
    async with Visit(world, "sato") as browser:
        assert ("もう一度つないでください" in (await browser.get("/")).text) is said
    found = await running_out(world)
    assert (found.households, found.first) == ((1, now + left - 1) if said else (0, None))
    async with Visit(world, "yamada") as browser:
        assert ("カードで端末をつなぎ直す" in (await browser.get("/office")).text) is said


async def test_the_card_begins_two_years_anew(world: World) -> None:
    token = await new_card(world, "sato")
    async with world.database.read(SYSTEM) as tx:
        now = tx.now
    await began(world, now - HOUSEHOLD_MOST + DAY)
    async with world.database.write(world.sato) as tx:
        await cards.bind(tx, token, "ipad")
    assert (await running_out(world)).households == 0
