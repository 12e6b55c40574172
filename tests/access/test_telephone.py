"""Who sees a telephone number: every role, with every consent, during every kind of check."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from kairanban.access.telephone import number_shown
from kairanban.care.safety.actions import starting
from kairanban.care.visits.actions import emergency
from kairanban.community.consents import actions as consents
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.people.actions.particulars import move
from kairanban.core.actor import Actor
from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked, circular, proven

pytestmark = pytest.mark.anyio

NUMBER = "022-111-0000"

_SHOWN = Statement(select(number_shown()).where(household.c.id == bindparam("household")))
_HIDE = Statement(household.update().where(household.c.id == bindparam("of_household")).values(hidden=1))

CONSENTS = (None, *Purpose)
CHECKS = (None, "drill", "real", "ended")

# Beside the cast of the town: those of the same association whom it lacks.
MORE = {
    "caretaker": (Role.CARETAKER, "midorigaoka"),
    "next_leader": (Role.BLOCK_LEADER, "block_2"),
    "supporter": (Role.SETTLEMENT_SUPPORTER, "midorigaoka"),
}
ALWAYS = {"sato", "yamada", "ito", "caretaker"}
NEVER = {
    "suzuki", "matsumoto", "takahashi", "tanaka", "mori", "kimura", "next_leader", "ono", "hayashi", "shimizu", "okada", "nakajima",
}  # fmt: skip


def expected(who: str, consent: Purpose | None, check: str | None) -> bool:
    """The rule in words of docs/words.md, apart from the SQL."""
    if who == "abe":
        return consent is Purpose.PHONE_TO_LEADER or check == "real"
    if who == "supporter":
        return consent is Purpose.SUPPORTER
    if who == "nagai":
        return consent is Purpose.COMMISSIONER
    assert who in ALWAYS | NEVER, who
    return who in ALWAYS


async def cast(world: World) -> dict[str, Actor]:
    """Everybody of the town, one actor a role, and those of MORE."""
    found = dict(world.actors)
    async with world.database.write(SYSTEM) as tx:
        for name, (role, place) in MORE.items():
            person = await add_person(tx, name)
            await appoint(tx, person, role, world.places[place], starts=tx.now, ends=None)
            found[name] = replace(world.abe, person=person, name=name, appointments=())
    return found


async def shown_to(world: World, actor: Actor) -> bool:
    async with world.database.read(actor) as tx:
        number = await tx.value(_SHOWN, household=world.households["sato"])
    assert number in ("", NUMBER)
    return bool(number)


@pytest.mark.parametrize("check", CHECKS)
async def test_each_role_sees_the_number_by_its_consent_or_while_a_real_check_runs(
    world: World, clock: SetClock, check: str | None
) -> None:
    everybody = await cast(world)
    clock.advance(DAY + 1)
    if check is not None:
        # A block leader starts a real check of a block without authenticating again.
        started = await checked(world, "drill" if check == "drill" else "real", by="abe", place="block_1")
        if check == "ended":
            async with world.database.write(world.yamada) as tx:
                await starting.end(tx, started, world.places["midorigaoka"], world.places["block_1"])
    home, resident = world.households["sato"], world.residents["sato"]
    for consent in CONSENTS:
        if consent is not None:
            async with world.database.write(world.sato) as tx:
                await consents.give(tx, home, resident, consent)
        for who, actor in everybody.items():
            seen = await shown_to(world, actor)
            assert seen == expected(who, consent, check), (who, consent, check)
        if consent is not None:
            async with world.database.write(world.sato) as tx:
                await consents.withdraw(tx, home, resident, consent)


async def test_what_was_looked_up_in_an_emergency_is_shown_and_a_hidden_number_is_not(
    world: World, clock: SetClock
) -> None:
    clock.advance(DAY + 1)
    assert not await shown_to(world, world.nagai)
    await proven(world, "nagai")
    async with world.database.write(world.nagai) as tx:
        await emergency.look_up(tx, "佐藤", "玄関で呼んでも返事がなく新聞がたまっている")
    assert await shown_to(world, world.nagai)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_HIDE, of_household=world.households["sato"])
    assert not await shown_to(world, world.nagai)
    assert not await shown_to(world, world.yamada)


async def test_the_leader_of_a_block_sees_no_number_after_the_household_has_moved_away(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await consents.give(tx, world.households["sato"], world.residents["sato"], Purpose.PHONE_TO_LEADER)
    assert await shown_to(world, world.abe)
    async with world.database.write(world.yamada) as tx:
        p = world.places
        await move(tx, p["midorigaoka"], world.households["sato"], p["block_1"], p["block_2"], 9)
    assert not await shown_to(world, world.abe)


async def test_the_pages_of_a_circular_and_of_a_check_show_the_same_numbers(world: World) -> None:
    id = await circular(world)
    progress = f"/circulars/{id}/blocks/{world.places['block_1']}"
    async with Visit(world, "yamada") as chair, Visit(world, "abe") as leader:
        assert NUMBER in said(await chair.get(progress))
        assert NUMBER not in said(await leader.get(progress))
        check = await checked(world, "real")
        board = f"/safety/{check}/blocks/{world.places['block_1']}"
        for page in (progress, board):
            assert NUMBER in said(await chair.get(page))
            assert NUMBER in said(await leader.get(page))


async def test_beside_a_circular_only_households_that_have_not_answered_are_there_to_be_rung(
    world: World,
) -> None:
    id = await circular(world)
    page = f"/circulars/{id}/blocks/{world.places['block_1']}"
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as home:
        assert said(await chair.get(page)).count(f">{NUMBER}<") == 3
        await home.post(f"/circulars/{id}/acknowledgement", {"press": "one"})
        assert said(await chair.get(page)).count(f">{NUMBER}<") == 2


REGISTER = {
    # The register itself, read and changed under its own tasks.
    "community/people",
    "community/household_changes",
    "community/roster",
    # Compared, never shown: a name or number typed in an emergency; that a number is written down.
    "care/visits/queries/emergency.py",
    "care/visits/queries/households.py",
    "care/reachability/queries.py",
}


def test_nothing_else_reads_the_number() -> None:
    package = Path("kairanban")
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"household\.c\.(second_)?phone", path.read_text())
    }
    elsewhere = {path for path in found if not path.startswith(("access/", *REGISTER))}
    assert elsewhere == set()
