"""任期: one appointment corrected, renewed and seen to end, by the body that gave it; and whom a name means."""

from datetime import date

import pytest

from kairanban.community.people.actions import choosing, terms
from kairanban.community.people.actions.offices import add_person, appoint, officers
from kairanban.community.people.actions.terms import Change
from kairanban.community.people.queries.offices import Officer
from kairanban.community.people.rules.last_days import ahead, closing, last_day, renewed
from kairanban.community.signin.actions import sessions
from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import AppointmentId, PersonId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.conftest import SetClock
from tests.permits import assert_refused
from tests.records import journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

MARCH = date(2027, 3, 31)


async def held(world: World, person: PersonId, role: Role) -> Officer:
    async with world.database.read(SYSTEM) as tx:
        return next(
            one
            for one in await officers(tx, world.places["midorigaoka"])
            if (one.person, one.role) == (person, role)
        )


async def serves(
    world: World, role: Role = Role.DRAFTER, place: str = "midorigaoka", *, starts: int = 0, ends: int | None = None
) -> Officer:  # fmt: skip
    async with world.database.write(SYSTEM) as tx:
        person = await add_person(tx, "新井 光")
        await appoint(
            tx, person, role, world.places[place], title="", starts=Moment(starts or tx.now),
            ends=Moment(ends) if ends else None,
        )  # fmt: skip
    return await held(world, person, role)


@pytest.mark.parametrize(
    ("days", "said_within"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, None)]
)
def test_it_is_said_more_clearly_each_time(days: int, said_within: int | None) -> None:
    assert ahead(days * DAY, 0) == said_within
    assert ahead(days * DAY + 1, 0) == (60 if days == 30 else 30 if days == 7 else ahead(days * DAY + 1, 0))


def test_a_year_of_a_block_leader() -> None:
    assert last_day(Role.BLOCK_LEADER, date(2026, 4, 1)) == MARCH
    assert last_day(Role.BLOCK_LEADER, date(2028, 2, 29)) == date(2029, 2, 28)
    assert renewed(Role.BLOCK_LEADER, at(date(2027, 4, 1))) == at(date(2028, 4, 1))
    assert renewed(Role.SETTLEMENT_SUPPORTER, at(date(2027, 4, 1))) == at(date(2028, 4, 1))
    assert renewed(Role.WELFARE_COMMISSIONER, at(date(2028, 12, 1))) == at(date(2031, 12, 1))
    assert renewed(Role.OFFICER, at(date(2027, 4, 1))) is None


async def test_a_term_and_its_title_are_put_right(world: World, clock: SetClock) -> None:
    place = world.places["midorigaoka"]
    later = await serves(world, starts=at(date(2027, 4, 1)))
    async with world.database.write(world.yamada) as tx:
        await terms.change(tx, place, later.appointment, Change("書記", date(2027, 4, 10), date(2028, 3, 31)))
        for wrong in (
            Change("", date(2020, 1, 1), None), Change("", date(2027, 4, 10), date(2027, 4, 9)),
        ):  # fmt: skip
            with pytest.raises(Invalid):
                await terms.change(tx, place, later.appointment, wrong)
    now = await held(world, later.person, Role.DRAFTER)
    assert (now.title, day_of(now.starts), now.ends) == ("書記", date(2027, 4, 10), at(date(2028, 4, 1)))
    begun = await serves(world)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Invalid) as refused:
            await terms.change(tx, place, begun.appointment, Change("", date(2027, 4, 10), None))
        assert "starts" in refused.value.fields
        await terms.change(tx, place, begun.appointment, Change("", day_of(clock.now), MARCH))
    assert (await held(world, begun.person, Role.DRAFTER)).ends == closing(MARCH)
    assert len(await journalled(world, "appointment_changed")) == 2


async def test_the_days_of_the_chair_change_by_handing_over_only(world: World) -> None:
    place, chair = world.places["midorigaoka"], await held(world, world.people["yamada"], Role.CHAIR)
    async with world.database.write(world.yamada) as tx:
        await terms.change(tx, place, chair.appointment, Change("区長", date(2020, 1, 1), MARCH))
    now = await held(world, world.people["yamada"], Role.CHAIR)
    assert (now.title, now.starts, now.ends) == ("区長", chair.starts, None)


