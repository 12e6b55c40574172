"""A town's districts and associations, through its pages."""

from dataclasses import replace

import pytest

from kairanban.community.people.actions.offices import officers
from kairanban.community.people.queries.offices import END_APPOINTMENT
from kairanban.community.places.actions.places import add_place, places_within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.towns.actions import associations
from kairanban.core.clock import Moment
from kairanban.core.errors import Conflict, NotFound, StepUpNeeded
from kairanban.core.roles import Role
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


async def names(world: World) -> dict[str, int]:
    """Return district and association ids of the town by name."""
    async with world.database.read(world.shimizu) as tx:
        return {one.branch.name: one.branch.id for one in await associations.listed(tx, world.places["town"])}


async def test_a_town_adds_a_district_and_an_association_in_it(world: World) -> None:
    town = f"/towns/{world.places['town']}"
    async with Visit(world, "shimizu") as officer:
        assert (await officer.post(town, {"kind": "district", "name": "北部"})).status_code == 303
        north = (await names(world))["北部"]
        form = {"kind": "association", "name": "北町会", "code": "12", "into": str(north)}
        assert (await officer.post(town, form)).status_code == 303
        page = said(await officer.get(town))
        assert page.index("北部") < page.index("北町会") < page.index(">12<")
        assert "まだいません" in page

        again = await officer.post(town, form)
        assert again.status_code == 422
        assert 'value="北町会"' in again.text
        assert 'value="12"' in again.text
        wrong = await officer.post(town, {"kind": "block", "name": "班"})
        assert wrong.status_code == 422
        elsewhere = await officer.post(town, form | {"name": "南", "into": str(world.places["kaminosawa"])})
        assert elsewhere.status_code == 404


async def test_an_association_is_renamed_moved_and_closed(world: World) -> None:
    town = f"/towns/{world.places['town']}"
    async with Visit(world, "shimizu") as officer:
        await officer.post(town, {"kind": "district", "name": "北部"})
        await officer.post(town, {"kind": "association", "name": "北町会"})
        ids = await names(world)
        place = f"{town}/places/{ids['北町会']}"
        assert (await officer.post(f"{place}/name", {"name": "北町自治会", "code": "7"})).status_code == 303
        assert 'value="7"' in (await officer.get(place)).text
        taken = await officer.post(f"{place}/name", {"name": "上ノ沢区", "code": ""})
        assert (taken.status_code, 'value="上ノ沢区"' in taken.text) == (422, True)

        assert (await officer.post(f"{place}/move", {"into": str(ids["北部"])})).status_code == 303
        assert (await officer.post(f"{place}/move", {"into": str(ids["上ノ沢区"])})).status_code == 404
        district = f"{town}/places/{ids['北部']}"
        kept = await officer.post(f"{district}/closing")
        assert (kept.status_code, "北町自治会" in said(kept)) == (422, True)

        for _ in range(2):
            assert (await officer.post(f"{place}/closing")).status_code == 303
        assert (await officer.post(f"{district}/closing")).status_code == 303
        lived_in = await officer.post(f"{town}/places/{ids['みどりヶ丘自治会']}/closing")
        assert lived_in.status_code == 422
    assert set(await names(world)) == {"みどりヶ丘自治会", "上ノ沢区"}


async def test_a_district_gathers_associations_by_ticking_them(world: World) -> None:
    """A district, or a 連合町内会: added, filled, emptied and closed without a command."""
    town = f"/towns/{world.places['town']}"
    async with Visit(world, "shimizu") as officer:
        assert "地区・連合町内会" in said(await officer.get(town))
        for kind, name in (("district", "北部"), ("district", "若葉連合町内会"), ("association", "北町会")):
            await officer.post(town, {"kind": kind, "name": name})
        ids = await names(world)
        union = f"{town}/places/{ids['若葉連合町内会']}"
        twin = {"kind": "association", "name": "北町会", "into": str(ids["北部"])}
        assert (await officer.post(town, twin)).status_code == 303
        empty = await officer.post(f"{union}/associations", {})
        assert (empty.status_code, "選んでください" in said(empty)) == (422, True)
        both = {"association": [str(ids["みどりヶ丘自治会"]), str(world.places["kaminosawa"])]}
        for _ in range(2):
            assert (await officer.post(f"{union}/associations", both)).status_code == 303
        await officer.post(f"{union}/associations", {"association": str(ids["北町会"])})
        page = said(await officer.get(union))
        inside = page.split("入れる会を選ぶ")[0]
        assert all(name in inside for name in ("みどりヶ丘自治会", "上ノ沢区", "北町会"))
        # One of the same name is refused, with what was ticked; nothing else is moved either.
        async with world.database.read(world.shimizu) as tx:
            there = await associations.listed(tx, world.places["town"])
        [other] = [
            one.branch.id for one in there if one.branch.name == "北町会" and one.branch.id != ids["北町会"]
        ]
        refused = await officer.post(f"{union}/associations", {"association": str(other)})
        assert (refused.status_code, "同じ名前" in said(refused)) == (422, True)
        assert f'value="{other}" checked' in refused.text
        for wrong in (ids["北部"], world.places["block_1"], 9999):
            answer = await officer.post(f"{union}/associations", {"association": str(wrong)})
            assert answer.status_code == 404
        acting = f"{town}/places/{world.places['kaminosawa']}/associations"
        assert (await officer.post(acting, both)).status_code == 404
        kept = await officer.post(f"{union}/closing")
        assert kept.status_code == 422
        assert "若葉連合町内会" in said(await officer.get(town))


