"""What a household asks to change: proposed on its device, seen old and new side by side, accepted or not."""

import re

import pytest
from sqlalchemy import bindparam, select

from kairanban.access.hidden import sealed
from kairanban.community.announcements.actions import unread
from kairanban.community.hiding.actions import hide
from kairanban.community.household_proposals.actions import office, own
from kairanban.community.household_proposals.rules import ADD, REMOVE, RENAME, WAITING_MOST, Change
from kairanban.community.people.actions.households import add_resident, household_line
from kairanban.community.people.actions.particulars import change
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import ResidentId
from kairanban.db.statements import Statement
from kairanban.db.tables.household_people import household_proposal
from kairanban.db.tables.people import household
from tests.accountability.disclosure.holding import SHARED_TABLET
from tests.accountability.retention.ages import everything
from tests.conftest import SetClock
from tests.records import Access, accesses, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_SEALED = Statement(select(sealed("phone")).where(household.c.id == bindparam("house")))
FORM = {
    "label": "佐藤",
    "phone": "022-111-0000",
    "second_phone": "",
    "address": "佐藤の住所",
    "language": "ja",
}


def base(world: World, association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/proposals"


async def propose(world: World, *changes: Change, press: str = "a", who: str = "sato") -> int:
    async with world.database.write(world.actors[who]) as tx:
        return await own.propose(tx, world.households[who], changes, press)


async def rows(world: World) -> list[tuple[str, str, str, str]]:
    found = await everything(world.database, household_proposal)
    return [(row["kind"], row["was"], row["becomes"], row["outcome"]) for row in found]


async def accept(world: World, number: int, seen: str, who: str = "ito") -> None:
    async with world.database.write(world.actors[who]) as tx:
        await office.accept(tx, world.places["midorigaoka"], number, seen)


async def telephone(world: World) -> str:
    async with world.database.read(SYSTEM) as tx:
        return (await household_line(tx, world.places["midorigaoka"], world.households["sato"])).phone


async def test_a_household_proposes_an_officer_accepts_and_it_is_told(world: World) -> None:
    async with Visit(world, "sato") as mine, Visit(world, "ito") as officer:
        form = await mine.get("/household/particulars")
        press = re.findall(r'name="press" value="([^"]+)"', form.text)[0]
        for _ in range(2):
            sent = await mine.post(
                "/household/particulars", {**FORM, "phone": "０２２ー５５５ー１２３４", "press": press}
            )
            assert sent.headers["location"].endswith("done=proposed")
        assert await rows(world) == [("phone", "022-111-0000", "022-555-1234", "")], (
            "pressed twice, proposed once"
        )
        assert await telephone(world) == "022-111-0000", "nothing changes before an officer has looked"
        assert "受け付けました" in said(await mine.get("/household?done=proposed"))
        assert "022-555-1234" in said(await mine.get("/household"))
        assert base(world) in (await officer.get("/office")).text
        page = said(await officer.get(base(world)))
        assert "022-111-0000" in page
        assert "022-555-1234" in page
        assert Access("proposals", world.places["midorigaoka"]) in await accesses(world, "ito")
        for _ in range(2):
            done = await officer.post(f"{base(world)}/1/acceptance", {"seen": "022-111-0000"})
            assert done.status_code == 303
        assert await telephone(world) == "022-555-1234"
        async with world.database.read(world.sato) as tx:
            assert [one.kind for one in await unread(tx, world.households["sato"])] == ["changed"]
        assert "/household?home=" in (await mine.get("/")).text
    kinds = [
        one.kind
        for one in await journalled(world, "household_proposed", "proposal_accepted", "household_changed")
    ]
    assert sorted(kinds) == ["household_changed", "household_proposed", "proposal_accepted"]


async def test_a_refusal_has_a_word_for_the_household(world: World) -> None:
    await propose(world, Change("label", "角の佐藤"))
    async with Visit(world, "ito") as officer, Visit(world, "sato") as mine:
        for words in ("", "x" * 400):
            refused = await officer.post(f"{base(world)}/1/refusal", {"answer": words})
            assert refused.status_code == 422
            assert words in refused.text
        await officer.post(f"{base(world)}/1/refusal", {"answer": "同じ呼び名の家があります"})
        page = said(await mine.get("/household"))
        assert "同じ呼び名の家があります" in page
        assert "伊藤 隆" in page
    assert [row[3] for row in await rows(world)] == ["declined"]
    async with world.database.read(world.sato) as tx:
        assert [one.kind for one in await unread(tx, world.households["sato"])] == ["not_changed"]


async def test_bad_input_loses_nothing_that_was_typed(world: World) -> None:
    async with Visit(world, "sato") as mine:
        sent = await mine.post(
            "/household/particulars",
            {**FORM, "label": "角の佐藤", "phone": "電話", "language": "vi", "press": "x"},
        )
        assert sent.status_code == 422
        assert 'value="角の佐藤"' in sent.text
        assert 'value="電話"' in sent.text
        assert "022-123-4567" in sent.text
        assert re.search(r'value="vi"[^>]*selected', sent.text)
        none = await mine.post("/household/particulars", {**FORM, "label": "", "press": "y"})
        assert none.status_code == 422
        unnamed = await mine.post("/household/members", {"name": "", "child": "1", "press": "z"})
        assert unnamed.status_code == 422
        assert "checked" in unnamed.text
    assert await rows(world) == []


async def test_the_language_holds_at_once(world: World) -> None:
    async with Visit(world, "sato") as mine:
        sent = await mine.post("/household/particulars", {**FORM, "language": "vi", "press": "x"})
        assert sent.headers["location"].endswith("done=saved")
    async with world.database.read(world.sato) as tx:
        assert (await own.written(tx, world.households["sato"])).language == "vi"
    assert await rows(world) == []
    assert [one.household for one in await journalled(world, "household_changed")] == [
        world.households["sato"]
    ]


async def test_a_newer_proposal_takes_the_place_of_the_older_one(world: World) -> None:
    await propose(world, Change("phone", "022-555-0001"), press="a")
    await propose(world, Change("phone", "022-555-0002"), press="b")
    assert [row[3] for row in await rows(world)] == ["taken_back", ""]
    async with Visit(world, "sato") as mine:
        assert 'value="022-555-0002"' in (await mine.get("/household/particulars")).text
    # The value that is written down already: nothing waits any more.
    assert await propose(world, Change("phone", "022-111-0000"), press="c") == 0
    assert [row[3] for row in await rows(world)] == ["taken_back", "taken_back"]


async def test_a_proposal_can_be_taken_back(world: World) -> None:
    await propose(world, Change("phone", "022-555-0001"))
    async with (
        Visit(world, "sato") as mine,
        Visit(world, "takahashi") as others,
        Visit(world, "ito") as officer,
    ):
        assert (await others.post("/household/proposals/1/removal")).status_code == 404
        assert (await mine.post("/household/proposals/1/removal")).status_code == 303
        assert (await mine.post("/household/proposals/1/removal")).status_code == 404
        done = await officer.post(f"{base(world)}/1/acceptance", {"seen": "022-111-0000"})
        assert done.status_code == 303
        assert "022-555-0001" not in (await officer.get(base(world))).text
    assert await telephone(world) == "022-111-0000"


async def test_what_has_changed_meanwhile_shows_both(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    await propose(world, Change("phone", "022-555-0001"))
    async with Visit(world, "ito") as officer:
        async with world.database.write(world.yamada) as tx:
            await change(tx, place, home, {"phone": "022-777-0000"})
        refused = await officer.post(f"{base(world)}/1/acceptance", {"seen": "022-111-0000"})
        assert refused.status_code == 422
        assert await telephone(world) == "022-777-0000"
        for value in ("022-111-0000", "022-777-0000", "022-555-0001"):
            assert value in refused.text
    await accept(world, 1, "022-777-0000")
    assert await telephone(world) == "022-555-0001"


async def test_people_are_proposed_by_name_only(world: World) -> None:
    home = world.households["sato"]
    async with Visit(world, "sato") as mine:
        await mine.post("/household/members", {"name": "佐藤 健", "press": "a"})
        await mine.post("/household/members", {"name": "佐藤 みく", "child": "1", "press": "b"})
        await mine.post("/household/members", {"name": "佐藤 みく", "child": "1", "press": "c"})
        assert [row[:3] for row in await rows(world)] == [
            ("add", "", "佐藤 健"),
            ("add", "", "佐藤 みく"),
        ], "who waits already is not added a second time"
        await accept(world, 1, "")
        await accept(world, 2, "")
        async with world.database.read(world.sato) as tx:
            found = {one.name: one for one in await own.members(tx, home)}
        assert [(name, one.child) for name, one in found.items()] == [
            ("佐藤 花子", 0),
            ("佐藤 健", 0),
            ("佐藤 みく", 1),
        ]
        ken = found["佐藤 健"].id
        await mine.post(f"/household/members/{ken}", {"name": "佐藤 健一", "press": "d"})
        await mine.post(f"/household/members/{ken}/removal", {"press": "e"})
        assert [row[3] for row in await rows(world)][2:] == ["taken_back", ""], (
            "one thing at a time about a person"
        )
    await accept(world, 4, "佐藤 健")
    async with world.database.read(world.sato) as tx:
        assert "佐藤 健" not in {one.name for one in await own.members(tx, home)}


async def test_the_representatives_new_name_is_the_households_too(world: World) -> None:
    place, home = world.places["kaminosawa"], world.households["mori"]
    async with world.database.write(world.ono) as tx:
        await change(tx, place, home, {"label": "森 清"})
    await propose(world, Change(RENAME, "森 清一", world.residents["mori"]), who="mori")
    async with world.database.write(world.ono) as tx:
        await office.accept(tx, place, 1, "森 清")
        line = await household_line(tx, place, home)
    assert (line.label, line.representative) == ("森 清一", "森 清一")


async def test_somebody_who_is_gone_already_changes_nothing_more(world: World) -> None:
    home = world.households["sato"]
    async with world.database.write(SYSTEM) as tx:
        ken = await add_resident(tx, home, "佐藤 健")
    await propose(world, Change(REMOVE, resident=ken))
    async with Visit(world, "ito") as officer:
        await officer.post(
            f"/associations/{world.places['midorigaoka']}/households/{home}/members/{ken}/removal"
        )
    await accept(world, 1, "")
    assert [row[3] for row in await rows(world)] == ["accepted"]


async def test_people_of_other_households_cannot_be_named(world: World) -> None:
    with pytest.raises(NotFound):
        await propose(world, Change(RENAME, "x", world.residents["suzuki"]))
    with pytest.raises(NotFound):
        await propose(world, Change(REMOVE, resident=ResidentId(999)))
    with pytest.raises(Invalid):
        await propose(world, Change(RENAME, "佐藤 花子", world.residents["sato"], child=True))
    async with Visit(world, "sato") as mine:
        for path in ("/household", "/household/members", "/household/particulars"):
            assert (await mine.get(f"{path}?home={world.households['suzuki']}")).status_code == 404
        assert (await mine.get(f"/household/members/{world.residents['suzuki']}")).status_code == 404


async def test_of_a_hidden_household_only_the_keeper_sees_and_accepts(world: World, clock: SetClock) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    async with world.database.write(world.yamada) as tx:
        await hide(tx, place, home)
    with pytest.raises(Refused):
        await propose(world, Change("phone", "022-555-0001"))
    async with world.database.write(SYSTEM) as tx:
        from kairanban.community.hiding.queries import hidings as queries

        await tx.run(queries.OPEN, household_id=home)
        await tx.run(queries.UNSEAL, household_id=home)
    await propose(world, Change("phone", "022-555-0001"), Change("label", "角の佐藤"))
    async with world.database.write(world.yamada) as tx:
        await hide(tx, place, home)
    async with Visit(world, "ito") as other, Visit(world, "yamada") as keeper:
        page = said(await other.get(base(world)))
        assert "1班の1" in page
        assert "022-555-0001" not in page
        assert "佐藤" not in page
        assert (await other.post(f"{base(world)}/1/acceptance", {"seen": ""})).status_code == 403
        assert (await other.post(f"{base(world)}/1/refusal", {"answer": "x"})).status_code == 403
        assert "022-555-0001" in said(await keeper.get(base(world)))
        for number, seen in ((1, "022-111-0000"), (2, "佐藤")):
            done = await keeper.post(f"{base(world)}/{number}/acceptance", {"seen": seen})
            assert done.status_code == 303
    async with world.database.read(SYSTEM) as tx:
        line = await household_line(tx, place, home)
        assert (line.label, line.phone) == ("角の佐藤", ""), "the telephone stays sealed"
        assert await tx.value(_SEALED, house=home) == "022-555-0001"


async def test_a_tablet_of_many_people_shows_nothing_and_proposes_nothing(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(SHARED_TABLET)
    async with Visit(world, "sato") as tablet:
        for path in ("/household", "/household/particulars", "/household/members"):
            assert (await tablet.get(path)).status_code == 403
        assert (await tablet.post("/household/members", {"name": "x"})).status_code == 403


async def test_another_association_finds_nothing(world: World) -> None:
    await propose(world, Change(ADD, "佐藤 健"))
    async with Visit(world, "ono") as stranger:
        assert (
            await stranger.post(f"{base(world, 'kaminosawa')}/1/acceptance", {"seen": ""})
        ).status_code == 404
        assert (await stranger.post(f"{base(world)}/1/acceptance", {"seen": ""})).status_code == 404
    assert [row[3] for row in await rows(world)] == [""]


async def test_no_more_waits_than_somebody_can_look_at(world: World) -> None:
    for number in range(WAITING_MOST):
        await propose(world, Change(ADD, f"佐藤 {number}"), press=str(number))
    with pytest.raises(Conflict):
        await propose(world, Change(ADD, "佐藤 最後"), press="last")


async def test_the_proposer_is_named_where_the_device_names_her(world: World) -> None:
    from dataclasses import replace

    [home] = world.sato.homes
    world.actors["hanako"] = replace(world.sato, homes=(replace(home, resident=world.residents["sato"]),))
    world.households["hanako"] = world.households["sato"]
    await propose(world, Change("phone", "022-555-0001"), who="hanako")
    async with world.database.read(world.ito) as tx:
        [one] = await office.of_association(tx, world.places["midorigaoka"])
    assert one.proposed.made_by == "佐藤 花子"
