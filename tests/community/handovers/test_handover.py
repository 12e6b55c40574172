"""役員交代: the successor looks on, both receive, and nobody is shut out."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.handovers.actions import checklist, naming, receiving, recovery
from kairanban.community.handovers.queries.handovers import BY_ID, OVER
from kairanban.community.handovers.rules import Handover
from kairanban.community.people.actions import choosing
from kairanban.community.people.actions.offices import (
    add_person,
    appoint,
    end_appointment,
    invitable,
    officers,
)
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.community.people.rules.terms import CARRIES_ON, OVERLAP
from kairanban.community.places.actions.places import find_place
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries.persons import SET_PASSWORD
from kairanban.core.actor import Appointment
from kairanban.core.clock import DAY, HOUR, at
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import AppointmentId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import person
from kairanban.db.tx import Tx
from tests.conftest import SetClock
from tests.permits import assert_refused
from tests.records import journalled
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_PASSWORD = Statement(select(person.c.password_hash).where(person.c.id == bindparam("person")))
APRIL = date(2027, 4, 1)


async def named(world: World, day: date | None = APRIL, name: str = "新井 光", who: str = "new") -> Handover:
    async with world.database.write(SYSTEM) as tx:
        present = replace(world.yamada, stepped_up_at=tx.now)
    async with world.database.write(present) as tx:
        await naming.name_successor(tx, world.places["midorigaoka"], who, name, day)
    return await now(world)


async def now(world: World) -> Handover:
    async with world.database.read(SYSTEM) as tx:
        found = await naming.current(tx, world.places["midorigaoka"])
    assert found is not None
    return found


async def signs_in(world: World, handover: Handover) -> str:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(SET_PASSWORD, person_id=handover.person, chosen_name="arai", hash="x")
    return await signed_in(world, handover)


async def signed_in(world: World, handover: Handover) -> str:
    async with world.database.write(SYSTEM) as tx:
        token = world.tokens["arai"] = await sessions.sign_in(tx, handover.person)
    return token


async def terms(world: World) -> dict[str, list[tuple[str, int, int | None]]]:
    """Return who holds what at the association, as an officer sees it."""
    found: dict[str, list[tuple[str, int, int | None]]] = {}
    async with world.database.read(SYSTEM) as tx:
        for one in await officers(tx, world.places["midorigaoka"]):
            found.setdefault(one.name, []).append((one.role, one.starts, one.ends))
    return found


async def test_the_successor_looks_on_until_the_day(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    before = await named(world)
    await signs_in(world, before)
    async with Visit(world, "arai") as visit:
        for seen in ("handover", "roster", "people", "reachability"):
            assert (await visit.get(f"/associations/{place}/{seen}")).status_code == 200, seen
        for kept in ("cards", "consents"):
            assert (await visit.get(f"/associations/{place}/{kept}")).status_code == 404, kept
        for written in ("people", "handover", "handover/receipt", "handover/contact", "handover/items"):
            answer = await visit.post(f"/associations/{place}/{written}", {"name": "x", "words": "x"})
            assert answer.status_code in (404, 409), (written, answer.status_code)
        assert (await visit.post("/circulars", {"association": str(place)})).status_code == 404
    held = await terms(world)
    assert set(held["新井 光"]) == {("successor", clock.now, at(APRIL)), ("chair", at(APRIL), None)}
    assert ("chair", at(APRIL)) in [(role, ends) for role, _, ends in held["山田 美代子"]]
    clock.now = at(APRIL)
    await signed_in(world, before)
    async with Visit(world, "arai") as visit:
        assert (await visit.post("/circulars", {"association": str(place)})).status_code == 303


async def test_both_serve_until_both_have_said_so(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    before = await named(world)
    await signs_in(world, before)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Conflict):
            await receiving.receive(tx, place)
    clock.now = at(APRIL, 9)
    await yamada_signs_in(world)
    await signed_in(world, before)
    async with Visit(world, "yamada") as chair_before, Visit(world, "arai") as successor:
        assert (await chair_before.get(f"/associations/{place}/handover")).status_code == 200
        async with world.database.read(SYSTEM) as tx:
            until = [one.ends for one in await officers(tx, place) if one.role == Role.CARETAKER]
        assert until == [at(APRIL) + OVERLAP]
        assert (await chair_before.post(f"/associations/{place}/handover/receipt")).status_code == 303
        assert (await chair_before.get("/office")).status_code == 200
        said = await successor.post(f"/associations/{place}/handover/receipt")
        assert said.headers["location"].endswith("?done=received")
        assert (await chair_before.get("/office")).status_code != 200
    assert (await now(world)).closed == clock.now
    assert "山田 美代子" not in await terms(world)
    async with world.database.read(SYSTEM) as tx:
        assert not await tx.value(_PASSWORD, person=world.people["yamada"])
    kinds = ("handover_received", "handover_closed", "keys_ended")
    assert [entry.kind for entry in await journalled(world, *kinds)] == [
        "handover_received", "handover_received", "keys_ended", "handover_closed"
    ]  # fmt: skip


async def yamada_signs_in(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        world.tokens["yamada"] = await sessions.sign_in(tx, world.people["yamada"])


async def test_who_never_signs_in_shuts_nobody_out(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await named(world, None)
    async with world.database.read(world.yamada) as tx:
        assert await carries_on_until(tx, place) == clock.now + CARRIES_ON
    async with Visit(world, "yamada") as chair:
        assert (await chair.get(f"/associations/{place}/handover")).status_code == 200
        assert (await chair.post("/circulars", {"association": str(place)})).status_code == 303
    clock.advance(CARRIES_ON)
    await receiving.go_over(world.database, SYSTEM)
    assert (await now(world)).closed == clock.now


async def test_fourteen_days_after_the_sign_in_it_is_over_by_itself(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    before = await named(world, None)
    clock.advance(3 * DAY)
    await signs_in(world, before)
    clock.advance(OVERLAP - 1)
    await receiving.go_over(world.database, SYSTEM)
    assert (await now(world)).closed is None
    clock.advance(1)
    await receiving.go_over(world.database, SYSTEM)
    assert (await now(world)).closed == clock.now
    async with world.database.read(SYSTEM) as tx:
        assert {one.role for one in await officers(tx, place) if one.name == "山田 美代子"} == set()


async def test_it_is_taken_back_as_if_it_had_not_been(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    as_before = await terms(world)
    found = await named(world, None)
    clock.advance(DAY - 1)
    async with world.database.write(SYSTEM) as tx:
        for _ in range(2):
            await naming.take_back(tx, place)
    assert await terms(world) == as_before
    # The next attempt offers the same person instead of a namesake.
    async with world.database.read(SYSTEM) as tx:
        (again,) = await choosing.namesakes(tx, place, "新井光")
    assert again.key == f"p{found.person}"
    await named(world, None, who=again.key)
    clock.advance(DAY)
    async with world.database.write(SYSTEM) as tx:
        with pytest.raises(Conflict):
            await naming.take_back(tx, place)
    assert (await now(world)).person == found.person


async def test_another_day_moves_both_terms(world: World, clock: SetClock) -> None:
    place, later = world.places["midorigaoka"], date(2027, 4, 18)
    await named(world)
    async with world.database.write(world.yamada) as tx:
        await naming.change_day(tx, place, later)
        with pytest.raises(Invalid):
            await naming.change_day(tx, place, date(2020, 1, 1))
        with pytest.raises(Conflict):
            await naming.name_successor(tx, place, "new", "別の 人", later)
    held = await terms(world)
    assert {(role, starts, ends) for role, starts, ends in held["新井 光"]} == {
        ("successor", clock.now, at(later)),
        ("chair", at(later), None),
    }
    assert {ends for role, _, ends in held["山田 美代子"] if role == "chair"} == {at(later)}
    clock.now = at(later)
    async with world.database.write(SYSTEM) as tx:
        with pytest.raises(Conflict):
            await naming.change_day(tx, place, later)


async def test_the_chair_is_not_her_own_successor_and_namesakes_are_asked_for(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Invalid) as asked:
            await naming.name_successor(tx, place, "", "山田美代子", APRIL)
        assert "who" in asked.value.fields
        with pytest.raises(Invalid):
            await naming.name_successor(tx, place, f"p{world.people['yamada']}", "山田 美代子", APRIL)
        with pytest.raises(NotFound):
            await naming.name_successor(tx, place, f"p{world.people['ono']}", "小野", APRIL)
    # A resident becomes a person once.
    resident = await named(world, name="佐藤花子", who=f"r{world.residents['sato']}")
    assert resident.name == "佐藤 花子"


async def test_the_help_contact_goes_over_with_the_office(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await named(world)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Invalid):
            await receiving.settle_contact(tx, place, "会長 新井", "")
        await receiving.settle_contact(tx, place, "会長 新井", "022-000-0009")
        assert (await find_place(tx, place)).help_name == "会長 山田"
    await receiving.go_over(world.database, SYSTEM)
    clock.now = at(APRIL)
    for _ in range(2):
        await receiving.go_over(world.database, SYSTEM)
    async with world.database.write(SYSTEM) as tx:
        found = await find_place(tx, place)
        assert (found.help_name, found.help_phone) == ("会長 新井", "022-000-0009")
        await receiving.settle_contact(tx, place, "副会長 伊藤", "022-000-0010")
        assert (await find_place(tx, place)).help_name == "副会長 伊藤"


async def test_the_checklist_is_the_associations(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        usual = await checklist.items(tx, place)
        assert [one.id for one in usual] == [0] * 11
        await checklist.add(tx, place, "お祭りの法被")
        with pytest.raises(Invalid):
            await checklist.add(tx, place, "")
        listed = await checklist.items(tx, place)
        assert [one.words for one in listed][-1] == "お祭りの法被"
        for _ in range(2):
            await checklist.remove(tx, place, listed[0].id)
        with pytest.raises(NotFound):
            await checklist.tick(tx, place, listed[1].id, True)
    await named(world)
    async with world.database.write(world.ito) as tx:
        for _ in range(2):
            await checklist.tick(tx, place, listed[1].id, True)
        ticked = (await checklist.items(tx, place))[0]
        assert (ticked.id, ticked.done, ticked.by) == (listed[1].id, clock.now, "伊藤 隆")
        await checklist.tick(tx, place, listed[1].id, False)
        assert (await checklist.items(tx, place))[0].done is None
        with pytest.raises(NotFound):
            await checklist.tick(tx, place, 999_999, True)
        assert len(await checklist.items(tx, place)) == 11


async def name_one(tx: Tx, world: World) -> None:
    await naming.name_successor(tx, world.places["midorigaoka"], "new", "新井 光", APRIL)


async def see(tx: Tx, world: World) -> None:
    await naming.current(tx, world.places["midorigaoka"])


async def test_who_hands_over(world: World) -> None:
    await assert_refused(world, name_one, (world.ito, Refused), (world.abe, NotFound), (world.ono, NotFound), (world.shimizu, Refused))  # fmt: skip
    await assert_refused(world, see, (world.abe, NotFound), (world.ono, NotFound), (world.kimura, Refused))


async def test_the_one_before_does_not_put_out_the_one_after(world: World, clock: SetClock) -> None:
    """Beside her successor the chair before may appoint; she ends the new chair's term by no way but the undo of the first day."""
    place = world.places["midorigaoka"]
    found = await named(world, None)
    await signs_in(world, found)
    async with world.database.read(SYSTEM) as tx:
        carries = next(one for one in await officers(tx, place) if one.role == Role.CARETAKER)
    held = Appointment(carries.appointment, Role.CARETAKER, place, None)
    caretaker = replace(world.yamada, appointments=(held,), stepped_up_at=clock.now)
    async with world.database.write(caretaker) as tx:
        with pytest.raises(Conflict):
            await end_appointment(tx, place, AppointmentId(found.successor))
    assert ("chair", clock.now, None) in (await terms(world))["新井 光"]


