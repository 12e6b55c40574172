"""開示 at the desk: who makes it, of whom, what it leaves out, and who learns of it."""

from dataclasses import replace

import pytest

from kairanban.accountability.disclosure.actions import desk as actions
from kairanban.community.announcements.actions import unread
from kairanban.community.hiding import actions as hiding
from kairanban.community.household_changes.actions import moving
from kairanban.community.people.actions import particulars
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused, StepUpNeeded
from kairanban.db.tables.notify import notice_address
from kairanban.db.tables.replies import reply
from kairanban.db.tables.safety import sighting
from tests.accountability.disclosure.holding import consented, desk, desk_file, live, put, visited
from tests.community.hiding.test_hiding import FOUND_BY
from tests.conftest import SetClock
from tests.pdfs import text_of
from tests.permits import assert_only
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit, said
from tests.world import World, checked, circular

pytestmark = pytest.mark.anyio


async def test_only_who_may_export_the_roster_makes_one_after_proving_herself(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    await assert_only(
        world,
        lambda tx, world: actions.bundle_of_household(tx, place, home),
        world.yamada,
        (world.ito, Refused),
        (world.abe, NotFound),
        (world.ono, NotFound),
        (replace(world.yamada, stepped_up_at=None), StepUpNeeded),
    )
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(NotFound):
            await actions.bundle_of_household(tx, place, world.households["mori"])


async def test_a_copy_at_the_desk_is_recorded_and_the_household_is_told(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    async with Visit(world, "yamada") as chair:
        assert (await chair.get(desk(world, "sato"))).status_code == 200
        assert await journalled(world, "disclosed") == [], "looking at the page makes none"
        made = await chair.post(
            desk(world, "sato"), {"whose": "household", "form": "paper", "language": "ja"}
        )
    assert made.headers["content-type"] == "application/pdf"
    assert "佐藤の住所" in text_of(made.content)
    assert Access("disclosure", place, home) in await accesses(world, "yamada")
    assert await journalled(world, "disclosed") == [
        Entry("disclosed", world.people["yamada"], place, household=home)
    ]
    async with world.database.read(world.sato) as tx:
        assert [one.kind for one in await unread(tx, home)] == ["disclosed"]
    async with Visit(world, "sato") as mine:
        assert "山田 美代子さんが" in said(await mine.get("/looks"))


async def test_no_note_of_a_visit_is_made_at_the_desk(world: World, clock: SetClock) -> None:
    await visited(world, "sato", "ないしょの話", clock.now)
    for whose in ("household", world.residents["sato"]):
        found = await desk_file(world, "yamada", "sato", whose)
        assert "ないしょの話" not in str(found)
    assert (await desk_file(world, "yamada", "sato"))["notes_left_out"] == 1


async def test_the_household_copy_has_no_adults_own_part_and_hers_nothing_else(world: World) -> None:
    ichiro = await live(world, "佐藤 一郎", "sato")
    await consented(world, "sato", world.residents["sato"], "花子の立会人")
    await consented(world, "sato", ichiro, "一郎の立会人")
    whole = await desk_file(world, "yamada", "sato")
    assert whole["consents"] == []
    assert len(whole["people"]) == 2
    hers = await desk_file(world, "yamada", "sato", ichiro)
    assert [one["witness"] for one in hers["consents"]] == ["一郎の立会人"]
    assert [one["name"] for one in hers["people"]] == ["佐藤 一郎"]
    assert hers["of"] == "person"
    assert hers["household"] == hers["changes"] == hers["access"] == []


async def test_the_others_do_not_learn_that_one_adult_asked(world: World) -> None:
    home = world.households["sato"]
    await desk_file(world, "yamada", "sato", world.residents["sato"])
    assert Access("own_part", world.places["midorigaoka"], home) in await accesses(world, "yamada")
    [entry] = await journalled(world, "disclosed")
    assert entry.other == world.residents["sato"]
    async with world.database.read(world.sato) as tx:
        assert await unread(tx, home) == []


async def test_who_moved_out_gets_her_own_part_for_thirty_days(world: World, clock: SetClock) -> None:
    place, home = world.places["midorigaoka"], world.households["sato"]
    await consented(world, "sato", world.residents["sato"], "立会人")
    async with world.database.write(world.yamada) as tx:
        await moving.leave(tx, place, home, clock.now, empty=False)
    async with Visit(world, "yamada") as chair:
        assert desk(world, "sato") in (await chair.get(f"/associations/{place}/departures")).text
        page = await chair.get(desk(world, "sato"))
        assert 'value="household"' not in page.text
        refused = await chair.post(desk(world, "sato"), {"whose": "household", "form": "file"})
        assert refused.status_code == 422
    found = await desk_file(world, "yamada", "sato", world.residents["sato"])
    assert [one["witness"] for one in found["consents"]] == ["立会人"]
    assert found["household"] == []
    clock.advance(30 * DAY + 1)
    async with world.database.write(replace(world.yamada, stepped_up_at=clock.now)) as tx:
        with pytest.raises(NotFound):
            await actions.bundle_of_adult(tx, place, home, world.residents["sato"])


async def test_who_chooses_nobody_is_asked_again_and_nothing_is_recorded(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        for whose in ("", "999999", "²", "9" * 30, str(world.residents["suzuki"])):
            answer = await chair.post(desk(world, "sato"), {"whose": whose, "form": "file", "language": "vi"})
            assert answer.status_code == 422, whose
            assert '<option value="vi" lang="vi" selected' in answer.text
    assert await journalled(world, "disclosed") == []


async def test_of_a_hidden_household_an_officer_who_does_not_know_it_copies_no_name_or_address(
    world: World, clock: SetClock
) -> None:
    place, home = world.places["midorigaoka"], world.households["matsumoto"]
    id = await circular(world)
    check = await checked(world)
    async with world.database.write(world.yamada) as tx:
        await particulars.change(tx, place, home, FOUND_BY)
    async with world.database.write(world.ito) as tx:
        await hiding.hide(tx, place, home)
    await put(
        world, notice_address, channel="mail", household=home, target="home@example.jp", made=1, renewed=1
    )
    await put(
        world, reply, circular=id, household=home, edition=1, choice="text", words="松本です 緑ヶ丘1-2-3",
        signed="松本", client_id="x", made=1, received=1,
    )  # fmt: skip
    await put(
        world, sighting, check=check, household=home, source="walk", state="safe", about="松本 正",
        words="緑ヶ丘1-2-3", press="y", made=1, received=1,
    )  # fmt: skip
    found = str(await desk_file(world, "yamada", "matsumoto"))
    assert not [value for value in (*FOUND_BY.values(), "松本") if value in found]
    async with Visit(world, "yamada") as chair:
        page = await chair.get(desk(world, "matsumoto"))
        made = await chair.post(desk(world, "matsumoto"), {"whose": "household", "form": "paper"})
        whose = str(world.residents["matsumoto"])
        assert (await chair.post(desk(world, "matsumoto"), {"whose": whose})).status_code == 422
    assert "松本" not in said(page)
    assert not [value for value in (*FOUND_BY.values(), "松本") if value in text_of(made.content)]


async def test_the_officer_who_knows_a_hidden_household_copies_all_of_it(world: World) -> None:
    place, home = world.places["midorigaoka"], world.households["matsumoto"]
    async with world.database.write(world.yamada) as tx:
        await particulars.change(tx, place, home, FOUND_BY)
        await hiding.hide(tx, place, home)
    found = await desk_file(world, "yamada", "matsumoto")
    [sealed] = found["hiding"]
    assert {name: sealed[name] for name in FOUND_BY} == FOUND_BY
