"""あとから届いた: a visit made before a consent or a term ended is taken within 14 days of that end, and nothing else."""

import re
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import bindparam, select

from kairanban.care.visits.rules.late import LONGEST, TAKEN_WITHIN, Permit, ended_at, opened, sign
from kairanban.community.consents import actions as consents
from kairanban.community.signin.actions import sessions
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment
from kairanban.core.ids import HouseholdId, PersonId
from kairanban.core.purposes import Purpose
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from kairanban.db.tables.visits import visit
from tests.conftest import SetClock
from tests.records import Entry, journalled
from tests.visiting import Visit, said
from tests.world import HOUSEHOLDS, OFFICERS, SYSTEM, World, proven

pytestmark = pytest.mark.anyio

_ENDS = Statement(
    appointment.update().where(appointment.c.person == bindparam("who")).values(ends=bindparam("at"))
)
_VISITS = Statement(
    select(visit.c.kind, visit.c.note, visit.c.made, visit.c.received, visit.c.late, visit.c.again).order_by(
        visit.c.id
    )
)
KEY = "a key of tests"


@pytest.fixture
async def entrusted(world: World, clock: SetClock) -> World:
    """鈴木 and 田中 have consented to the commissioner, announced a day ago."""
    for who in ("suzuki", "tanaka"):
        async with world.database.write(world.actors[who]) as tx:
            await consents.give(tx, world.households[who], world.residents[who], Purpose.COMMISSIONER)
    clock.advance(DAY)
    return world


def path(world: World, who: str = "suzuki") -> str:
    return f"/board/households/{world.households[who]}"


async def kept(world: World, who: str = "suzuki") -> dict[str, object]:
    """Open the page, as a device does in the morning; return the fields of its form."""
    async with Visit(world, "nagai") as browser:
        page = (await browser.get(path(world, who))).text
    [token] = re.findall(r'name="token" value="([^"]+)"', page)
    return {"token": token, "kind": "met", "note": "お元気でした", "press": "one"}


async def sent(world: World, form: dict[str, object], by: str = "nagai", who: str = "suzuki") -> int:
    """Send what a device kept; the commissioner has signed in again."""
    if by == "nagai":
        async with world.database.write(SYSTEM) as tx:
            world.tokens[by] = await sessions.sign_in(tx, world.people[by])
    async with Visit(world, by) as browser:
        return (await browser.post(f"{path(world, who)}/visits", form)).status_code


async def rows(world: World) -> list[tuple[object, ...]]:
    async with world.database.read(SYSTEM) as tx:
        return [tuple(row) for row in await tx.rows(_VISITS)]


async def withdraw(world: World, who: str = "suzuki") -> None:
    async with world.database.write(world.actors[who]) as tx:
        home, resident = world.households[who], world.residents[who]
        await consents.withdraw(tx, home, resident, Purpose.COMMISSIONER)


async def end_term(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_ENDS, who=world.people["nagai"], at=tx.now)


@pytest.mark.parametrize("ends", [withdraw, end_term])
async def test_what_was_written_before_the_end_is_taken_and_marked(
    entrusted: World, clock: SetClock, ends: Callable[[World], Awaitable[None]]
) -> None:
    form = await kept(entrusted)
    issued = clock()
    clock.advance(2 * HOUR)
    made = clock()
    clock.advance(HOUR)
    await ends(entrusted)
    clock.advance(13 * DAY)
    for _ in range(2):
        assert await sent(entrusted, {**form, "made": made, "again": "7"}) == 303
    assert await rows(entrusted) == [("met", "お元気でした", made, clock(), 1, None)]
    assert made > issued
    assert await journalled(entrusted, "visited_before_the_end", "visited") == [
        Entry(
            "visited_before_the_end", entrusted.people["nagai"], entrusted.places["midorigaoka"],
            household=entrusted.households["suzuki"], other=entrusted.places["block_1"],
        )
    ]  # fmt: skip
    async with Visit(entrusted, "nagai") as browser:
        assert (await browser.get(path(entrusted))).status_code == 404


async def test_its_time_lies_between_the_issue_of_the_page_and_the_end(
    entrusted: World, clock: SetClock
) -> None:
    form = await kept(entrusted)
    issued = clock()
    clock.advance(HOUR)
    await withdraw(entrusted)
    end = clock()
    clock.advance(DAY)
    for made, press in ((issued - DAY, "early"), (end + HOUR, "late"), (1, "first")):
        assert await sent(entrusted, {**form, "made": made, "press": press}) == 303
    assert [row[2] for row in await rows(entrusted)] == [issued, end, issued]


async def test_fourteen_days_after_the_end_it_is_refused(entrusted: World, clock: SetClock) -> None:
    form = {**await kept(entrusted), "made": clock()}
    clock.advance(MINUTE)
    await withdraw(entrusted)
    clock.advance(TAKEN_WITHIN + 1)
    assert await sent(entrusted, form) == 404
    assert await rows(entrusted) == []
    clock.advance(-1)
    assert await sent(entrusted, form) == 303


async def test_a_press_after_the_end_is_refused(entrusted: World, clock: SetClock) -> None:
    """Only what a device kept has a time of its own; the page that is still open has none."""
    form = await kept(entrusted)
    clock.advance(MINUTE)
    await withdraw(entrusted)
    assert await sent(entrusted, form) == 404
    assert await sent(entrusted, {**form, "made": clock()}) == 303


