"""表示をひかえる: who hides, who knows, what is sealed, and who shows the name again."""

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.announcements.actions import unread
from kairanban.community.hiding import actions as hiding
from kairanban.community.hiding.queries.hidings import SEALED
from kairanban.community.people.actions import particulars
from kairanban.community.people.actions.offices import add_person, appoint, end_appointment, officers
from kairanban.community.signin.actions import printing
from kairanban.core.errors import Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import PersonId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from tests.permits import assert_only
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio

FOUND_BY = {
    "postal": "980-0000", "address": "緑ヶ丘1-2-3", "phone": "022-111-0000", "second_phone": "090-0000-0000",
    "email": "home@example.jp",
}  # fmt: skip
_STORED = Statement(
    select(*(household.c[name] for name in SEALED)).where(household.c.id == bindparam("household"))
)


async def stored(world: World, name: str) -> dict[str, str]:
    async with world.database.read(SYSTEM) as tx:
        return dict(zip(SEALED, (await tx.rows(_STORED, household=world.households[name]))[0], strict=True))


async def hide(world: World, name: str = "matsumoto", keeper: str = "yamada") -> None:
    """Hide as the officer Ito; `keeper` knows it."""
    async with world.database.write(world.ito) as tx:
        place, home = world.places["midorigaoka"], world.households[name]
        await hiding.hide_for(tx, place, home, world.people[keeper])


def page(world: World, name: str = "matsumoto") -> str:
    return f"/associations/{world.places['midorigaoka']}/households/{world.households[name]}"


async def leaves(world: World, name: str) -> None:
    """End every office of this person at the association."""
    async with world.database.write(SYSTEM) as tx:
        for one in await officers(tx, world.places["midorigaoka"]):
            if one.person == world.people[name]:
                await end_appointment(tx, world.places["midorigaoka"], one.appointment)


async def test_a_hidden_household_is_a_number_wherever_officers_look(world: World) -> None:
    id = await circular(world)
    await hide(world)
    place, block = world.places["midorigaoka"], world.places["block_1"]
    async with Visit(world, "ito") as officer, Visit(world, "abe") as leader:
        pages = [
            await officer.get(f"/associations/{place}/roster"),
            await officer.get(f"/associations/{place}/cards"),
            await officer.get(page(world)),
            await officer.get(f"{page(world)}/hiding"),
            await officer.get(f"/circulars/{id}/blocks/{block}"),
            await leader.get(f"/circulars/{id}/blocks/{block}"),
        ]
    for shown in pages:
        assert shown.status_code == 200
        assert "松本" not in shown.text
        assert "1班の3" in said(shown)


async def test_its_new_card_shows_no_name_and_works_and_its_old_card_does_not(world: World) -> None:
    place, house = world.places["midorigaoka"], world.households["matsumoto"]
    async with world.database.write(world.ito) as tx:
        old = await printing.make_cards(tx, place, {house})
    await hide(world)
    async with world.database.write(world.ito) as tx:
        made = await printing.make_cards(tx, place, {house})
        sheet = await printing.sheet(tx, place, made, "http://localhost:8321")
    assert [card.label for card in sheet.cards] == ["1班の3"]
    async with Visit(world) as browser:
        await browser.get(f"/c/{old[0][1]}")
        assert (await browser.post("/card/devices")).status_code == 409
    async with Visit(world) as browser:
        await browser.get(f"/c/{made[0][1]}")
        assert (await browser.post("/card/devices")).status_code == 303


async def test_what_it_is_found_by_is_sealed_for_the_officer_who_knows_and_comes_back_whole(
    world: World,
) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await particulars.change(tx, place, world.households["matsumoto"], FOUND_BY)
    await hide(world)
    assert set((await stored(world, "matsumoto")).values()) == {""}
    async with Visit(world, "yamada") as knowing, Visit(world, "ito") as other:
        opened = (await knowing.get(f"{page(world)}/hiding")).text
        assert all(value in opened for value in FOUND_BY.values())
        assert "松本" in (await knowing.get(page(world))).text
        closed = (await other.get(f"{page(world)}/hiding")).text
        assert not any(value in closed for value in FOUND_BY.values())
        assert "山田 美代子" in closed
        assert (await knowing.post(f"{page(world)}/hiding/end")).status_code == 303
    assert await stored(world, "matsumoto") == FOUND_BY