async def test_a_term_is_renewed_once_for_each_press(world: World) -> None:
    leader = await serves(world, Role.BLOCK_LEADER, "block_2", ends=at(date(2027, 4, 1)))
    place, ends = world.places["midorigaoka"], at(date(2027, 4, 1))
    async with world.database.write(world.yamada) as tx:
        for _ in range(2):
            await terms.renew(tx, place, leader.appointment, ends)
    assert (await held(world, leader.person, Role.BLOCK_LEADER)).ends == at(date(2028, 4, 1))
    assert len(await journalled(world, "appointment_renewed")) == 1
    officer = await serves(world, Role.OFFICER, ends=ends)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Conflict):
            await terms.renew(tx, place, officer.appointment, ends)


async def test_access_stops_at_the_hour(world: World, clock: SetClock) -> None:
    ends = at(date(2026, 12, 2))
    drafter = await serves(world, ends=ends)
    async with world.database.write(world.yamada) as tx:
        await terms.change(
            tx, world.places["midorigaoka"], drafter.appointment, Change("", None, date(2026, 12, 1))
        )
    async with world.database.write(SYSTEM) as tx:
        world.tokens["arai"] = await sessions.sign_in(tx, drafter.person)
    async with Visit(world, "arai") as visit:
        clock.now = Moment(ends - 1)
        assert (await visit.get(f"/associations/{world.places['midorigaoka']}/patterns")).status_code == 200
        clock.now = ends
        assert (await visit.get(f"/associations/{world.places['midorigaoka']}/patterns")).status_code == 404


async def test_what_ends_soon_is_told_to_whoever_renews_it(world: World, clock: SetClock) -> None:
    ends = Moment(clock.now + 61 * DAY)
    leader = await serves(world, Role.BLOCK_LEADER, "block_2", ends=ends)
    place, town = world.places["midorigaoka"], world.places["town"]
    async with world.database.write(SYSTEM) as tx:
        person = await add_person(tx, "谷 良子")
        await appoint(tx, person, Role.SETTLEMENT_SUPPORTER, place, starts=tx.now, ends=ends)

    async def seen(who: str, body: int) -> list[str]:
        async with world.database.read(world.actors[who]) as tx:
            return [one.name for one in await terms.ending_soon(tx, body)]  # type: ignore[arg-type]

    assert (await seen("yamada", place), await seen("shimizu", town)) == ([], [])
    clock.advance(DAY)
    assert (await seen("yamada", place), await seen("shimizu", town)) == (["新井 光"], ["谷 良子"])
    assert (await seen("ito", place), await seen("ono", place), await seen("yamada", town)) == ([], [], [])
    # A renewal or a successor takes it off the list.
    async with world.database.write(SYSTEM) as tx:
        await appoint(tx, await add_person(tx, "次の 班長"), Role.BLOCK_LEADER, world.places["block_2"], starts=ends, ends=None)  # fmt: skip
        await appoint(tx, await add_person(tx, "別の 支援員"), Role.SETTLEMENT_SUPPORTER, place, starts=ends, ends=None)  # fmt: skip
    assert (await seen("yamada", place), await seen("shimizu", town)) == ([], ["谷 良子"])
    clock.now = ends
    assert await seen("shimizu", town) == []
    assert leader.ends == ends


async def change_it(tx: Tx, world: World) -> None:
    await terms.change(tx, world.places["midorigaoka"], _ITO[0], Change("x", None, None))


async def renew_it(tx: Tx, world: World) -> None:
    await terms.renew(tx, world.places["midorigaoka"], _ITO[0], Moment(0))


_ITO: list[AppointmentId] = []


async def test_only_the_body_that_gave_it_changes_it(world: World) -> None:
    _ITO[:] = [(await held(world, world.people["ito"], Role.OFFICER)).appointment]
    for step in (change_it, renew_it):
        await assert_refused(
            world, step, (world.ito, Refused), (world.ono, NotFound), (world.shimizu, Refused)
        )
    nagai = await held(world, world.people["nagai"], Role.WELFARE_COMMISSIONER)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(NotFound):
            await terms.change(tx, world.places["midorigaoka"], nagai.appointment, Change("x", None, None))
    async with world.database.write(world.shimizu) as tx:
        await terms.change(tx, world.places["town"], nagai.appointment, Change("主任児童委員", None, MARCH))
        with pytest.raises(NotFound):
            await terms.change(tx, world.places["town"], _ITO[0], Change("x", None, None))