async def test_a_token_is_of_one_person_one_household_and_one_purpose(
    entrusted: World, clock: SetClock
) -> None:
    form = {**await kept(entrusted), "made": clock()}
    token = str(form["token"])
    purpose, issued, mac = token.split(".")
    clock.advance(MINUTE)
    await withdraw(entrusted)
    await withdraw(entrusted, "tanaka")
    forged = (
        "", ".", "..", "x" * 5_000, "commissioner", f"supporter.{issued}.{mac}", f"check_in.{issued}.{mac}",
        f"{purpose}.{int(issued) + 1}.{mac}", f"{purpose}.-1.{mac}", f"{purpose}.１.{mac}", f"{purpose}.{issued}.", f"{token}x",
        f"{purpose}.{issued}.\ud800", sign("another key", entrusted.people["nagai"], entrusted.households["suzuki"], Permit(Purpose.COMMISSIONER, Moment(int(issued)))),
    )  # fmt: skip
    for wrong in forged:
        sendable = wrong.encode("utf-8", "replace").decode()
        assert await sent(entrusted, {**form, "token": sendable}) == 404, wrong[:60]
    assert await sent(entrusted, form, who="tanaka") == 404
    for who in {*OFFICERS, *HOUSEHOLDS, "mori"} - {"nagai"}:
        assert await sent(entrusted, form, by=who) == 404, who
    assert await rows(entrusted) == []
    assert await sent(entrusted, form) == 303


async def test_it_lets_nothing_else_in(entrusted: World, clock: SetClock) -> None:
    form = {**await kept(entrusted), "made": clock()}
    clock.advance(MINUTE)
    await withdraw(entrusted)
    assert await sent(entrusted, form) == 303
    async with Visit(entrusted, "nagai") as browser:
        assert (await browser.get(path(entrusted))).status_code == 404
        assert (await browser.post(f"{path(entrusted)}/visits/1/correction", form)).status_code == 404
        for kind in ("", "removed"):
            refused = await browser.post(f"{path(entrusted)}/visits", {**form, "kind": kind, "press": "x"})
            assert refused.status_code == 404
    assert len(await rows(entrusted)) == 1


async def test_a_household_that_moved_away_stays_closed(entrusted: World, clock: SetClock) -> None:
    form = {**await kept(entrusted), "made": clock()}
    clock.advance(MINUTE)
    await withdraw(entrusted)
    async with Visit(entrusted, "yamada") as chair:
        gone = f"/associations/{entrusted.places['midorigaoka']}/households/{entrusted.households['suzuki']}/departure"
        assert (await chair.post(gone, {"how": "moved"})).status_code == 303
    assert await sent(entrusted, form) == 404


async def test_while_the_consent_lasts_it_is_an_ordinary_visit(entrusted: World, clock: SetClock) -> None:
    form = {**await kept(entrusted), "made": clock()}
    clock.advance(HOUR)
    assert await sent(entrusted, form) == 303
    assert [row[4] for row in await rows(entrusted)] == [0]


async def test_who_comes_next_reads_that_it_arrived_later(entrusted: World, clock: SetClock) -> None:
    form = {**await kept(entrusted), "made": clock()}
    clock.advance(MINUTE)
    await withdraw(entrusted)
    assert await sent(entrusted, form) == 303
    async with entrusted.database.write(entrusted.actors["suzuki"]) as tx:
        home, resident = entrusted.households["suzuki"], entrusted.residents["suzuki"]
        await consents.give(tx, home, resident, Purpose.COMMISSIONER)
    async with Visit(entrusted, "nagai") as browser:
        page = said(await browser.get(path(entrusted)))
    assert "あとから届いた" in page
    assert "お元気でした" in page


async def test_a_page_of_an_emergency_look_has_no_token(entrusted: World) -> None:
    await proven(entrusted, "nagai")
    async with Visit(entrusted, "nagai") as browser:
        reason = "玄関で呼んでも返事がなく新聞がたまっている"
        await browser.post("/board/emergency", {"sought": "佐藤", "reason": reason})
        page = (await browser.get(path(entrusted, "sato"))).text
    assert 'name="token" value=""' in page


def test_a_token_of_more_than_thirty_one_days_is_old() -> None:
    person, home = PersonId(1), HouseholdId(2)
    permit = Permit(Purpose.SUPPORTER, Moment(1_000))
    token = sign(KEY, person, home, permit)
    assert opened(KEY, person, home, token, 1_000 + LONGEST) == permit
    assert opened(KEY, person, home, token, 1_001 + LONGEST) is None
    assert opened(KEY, person, home, token, 999) is None
    assert opened(KEY, PersonId(2), home, token, 1_000) is None
    assert opened(KEY, person, HouseholdId(1), token, 1_000) is None


def test_the_end_is_the_last_of_what_gave_access() -> None:
    assert ended_at([(None, 5), (7, None)], 10) == 7
    assert ended_at([(3, 5)], 10) == 3
    assert ended_at([], 10) is None
    assert ended_at([(None, 5)], 5 + TAKEN_WITHIN) == 5
    assert ended_at([(None, 5)], 6 + TAKEN_WITHIN) is None
