"""The people a town appoints: by whom, for how long, under which name."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import bindparam

from kairanban.community.people.actions.offices import lay_down
from kairanban.community.people.actions.town_offices import end_for_town, given_by_town
from kairanban.community.people.queries.offices import Officer
from kairanban.community.people.rules.last_days import closing, last_day
from kairanban.community.signin.actions import sessions
from kairanban.community.towns.actions import people
from kairanban.core.clock import at, day_of
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import AppointmentId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from kairanban.db.tx import Tx
from tests.permits import assert_only
from tests.records import journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

LOCK = Statement(appointment.update().where(appointment.c.person == bindparam("person_id")).values(locked=1))

SUPPORTER, COMMISSIONER, OFFICER = (
    Role.SETTLEMENT_SUPPORTER,
    Role.WELFARE_COMMISSIONER,
    Role.MUNICIPAL_OFFICER,
)


@pytest.mark.parametrize(
    ("role", "starts", "last"),
    [
        (SUPPORTER, date(2026, 4, 1), date(2027, 3, 31)), (SUPPORTER, date(2026, 12, 1), date(2027, 3, 31)),
        (SUPPORTER, date(2027, 3, 31), date(2027, 3, 31)), (SUPPORTER, date(2027, 1, 1), date(2027, 3, 31)),
        (COMMISSIONER, date(2025, 12, 1), date(2028, 11, 30)), (COMMISSIONER, date(2026, 5, 1), date(2028, 11, 30)),
        (COMMISSIONER, date(2028, 11, 30), date(2028, 11, 30)), (COMMISSIONER, date(2028, 12, 1), date(2031, 11, 30)),
        (COMMISSIONER, date(2025, 11, 30), date(2025, 11, 30)), (OFFICER, date(2026, 4, 1), None),
    ],
)  # fmt: skip
def test_each_office_has_its_term(role: Role, starts: date, last: date | None) -> None:
    assert last_day(role, starts) == last


def test_a_term_ends_at_the_midnight_after_its_last_day() -> None:
    assert closing(date(2027, 3, 31)) == at(date(2027, 4, 1))
    assert closing(None) is None


async def given(world: World, name: str) -> Officer:
    async with world.database.read(world.shimizu) as tx:
        return next(one for one in await given_by_town(tx, world.places["town"]) if one.name == name)


async def test_the_page_says_the_last_day(world: World) -> None:
    people_page = f"/towns/{world.places['town']}/people"
    async with Visit(world, "shimizu") as officer:
        form = {"name": "谷 良子", "role": "settlement_supporter", "place": str(world.places["valley"])}
        assert (await officer.post(people_page, form)).status_code == 303
        page = said(await officer.get(people_page))
    assert "2027年3月31日" in page
    assert "2027年4月1日" not in page
    found = await given(world, "谷 良子")
    assert (found.place, found.ends) == ("沢口", at(date(2027, 4, 1)))


async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world: World) -> None:
    people_page = f"/towns/{world.places['town']}/people"
    good = {"name": "谷 良子", "role": "welfare_commissioner", "place": str(world.places["midorigaoka"]), "title": "主任児童委員"}  # fmt: skip
    async with Visit(world, "shimizu") as officer:
        for change in (
            {"role": "chair"}, {"name": ""}, {"starts": "2026-11-30"}, {"until": "2026-11-30"}, {"starts": "x"},
            {"role": "municipal_officer"},
        ):  # fmt: skip
            answer = await officer.post(people_page, good | change)
            assert answer.status_code == 422, change
            assert 'value="主任児童委員"' in answer.text
        assert (
            await officer.post(people_page, good | {"place": str(world.places["block_1"])})
        ).status_code == 404
    async with world.database.read(world.shimizu) as tx:
        assert "谷 良子" not in {one.name for one in await given_by_town(tx, world.places["town"])}


async def test_a_known_person_takes_a_second_office(world: World) -> None:
    """林 is chosen again; a new 林 must be said to be another one."""
    people_page = f"/towns/{world.places['town']}/people"
    form = {"role": "welfare_commissioner", "place": str(world.places["kaminosawa"])}
    async with Visit(world, "shimizu") as officer:
        assert (
            await officer.post(people_page, form | {"person": str(world.people["hayashi"])})
        ).status_code == 303
        doubted = await officer.post(people_page, form | {"name": "林 久美子"})
        assert (doubted.status_code, 'name="another"' in doubted.text) == (422, True)
        sure = await officer.post(people_page, form | {"name": "林 久美子", "another": "1"})
        assert sure.status_code == 303
        stranger = await officer.post(people_page, form | {"person": str(world.people["yamada"])})
        assert stranger.status_code == 404
    async with world.database.read(world.shimizu) as tx:
        found = [one for one in await given_by_town(tx, world.places["town"]) if one.name == "林 久美子"]
    assert [one.person == world.people["hayashi"] for one in found].count(True) == 2
    assert len(found) == 3


async def appoint(tx: Tx, world: World) -> None:
    await people.appoint(tx, world.places["town"], SUPPORTER, world.places["valley"], name="谷 良子")


async def test_only_the_town_appoints_for_it(world: World) -> None:
    await assert_only(
        world,
        appoint,
        world.shimizu,
        (world.yamada, NotFound),
        (world.okada, Refused),
        (world.hayashi, NotFound),
    )


async def test_an_appointment_ends_but_not_the_last_officers(world: World) -> None:
    town = world.places["town"]
    supporter, officer = await given(world, "林 久美子"), await given(world, "清水 博")
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Conflict):
            await end_for_town(tx, town, officer.appointment)
        for _ in range(2):
            await end_for_town(tx, town, supporter.appointment)
        with pytest.raises(NotFound):
            await end_for_town(tx, world.places["midorigaoka"], supporter.appointment)
        with pytest.raises(NotFound):
            await end_for_town(tx, town, AppointmentId(officer.appointment + 1000))
        second = await people.appoint(tx, town, OFFICER, town, name="次の 職員")
        # Relieved by one without a key, the town would have nobody.
        with pytest.raises(Conflict):
            await end_for_town(tx, town, officer.appointment)
    async with Visit(world, "shimizu") as page:
        answer = await page.post(f"/towns/{town}/appointments/{officer.appointment}/end")
    assert (answer.status_code, "ほかに町の職員としてサインインできる人がいません" in said(answer)) == (
        422,
        True,
    )
    async with world.database.write(SYSTEM) as tx:
        await sessions.sign_in(tx, second)
    async with world.database.write(world.shimizu) as tx:
        await end_for_town(tx, town, officer.appointment)
        assert [one.person for one in await given_by_town(tx, town) if one.role == OFFICER] == [second]
    assert [one.other for one in await journalled(world, "appointment_ended")] == [
        supporter.appointment,
        officer.appointment,
    ]
    async with Visit(world, "hayashi") as ended:
        assert (await ended.get("/board")).status_code == 404


@pytest.mark.parametrize("missing", ["key", "term", "confirmation"])
async def test_who_cannot_sign_in_for_the_town_yet_relieves_nobody(world: World, missing: str) -> None:
    """Without a key, before the first day, or while the town has not confirmed a key from elsewhere."""
    town, officer = world.places["town"], await given(world, "清水 博")
    async with world.database.write(world.shimizu) as tx:
        starts = date(2027, 4, 1) if missing == "term" else None
        second = await people.appoint(tx, town, OFFICER, town, name="次の 職員", starts=starts)
        if missing != "key":
            await sessions.sign_in(tx, second)
        if missing == "confirmation":
            await tx.run(LOCK, person_id=second)
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Conflict):
            await end_for_town(tx, town, officer.appointment)
        with pytest.raises(Conflict):
            await lay_down(tx, officer.appointment)


async def test_two_officers_do_not_end_each_other_at_once(world: World) -> None:
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        await sessions.sign_in(tx, await people.appoint(tx, town, OFFICER, town, name="次の 職員"))
    both = [await given(world, name) for name in ("清水 博", "次の 職員")]

    async def end(one: Officer) -> bool:
        async with world.database.write(world.shimizu) as tx:
            try:
                await end_for_town(tx, town, one.appointment)
            except Conflict:
                return False
            await asyncio.sleep(0.05)
            return True

    assert sorted(await asyncio.gather(*map(end, both))) == [False, True]


async def test_a_later_term_opens_nothing_before_its_day(world: World) -> None:
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid):
            await people.appoint(
                tx, town, SUPPORTER, world.places["valley"], name="谷 良子", starts=date(2020, 1, 1)
            )
        await people.appoint(
            tx, town, SUPPORTER, world.places["valley"], name="谷 良子", starts=date(2027, 4, 1)
        )
    found = await given(world, "谷 良子")
    assert (day_of(found.starts), found.ends) == (date(2027, 4, 1), at(date(2028, 4, 1)))


async def test_an_invitation_and_a_key_are_the_towns(world: World) -> None:
    people_page = f"/towns/{world.places['town']}/people"
    async with Visit(world, "shimizu") as officer:
        made = await officer.post(f"{people_page}/{world.people['hayashi']}/invitation")
        assert "/i/" in made.text
        for other in ("yamada", "okada"):
            for step in ("invitation", "key"):
                assert (await officer.post(f"{people_page}/{world.people[other]}/{step}")).status_code == 404
        assert (await officer.post(f"{people_page}/{world.people['hayashi']}/key")).status_code == 303
