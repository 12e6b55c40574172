"""世帯の変わりごと: each on its day, without a reason, with its history."""

from datetime import date

import pytest
from sqlalchemy import bindparam, select

from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.actions.sheets import sheet
from kairanban.community.consents import actions as consents
from kairanban.community.hiding.actions import hide
from kairanban.community.household_changes.actions import merging, moving, residents
from kairanban.community.household_changes.actions.residents import NextHousehold
from kairanban.community.household_changes.rules import Who, called, changed_on
from kairanban.community.people.actions.households import NewHousehold, add_resident, households
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.signin.actions import printing
from kairanban.community.signin.queries import pins
from kairanban.core.clock import DAY, at
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment, household, membership, resident
from tests.conftest import TODAY, SetClock
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio

LAST_WEEK = at(date(2026, 11, 24))

_RESIDENTS = Statement(
    select(resident.c.name, resident.c.representative, resident.c.since, resident.c.until)
    .where(resident.c.household == bindparam("house"))
    .order_by(resident.c.id)
)
_GONE = Statement(select(household.c.gone).where(household.c.id == bindparam("house")))
_PLACES = Statement(
    select(membership.c.place, membership.c.route_order, membership.c.until)
    .where(membership.c.household == bindparam("house"))
    .order_by(membership.c.id)
)
_ENDS = Statement(select(appointment.c.ends).where(appointment.c.person == bindparam("who")))


async def living(world: World, house: HouseholdId) -> list[tuple[str, int]]:
    async with world.database.read(SYSTEM) as tx:
        return [(one.name, one.representative) for one in await residents.who_lives(tx, house)]


async def add(world: World, house: str, name: str) -> ResidentId:
    async with world.database.write(SYSTEM) as tx:
        return await add_resident(tx, world.households[house], name)


async def represent(
    world: World, who: str = "ito", *, chosen: ResidentId | None = None, name: str = "", stays: bool = True
) -> None:
    place, house = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.actors[who]) as tx:
        await residents.represent(tx, place, house, chosen, name, stays, LAST_WEEK)


async def divide(
    world: World, *movers: ResidentId, names: tuple[str, ...] = (), renew: bool = False, who: str = "ito"
) -> HouseholdId:
    async with world.database.write(world.actors[who]) as tx:
        new = NextHousehold("佐藤（若）", world.places["block_1"], 4, "離れ")
        return await residents.divide(
            tx, world.places["midorigaoka"], world.households["sato"], movers, names, new, LAST_WEEK, renew=renew
        )  # fmt: skip


async def leave(world: World, house: str, who: str = "ito") -> None:
    async with world.database.write(world.actors[who]) as tx:
        await moving.leave(tx, world.places["midorigaoka"], world.households[house], LAST_WEEK, empty=False)


async def come_back(world: World, house: str, who: str = "ito") -> None:
    async with world.database.write(world.actors[who]) as tx:
        await moving.come_back(tx, world.places["midorigaoka"], world.households[house])


async def arrive(world: World, place: str) -> HouseholdId:
    new = NewHousehold(world.places["midorigaoka"], "青木", world.places[place], 3)
    async with world.database.write(world.ito) as tx:
        return await moving.arrive(tx, new, "青木 進", LAST_WEEK)


async def merge(world: World, block: str, into: PlaceId | None, who: str = "yamada") -> None:
    async with world.database.write(world.actors[who]) as tx:
        await merging.merge(tx, world.places["midorigaoka"], world.places[block], into, LAST_WEEK)


async def test_a_new_representative_keeps_the_household_and_its_history(world: World) -> None:
    son = await add(world, "sato", "佐藤 健")
    await represent(world, chosen=son)
    house = world.households["sato"]
    assert await living(world, house) == [("佐藤 健", 1), ("佐藤 花子", 0)]
    async with world.database.read(SYSTEM) as tx:
        past = await moving.represented(tx, house)
    assert [(one.name, one.until) for one in past] == [("佐藤 花子", LAST_WEEK), ("佐藤 健", None)]
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/circulars")).status_code == 200


async def test_what_somebody_agreed_to_goes_on_with_her_and_ends_when_she_lives_elsewhere(
    world: World,
) -> None:
    son = await add(world, "sato", "佐藤 健")
    house = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        for one in (son, world.residents["sato"]):
            await consents.give(tx, house, one, Purpose.SUPPORTER)
    await represent(world, chosen=son)
    assert await agreed(world) == {"佐藤 花子", "佐藤 健"}
    mother = next(one for one in await who(world, house) if not one.representative)
    await divide(world, mother.id)
    assert await agreed(world) == {"佐藤 健"}