async def test_only_the_officer_who_knows_shows_the_name_again_and_it_is_seen(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["matsumoto"]
    await hide(world)
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Refused):
            await hiding.show(tx, place, home)
    async with world.database.write(world.ono) as tx:
        with pytest.raises(NotFound):
            await hiding.show(tx, place, home)
    async with world.database.write(world.yamada) as tx:
        await hiding.show(tx, place, home)
    assert Access("hiding", place, home) in await accesses(world, "yamada")
    assert await journalled(world, "hidden", "shown") == [
        Entry("hidden", world.people["ito"], place, household=home),
        Entry("shown", world.people["yamada"], place, household=home),
    ]
    async with Visit(world, "matsumoto") as household_:
        assert "山田 美代子" in (await household_.get("/looks")).text


async def test_only_officers_of_its_association_hide_a_household(world: World) -> None:
    place = world.places["midorigaoka"]
    with pytest.raises(NotFound):
        async with world.database.write(world.ito) as tx:
            await hiding.hide(tx, place, world.households["mori"])
    with pytest.raises(NotFound):
        async with world.database.write(world.ono) as tx:
            await hiding.hide(tx, place, world.households["sato"])
    for nobody in (None, world.people["kimura"], world.people["ono"], world.people["abe"]):
        with pytest.raises(Invalid):
            async with world.database.write(world.ito) as tx:
                await hiding.hide_for(tx, place, world.households["sato"], nobody)
    await assert_only(
        world,
        lambda tx, world: hiding.hide(tx, place, world.households["sato"]),
        world.ito,
        (world.kimura, Refused),
        (world.ono, NotFound),
    )