async def test_an_association_without_a_chair_has_a_page_too(world: World) -> None:
    """The chair's term ended; an officer can sign in."""
    async with world.database.write(SYSTEM) as tx:
        [chair] = [one for one in await officers(tx, world.places["midorigaoka"]) if one.role == Role.CHAIR]
        await tx.run(END_APPOINTMENT, appointment_id=chair.appointment)
    async with Visit(world, "shimizu") as officer:
        page = await officer.get(f"/towns/{world.places['town']}/places/{world.places['midorigaoka']}")
    assert page.status_code == 200
    assert "いま会長はいません" in said(page)


async def test_what_lies_elsewhere_is_not_the_towns(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        alone = await add_place(tx, PlaceKind.ASSOCIATION, "ひとり会", None)
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        for place in (alone, world.places["block_1"], town):
            for step in (
                associations.rename(tx, town, place, "x", ""),
                associations.move(tx, town, place, town),
                associations.invite_chair(tx, town, place, "x"),
            ):
                with pytest.raises(NotFound):
                    await step
        for place in (alone, town):
            with pytest.raises(NotFound):
                await associations.close(tx, town, place)
        with pytest.raises(NotFound):
            await associations.find_town(tx, world.places["midorigaoka"])


async def test_the_town_invites_the_first_chair_and_nobody_after_her(world: World) -> None:
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        new = await associations.add(tx, town, PlaceKind.ASSOCIATION, "北町会")
        assert (await associations.invite_chair(tx, town, new, "北 一郎"))[0] == "北 一郎"
        # A second press invites the same person again; another name takes the place of one without a key.
        assert (await associations.invite_chair(tx, town, new, "北 一郎"))[0] == "北 一郎"
        await associations.invite_chair(tx, town, new, "北 二郎")
    async with world.database.read(SYSTEM) as tx:
        chairs = [one.name for one in await officers(tx, new) if one.role == Role.CHAIR]
    assert chairs == ["北 二郎"]
    async with world.database.write(world.shimizu) as tx:
        for association in ("midorigaoka", "kaminosawa"):
            with pytest.raises(Conflict):
                await associations.invite_chair(tx, town, world.places[association], "泥棒")


async def test_inviting_asks_for_a_fresh_proof(world: World) -> None:
    stale = replace(world.shimizu, stepped_up_at=Moment(0))
    async with world.database.write(SYSTEM) as tx:
        new = await add_place(tx, PlaceKind.ASSOCIATION, "北町会", world.places["town"])
    async with world.database.write(stale) as tx:
        with pytest.raises(StepUpNeeded):
            await associations.invite_chair(tx, world.places["town"], new, "北 一郎")


async def test_an_invited_chair_begins_by_herself(world: World) -> None:
    """From the town's page to the chair's own: the address on it opens her association."""
    town = f"/towns/{world.places['town']}"
    async with Visit(world, "shimizu") as officer:
        await officer.post(town, {"kind": "association", "name": "北町会"})
        place = f"{town}/places/{(await names(world))['北町会']}"
        unnamed = await officer.post(f"{place}/chair", {"chair": ""})
        assert unnamed.status_code == 422
        made = await officer.post(f"{place}/chair", {"chair": "北 一郎"})
        address = made.text.split("/i/")[1].split('"')[0]
    async with Visit(world) as chair:
        form = {"sign_in_name": "kita", "password": "yama to kawa 88", "again": "yama to kawa 88"}
        await chair.get(f"/i/{address}")
        assert (await chair.post("/invitation/password", form)).status_code == 303
        assert "北町会" in said(await chair.get("/office"))
    async with Visit(world, "shimizu") as officer:
        assert "会がご自身で決めます" in said(await officer.get(place))
    async with world.database.read(SYSTEM) as tx:
        assert "北町会" in {one.name for one in await places_within(tx, world.places["town"])}