async def who(world: World, house: HouseholdId) -> list[Who]:
    async with world.database.read(SYSTEM) as tx:
        return await residents.who_lives(tx, house)


async def agreed(world: World) -> set[str]:
    """Return the residents with a consent, as the household sees it."""
    async with world.database.read(world.sato) as tx:
        homes = await consents.own(tx)
    return {adult.name for home in homes for adult in home.adults if adult.given}


async def test_one_who_does_not_stay_is_written_off_and_a_name_can_be_new(world: World) -> None:
    await represent(world, name="佐藤 光", stays=False)
    assert await living(world, world.households["sato"]) == [("佐藤 光", 1)]


async def test_a_representative_has_to_be_somebody_else(world: World) -> None:
    for chosen in (None, world.residents["sato"]):
        with pytest.raises(Invalid):
            await represent(world, chosen=chosen)
    with pytest.raises(NotFound):
        await represent(world, who="ono", name="佐藤 光")
    assert await living(world, world.households["sato"]) == [("佐藤 花子", 1)]


async def test_two_households_in_one_house_leave_the_first_as_it_is(world: World) -> None:
    son = await add(world, "sato", "佐藤 健")
    async with world.database.write(world.yamada) as tx:
        await printing.make_cards(tx, world.places["midorigaoka"], {world.households["sato"]})
    new = await divide(world, son, names=("佐藤 光",))
    assert await living(world, world.households["sato"]) == [("佐藤 花子", 1)]
    assert await living(world, new) == [("佐藤 健", 1), ("佐藤 光", 0)]
    async with world.database.read(world.yamada) as tx:
        lines = {line.id: line for line in await households(tx, world.places["midorigaoka"])}
        cards = {one.id: one.printed for one in await printing.printable(tx, world.places["midorigaoka"])}
    assert (lines[new].block, lines[new].route_order, lines[new].address) == ("1班", 4, "離れ")
    assert cards[world.households["sato"]] is not None
    assert cards[new] is None
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/circulars")).status_code == 200


async def test_a_separation_ends_card_number_and_devices_of_the_old_household(world: World) -> None:
    son = await add(world, "sato", "佐藤 健")
    house = world.households["sato"]
    async with world.database.write(world.yamada) as tx:
        await printing.make_cards(tx, world.places["midorigaoka"], {house})
        await tx.run(pins.SET_PIN, household_id=house, hash="x")
    await divide(world, son, renew=True)
    async with world.database.read(world.yamada) as tx:
        cards = {one.id: one.printed for one in await printing.printable(tx, world.places["midorigaoka"])}
        assert cards[house] is None
        assert await tx.value(pins.PIN, household=house) == ""
    async with Visit(world, "sato") as browser:
        assert (await browser.get("/devices")).status_code in (401, 403)


async def test_somebody_stays_and_the_representative_is_chosen_first(world: World) -> None:
    for movers in ((), (world.residents["sato"],)):
        with pytest.raises(Invalid):
            await divide(world, *movers)
    await add(world, "sato", "佐藤 健")
    with pytest.raises(Invalid):
        await divide(world, world.residents["sato"])


async def test_what_comes_of_a_hidden_household_is_hidden_and_only_the_chair_may_do_it(world: World) -> None:
    son = await add(world, "sato", "佐藤 健")
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    with pytest.raises(Refused):
        await divide(world, son)
    new = await divide(world, son, who="yamada")
    async with world.database.read(world.yamada) as tx:
        lines = {line.id: line for line in await households(tx, world.places["midorigaoka"])}
    assert (lines[new].shown, lines[new].address) == ("1班の4", "")


async def test_who_moves_out_is_off_the_route_and_opens_nothing_any_more(world: World) -> None:
    id = await circular(world)
    block = world.places["block_1"]
    async with world.database.write(world.abe) as tx:
        await positions.move(tx, id, block, world.households["suzuki"])
    await leave(world, "suzuki")
    async with world.database.read(world.abe) as tx:
        assert [line.shown for line in (await sheet(tx, id, block)).lines] == ["松本（角）"]
        assert await positions.positions(tx, block) == {}
    async with world.database.read(SYSTEM) as tx:
        assert await tx.value(_GONE, house=world.households["suzuki"]) == LAST_WEEK
    async with Visit(world, "suzuki") as browser:
        assert (await browser.get("/devices")).status_code in (401, 403)
    with pytest.raises(NotFound):
        await leave(world, "suzuki")
    with pytest.raises(NotFound):
        await leave(world, "matsumoto", who="ono")