async def test_the_page_says_the_last_day_and_keeps_what_was_typed(world: World) -> None:
    leader = await serves(world, Role.BLOCK_LEADER, "block_2", ends=at(date(2027, 4, 1)))
    page = f"/associations/{world.places['midorigaoka']}/appointments/{leader.appointment}"
    async with Visit(world, "yamada") as chair:
        shown = said(await chair.get(page))
        assert "2027年3月31日" in shown
        assert "2028年3月31日" in shown.split("更新する")[0]
        refused = await chair.post(page, {"title": "1年生", "last_day": "2020-01-01"})
        assert refused.status_code == 422
        assert 'value="1年生"' in refused.text
        assert (await chair.post(page, {"title": "", "last_day": "2027-03-20"})).status_code == 303
        renewed_too_late = await chair.post(f"{page}/renewal", {"ends": str(at(date(2027, 4, 1)))})
        assert renewed_too_late.status_code == 303
    assert (await held(world, leader.person, Role.BLOCK_LEADER)).ends == at(date(2027, 3, 21))


async def test_whom_a_name_means_is_asked(world: World) -> None:
    """佐藤 花子 lives here and 伊藤 隆 serves here; nobody becomes a second person without a word."""
    people = f"/associations/{world.places['midorigaoka']}/people"
    form = {"role": "drafter", "place": str(world.places["midorigaoka"])}
    async with Visit(world, "yamada") as chair:
        for name, key in (
            ("佐藤花子", f"r{world.residents['sato']}"),
            ("伊藤 隆", f"p{world.people['ito']}"),
        ):
            asked = await chair.post(people, {**form, "name": name})
            assert (asked.status_code, f'value="{key}"' in asked.text) == (422, True), name
            assert (await chair.post(people, {**form, "name": name, "who": key})).status_code == 303
        for stranger in (f"p{world.people['ono']}", f"r{world.residents['mori']}", "p999999", "r0"):
            refused = await chair.post(people, {**form, "name": "小野", "who": stranger})
            assert refused.status_code == 404, stranger
        # The same resident again is the same person.
        again = await chair.post(
            people, {"name": "佐藤 花子", "who": f"r{world.residents['sato']}", "role": "officer"}
        )
        assert again.status_code == 303
    async with world.database.read(SYSTEM) as tx:
        found = {
            one.person for one in await officers(tx, world.places["midorigaoka"]) if one.name == "佐藤 花子"
        }
        assert len(found) == 1
        (only,) = await choosing.namesakes(tx, world.places["midorigaoka"], "佐藤 花子")
    assert only.lives is not None
    assert {one.role for one in only.serves} == {"drafter", "officer"}


async def test_heads_of_groups_are_appointed_at_their_group(world: World) -> None:
    people = f"/associations/{world.places['midorigaoka']}/people"
    async with Visit(world, "yamada") as chair:
        for place, answer in (("midorigaoka", 422), ("block_1", 422), ("elders", 303)):
            form = {
                "name": f"代表 {place}",
                "role": "chair",
                "place": str(world.places[place]),
                "title": "会長",
            }
            assert (await chair.post(people, form)).status_code == answer, place
        strange = {"name": "新井 光", "role": "officer", "place": str(world.places["valley"])}
        assert (await chair.post(people, strange)).status_code == 422


async def test_the_days_of_a_groups_head_are_changed_like_any_others(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        head = await add_person(tx, "代表 一郎")
        await appoint(tx, head, Role.CHAIR, world.places["elders"], starts=tx.now, ends=None)
    one = await held(world, head, Role.CHAIR)
    async with world.database.write(world.yamada) as tx:
        await terms.change(tx, world.places["midorigaoka"], one.appointment, Change("会長", None, MARCH))
    assert (await held(world, head, Role.CHAIR)).ends == closing(MARCH)