async def test_where_nobody_was_before_it_waits_for_the_successor(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await end_appointment(tx, place, world.yamada.appointments[0].id)
    clock.advance(HOUR)
    found = await named(world, None)
    assert found.before is None
    await receiving.go_over(world.database, SYSTEM)
    assert (await now(world)).closed is None
    token = await signs_in(world, found)
    assert token
    async with Visit(world, "arai") as successor:
        assert (await successor.post(f"/associations/{place}/handover/receipt")).status_code == 303
    assert (await now(world)).closed == clock.now


async def test_another_chair_in_between_leaves_the_next_one_looking_on(world: World) -> None:
    place = world.places["midorigaoka"]
    await named(world)
    async with world.database.write(SYSTEM) as tx:
        between = await add_person(tx, "中継 一")
        await appoint(tx, between, Role.CHAIR, place, starts=tx.now, ends=at(APRIL))
    assert {role for role, _, _ in (await terms(world))["新井 光"]} == {"chair", "successor"}


async def test_who_died_or_laid_it_down_does_not_come_back_as_chair(world: World, clock: SetClock) -> None:
    """Another day, or taking it back, restores a term only as the handover cut it."""
    place = world.places["midorigaoka"]
    await named(world)
    async with world.database.write(world.yamada) as tx:
        await end_appointment(tx, place, world.yamada.appointments[0].id)
    ended = clock.now
    for days in (18, 0):
        async with world.database.write(SYSTEM) as tx:
            if days:
                await naming.change_day(tx, place, date(2027, 4, days))
            else:
                await naming.take_back(tx, place)
        async with world.database.read(SYSTEM) as tx:
            assert [one.role for one in await officers(tx, place) if one.name == "山田 美代子"] == [
                "caretaker"
            ]
    assert ended == clock.now


async def test_one_recovered_before_the_day_is_the_only_chair(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await named(world)
    async with world.database.write(world.ito) as tx:
        await recovery.ask(tx, place, world.people["ito"], "")
    async with world.database.write(SYSTEM) as tx:
        await recovery.agree(tx, place)
    clock.advance(2 * DAY)
    async with world.database.write(SYSTEM) as tx:
        await recovery.finish(tx, place)
    clock.now = at(date(2027, 4, 20))
    async with world.database.read(SYSTEM) as tx:
        assert [one.name for one in await officers(tx, place) if one.role == "chair"] == ["伊藤 隆"]


async def test_a_second_handover_waits_its_own_time(world: World, clock: SetClock) -> None:
    """The chair of today names the next one for April, before the handover of today is closed."""
    place = world.places["midorigaoka"]
    first = await named(world, None)
    await signs_in(world, first)
    clock.advance(2 * DAY)
    async with world.database.write(SYSTEM) as tx:
        await naming.name_successor(tx, place, "new", "次田 清", APRIL)
    second = await now(world)
    assert second.before == first.successor
    clock.advance(20 * DAY)
    await receiving.go_over(world.database, SYSTEM)
    assert (await now(world)).closed is None
    async with world.database.read(SYSTEM) as tx:
        closed = await tx.first(BY_ID, handover=first.id)
        assert closed is not None
        assert closed.closed == clock.now
        assert await tx.all(OVER) == []


async def test_a_caretaker_names_nobody_beside_a_chair_who_has_come(world: World, clock: SetClock) -> None:
    """For 14 days both can work; neither takes the office from the other, nor makes the other's key."""
    place = world.places["midorigaoka"]
    found = await named(world, None)
    async with world.database.read(SYSTEM) as tx:
        carries = next(one for one in await officers(tx, place) if one.role == Role.CARETAKER)
    held = Appointment(carries.appointment, Role.CARETAKER, place, None)
    caretaker = replace(world.yamada, appointments=(held,), stepped_up_at=clock.now)
    async with world.database.write(caretaker) as tx:
        assert (await invitable(tx, place, found.person)).person == found.person
    await signs_in(world, found)
    async with world.database.write(caretaker) as tx:
        for step in (
            naming.name_successor(tx, place, "new", "山田 二号", None),
            invitable(tx, place, found.person),
        ):
            with pytest.raises(Refused):
                await step


async def test_the_undo_gives_the_help_contact_back(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    await named(world, None)
    async with world.database.write(SYSTEM) as tx:
        await receiving.settle_contact(tx, place, "会長 新井", "022-000-0009")
        assert (await find_place(tx, place)).help_name == "会長 新井"
        await naming.take_back(tx, place)
        found = await find_place(tx, place)
    assert (found.help_name, found.help_phone) == ("会長 山田", "022-000-0001")