async def test_a_household_that_had_not_gone_comes_back_as_it_was(world: World, clock: SetClock) -> None:
    await leave(world, "suzuki")
    house = world.households["suzuki"]
    with pytest.raises(NotFound):
        await come_back(world, "suzuki", "ono")
    await come_back(world, "suzuki")
    assert await living(world, house) == [("鈴木 茂", 1)]
    async with world.database.read(world.yamada) as tx:
        line = next(one for one in await households(tx, world.places["midorigaoka"]) if one.id == house)
    assert (line.block, line.route_order) == ("1班", 2)
    await leave(world, "matsumoto")
    clock.advance(31 * DAY)
    async with world.database.read(world.ito) as tx:
        assert await moving.departed(tx, world.places["midorigaoka"]) == []


async def test_consent_ends_with_the_household_and_does_not_come_back_with_it(world: World) -> None:
    house = world.households["suzuki"]
    async with world.database.write(world.actors["suzuki"]) as tx:
        await consents.give(tx, house, world.residents["suzuki"], Purpose.SUPPORTER)
    await leave(world, "suzuki")
    await come_back(world, "suzuki")
    async with world.database.read(world.yamada) as tx:
        homes = await consents.of_place(tx, world.places["midorigaoka"], world.places["block_1"])
    given = {adult.name: adult.given for home in homes for adult in home.adults if home.household == house}
    assert given == {"鈴木 茂": {}}


async def test_who_moves_in_lives_there_from_that_day(world: World) -> None:
    id = await arrive(world, "block_2")
    async with world.database.read(SYSTEM) as tx:
        assert [(one.name, one.since) for one in await moving.lived_in(tx, id)] == [("2班", LAST_WEEK)]
    assert await living(world, id) == [("青木 進", 1)]
    for wrong in ("kaminosawa", "elders"):
        with pytest.raises(NotFound):
            await arrive(world, wrong)


async def test_merged_blocks_keep_their_order_and_the_leaders_term_ends(world: World) -> None:
    place, one, two = (world.places[name] for name in ("midorigaoka", "block_1", "block_2"))
    async with world.database.write(SYSTEM) as tx:
        leader = await add_person(tx, "高橋 節子")
        await appoint(tx, leader, Role.BLOCK_LEADER, two, starts=tx.now, ends=None)
    await merge(world, "block_2", one)
    async with world.database.read(world.yamada) as tx:
        lines = [(line.label, line.route_order) for line in await households(tx, place)]
        assert await tx.value(_ENDS, who=leader) == TODAY
        assert await tx.value(_ENDS, who=world.people["abe"]) is None
        old = await tx.rows(_PLACES, house=world.households["tanaka"])
    assert lines == [("佐藤", 1), ("鈴木", 2), ("松本（角）", 3), ("高橋", 4), ("田中", 5)]
    assert old == [(two, 2, LAST_WEEK), (one, 5, None)]
    # The block has ended; a second merger is not found.
    with pytest.raises(NotFound):
        await merge(world, "block_2", one)


async def test_only_the_chair_merges_and_only_into_another_block(world: World) -> None:
    for into in (None, *(world.places[name] for name in ("block_1", "elders", "valley"))):
        with pytest.raises(Invalid):
            await merge(world, "block_1", into)
    with pytest.raises(Refused):
        await merge(world, "block_1", world.places["block_2"], "ito")


def test_a_day_is_today_or_was_lately() -> None:
    assert changed_on(None, TODAY) == at(date(2026, 12, 1))
    assert changed_on(date(2026, 11, 24), TODAY) == LAST_WEEK
    for wrong in (date(2026, 12, 2), date(2020, 1, 1)):
        with pytest.raises(Invalid):
            changed_on(wrong, TODAY)


def test_a_house_that_is_called_by_its_representative_is_called_by_the_next() -> None:
    assert called("佐藤 花子", "佐藤 花子", "佐藤 健") == "佐藤 健"
    assert called("佐藤", "佐藤 花子", "佐藤 健") == "佐藤"