async def test_a_second_press_names_no_other_officer_and_seals_nothing_empty(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        place = world.places["midorigaoka"]
        await particulars.change(tx, place, world.households["matsumoto"], FOUND_BY)
    await hide(world)
    await hide(world, keeper="ito")
    async with world.database.read(world.yamada) as tx:
        sealed = await hiding.sealed(tx, world.households["matsumoto"])
    assert sealed is not None
    assert sealed.address == FOUND_BY["address"]


async def test_what_is_sealed_passes_to_no_successor(world: World) -> None:
    home = world.households["matsumoto"]
    await hide(world)
    await leaves(world, "yamada")
    async with world.database.write(SYSTEM) as tx:
        new = world.people["new"] = await add_person(tx, "新会長")
        place = world.places["midorigaoka"]
        await appoint(tx, new, Role.CHAIR, place, starts=tx.now, ends=None)
    for who in (world.yamada, world.ito):
        async with world.database.read(who) as tx:
            assert await hiding.sealed(tx, home) is None
    async with world.database.write(world.matsumoto) as tx:
        assert await hiding.nobody_knows(tx, home) is False, "this device is from before"


async def test_the_municipality_names_an_officer_only_where_none_knows(world: World) -> None:
    home, ito = world.households["matsumoto"], world.people["ito"]
    await hide(world)
    async with world.database.write(world.shimizu) as tx:
        assert await hiding.unknown(tx) == []
        with pytest.raises(NotFound):
            await hiding.name_until_then(tx, home, ito)
    await leaves(world, "yamada")
    async with Visit(world, "shimizu") as officer:
        assert "1班の3" in said(await officer.get("/hidden-households"))
        assert "/hidden-households" in (await officer.get("/office")).text
        wrong = await officer.post(f"/hidden-households/{home}/keeper")
        assert wrong.status_code == 422
        named = await officer.post(f"/hidden-households/{home}/keeper", {"keeper": str(ito)})
        assert named.headers["location"] == "/hidden-households?done=named"
    async with world.database.read(world.ito) as tx:
        assert await hiding.sealed(tx, home) is not None
    assert Access("hiding", world.places["midorigaoka"], home) in await accesses(world, "shimizu")
    assert await journalled(world, "keeper_named") == [
        Entry("keeper_named", world.people["shimizu"], world.places["midorigaoka"], household=home, other=ito)
    ]


async def test_naming_asks_the_municipality_to_prove_itself_again(world: World) -> None:
    from dataclasses import replace

    await hide(world)
    await leaves(world, "yamada")
    unproven = replace(world.shimizu, stepped_up_at=None)
    async with world.database.write(unproven) as tx:
        with pytest.raises(StepUpNeeded):
            await hiding.name_until_then(tx, world.households["matsumoto"], world.people["ito"])


async def test_the_household_names_the_next_on_a_device_it_trusts(world: World) -> None:
    home, ito = world.households["matsumoto"], world.people["ito"]
    async with Visit(world, "matsumoto") as mine:
        done = await mine.post("/hiding", {"keeper": str(world.people["yamada"])})
        assert done.headers["location"] == f"/hiding?home={home}&done=hidden"
        await leaves(world, "yamada")
        assert "/hiding?home=" in (await mine.get("/")).text
        assert (await mine.post("/hiding/keeper", {"keeper": str(world.people["abe"])})).status_code == 422
        assert (await mine.post("/hiding/keeper", {"keeper": str(ito)})).status_code == 303
    async with world.database.read(world.ito) as tx:
        assert await hiding.sealed(tx, home) is not None


async def test_a_device_from_before_neither_names_nor_ends_nor_learns_of_it(world: World) -> None:
    home = world.households["matsumoto"]
    await hide(world)
    async with Visit(world, "matsumoto") as old:
        assert (await old.post("/hiding/end")).status_code == 403
        assert (await old.post("/hiding/keeper", {"keeper": str(world.people["ito"])})).status_code == 403
        assert (await old.post("/hiding", {"keeper": str(world.people["ito"])})).status_code == 303
        assert (await old.post("/hiding/end")).status_code == 403, "hiding again makes no device trusted"
        assert 'action="/hiding' not in (await old.get("/hiding")).text
    async with world.database.read(world.matsumoto) as tx:
        assert await unread(tx, home) == []


async def test_the_household_is_told_on_devices_it_trusts_until_somebody_has_read_it(world: World) -> None:
    home = world.households["matsumoto"]
    async with Visit(world, "matsumoto") as mine:
        await mine.post("/hiding", {"keeper": str(world.people["yamada"])})
        async with world.database.read(world.matsumoto) as tx:
            (one,) = await unread(tx, home)
        assert "山田 美代子" in (await mine.get("/")).text
        read = await mine.post(f"/announcements/{one.id}/reading", {"home": str(home)})
        assert read.status_code == 303
        assert "山田 美代子" not in (await mine.get("/")).text
        async with Visit(world, "sato") as other:
            path = f"/announcements/{one.id}/reading"
            assert (await other.post(path, {"home": str(home)})).status_code == 404
        await mine.post("/hiding/end")
        async with world.database.read(world.matsumoto) as tx:
            assert [one.kind for one in await unread(tx, home)] == ["shown"]


async def test_an_operator_names_one_too(world: World) -> None:
    home = world.households["matsumoto"]
    await hide(world)
    await leaves(world, "yamada")
    async with world.database.write(SYSTEM) as tx:
        assert [one.household for one in await hiding.unknown(tx)] == [home]
        with pytest.raises(Invalid):
            await hiding.name_until_then(tx, home, PersonId(10**6))
        await hiding.name_until_then(tx, home, world.people["ito"])
        assert await hiding.unknown(tx) == []


async def test_a_second_press_of_every_button_changes_nothing_and_says_so_kindly(world: World) -> None:
    home, ito = world.households["matsumoto"], world.people["ito"]
    await hide(world)
    async with Visit(world, "yamada") as chair:
        for _ in range(2):
            assert (await chair.post(f"{page(world)}/hiding/end")).status_code == 303
    assert len(await journalled(world, "shown")) == 1
    async with Visit(world, "matsumoto") as mine:
        for path in ("/hiding", "/hiding", "/hiding/keeper", "/hiding/keeper"):
            assert (await mine.post(path, {"keeper": str(ito)})).status_code == 303
        assert len(await journalled(world, "keeper_named")) == 0, "the same officer again"
        await leaves(world, "ito")
    async with Visit(world, "shimizu") as officer:
        for _ in range(2):
            named = await officer.post(
                f"/hidden-households/{home}/keeper", {"keeper": str(world.people["yamada"])}
            )
            assert named.status_code == 303
    assert len(await journalled(world, "keeper_named")) == 1