async def test_each_case_is_one_screen(world: World) -> None:
    await add(world, "sato", "佐藤 健")
    base = f"/associations/{world.places['midorigaoka']}"
    house = f"{base}/households/{world.households['sato']}"
    async with Visit(world, "yamada") as browser:
        assert f"{house}/changes" in (await browser.get(house)).text
        assert f"{base}/arrival" in (await browser.get(f"{base}/roster")).text
        merger = f"{base}/blocks/{world.places['block_1']}/merger"
        assert merger in (await browser.get(f"{base}/places")).text

        wrong = await browser.post(f"{house}/representative", {"name": "佐藤 光", "day": "2027-01-01"})
        assert wrong.status_code == 422
        assert "佐藤 光" in wrong.text
        answer = await browser.post(f"{house}/representative", {"name": "佐藤 光", "day": "2026-11-24"})
        assert answer.headers["location"] == f"{house}/changes?done=represented"
        history = said(await browser.get(answer.headers["location"]))
        assert "佐藤 光" in history
        assert "佐藤 花子" in history

        empty = await browser.post(f"{house}/separation", {"names": "", "label": "佐藤（空）", "place": "1"})
        assert empty.status_code == 422
        assert "佐藤（空）" in empty.text
        form = {"names": "佐藤 空\n佐藤 海", "label": "佐藤（空）", "place": str(world.places["block_2"]), "route_order": "7"}  # fmt: skip
        answer = await browser.post(f"{house}/separation", form)
        assert answer.headers["location"] == f"{house}/changes?done=separated"

        form = {"name": "青木 進", "place": str(world.places["block_2"]), "route_order": "３"}
        answer = await browser.post(f"{base}/arrival", form)
        assert answer.headers["location"].endswith("/changes?done=arrived")
        assert (await browser.post(f"{base}/arrival", {"place": "1"})).status_code == 422

        answer = await browser.post(f"{house}/departure", {"how": "empty"})
        assert answer.headers["location"] == f"{base}/departures?done=gone"
        page = await browser.get(answer.headers["location"])
        assert f"{base}/departures/{world.households['sato']}/return" in page.text
        answer = await browser.post(f"{base}/departures/{world.households['sato']}/return")
        assert answer.headers["location"] == f"{house}?done=back"

        assert (await browser.post(merger, {"into": "999"})).status_code == 422
        answer = await browser.post(merger, {"into": str(world.places["block_2"])})
        assert answer.headers["location"] == f"{base}/places?done=merged"


async def test_an_officer_writes_down_that_a_hidden_household_went_without_seeing_its_name(
    world: World,
) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    house = f"/associations/{world.places['midorigaoka']}/households/{world.households['suzuki']}"
    async with Visit(world, "ito") as browser:
        for part in ("changes", "representative", "separation", "second-household"):
            assert (await browser.get(f"{house}/{part}")).status_code == 403
        page = said(await browser.get(f"{house}/departure"))
        assert "1班の2" in page
        assert "鈴木" not in page
        await browser.post(f"{house}/departure", {"how": "moved"})
        page = said(await browser.get(f"/associations/{world.places['midorigaoka']}/departures"))
        assert "1班の2" in page
        assert "鈴木" not in page


async def test_who_had_moved_out_that_day_does_not_come_back_with_the_house(world: World) -> None:
    association, sato = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(SYSTEM) as tx:
        jiro = await add_resident(tx, sato, "佐藤 次郎")
    form = {"mover": jiro, "label": "佐藤次", "place": world.places["block_1"], "route_order": 9}
    async with Visit(world, "yamada") as chair:
        base = f"/associations/{association}"
        assert (await chair.post(f"{base}/households/{sato}/separation", form)).status_code == 303
        await chair.post(f"{base}/households/{sato}/departure", {"how": "moved"})
        await chair.post(f"{base}/departures/{sato}/return")
    assert [name for name, _ in await living(world, sato)] == ["佐藤 花子"]


async def test_arriving_twice_on_a_day_is_arriving_once(world: World) -> None:
    association, place = world.places["midorigaoka"], world.places["block_1"]
    new = NewHousehold(association=association, label="新田中", place=place)
    ids = set()
    for _ in range(2):
        async with world.database.write(world.yamada) as tx:
            ids.add(await moving.arrive(tx, new, "田中 新", tx.now))
    assert len(ids) == 1
