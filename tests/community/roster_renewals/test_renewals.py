"""名簿更新: each household is asked once a year, on the screen and on paper, in one ledger."""

import pytest

from kairanban.community.hiding.actions import hide
from kairanban.community.household_proposals.actions import own as proposing
from kairanban.community.household_proposals.rules import Change
from kairanban.community.people.actions.households import add_resident
from kairanban.community.roster_renewals.actions import office, own
from kairanban.community.roster_renewals.rules import LASTS
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, NotFound, Refused
from kairanban.db.tables.household_people import renewal_confirmation, roster_renewal
from tests.accountability.disclosure.holding import SHARED_TABLET
from tests.accountability.retention.ages import everything
from tests.conftest import SetClock
from tests.pdfs import text_of
from tests.records import Access, accesses, journalled
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


def base(world: World) -> str:
    return f"/associations/{world.places['midorigaoka']}/renewal"


async def start(world: World) -> None:
    async with world.database.write(world.ito) as tx:
        await office.start(tx, world.places["midorigaoka"])


async def answers(world: World) -> dict[str, str]:
    """Return how each household answered."""
    place = world.places["midorigaoka"]
    async with world.database.read(world.ito) as tx:
        found = await office.newest(tx, place)
        assert found is not None
        return {
            one.label: one.how or ("corrected" if one.corrected else "")
            for one in await office.lines(tx, place, found.id)
        }


async def test_a_household_is_asked_and_answers_with_one_press(world: World) -> None:
    async with Visit(world, "ito") as officer, Visit(world, "sato") as mine:
        assert "お宅のことがこれで合っていますか" not in said(await mine.get("/"))
        assert "合っています</button>" not in said(await mine.get("/household"))
        for _ in range(2):
            assert (await officer.post(base(world))).status_code == 303
        assert len(await everything(world.database, roster_renewal)) == 1
        assert "お宅のことがこれで合っていますか" in said(await mine.get("/"))
        page = said(await mine.get("/household"))
        assert "022-111-0000" in page
        assert "佐藤 花子" in page
        for _ in range(2):
            assert (await mine.post("/household/confirmation")).status_code == 303
        assert "お宅のことがこれで合っていますか" not in said(await mine.get("/"))
        assert "合っています</button>" not in said(await mine.get("/household"))
        seen = said(await officer.get(base(world)))
        assert "5世帯のうち1世帯" in seen
        assert Access("renewal", world.places["midorigaoka"]) in await accesses(world, "ito")
    assert await answers(world) == {"佐藤": "screen", "鈴木": "", "松本（角）": "", "高橋": "", "田中": ""}
    kinds = [one.kind for one in await journalled(world, "renewal_started", "household_confirmed")]
    assert kinds == ["renewal_started", "household_confirmed"]


async def test_whoever_asks_for_a_change_has_answered_too(world: World) -> None:
    await start(world)
    async with world.database.write(world.sato) as tx:
        await proposing.propose(tx, world.households["sato"], [Change("phone", "022-555-0001")], "a")
    assert (await answers(world))["佐藤"] == "corrected"
    async with Visit(world, "sato") as mine:
        assert "お宅のことがこれで合っていますか" not in said(await mine.get("/"))
        assert "合っています</button>" not in said(await mine.get("/household"))
        await mine.post("/household/proposals/1/removal")
        assert "合っています</button>" in said(await mine.get("/household"))
        assert "お宅のことがこれで合っていますか" in said(await mine.get("/"))


async def test_paper_and_screen_are_one_ledger(world: World) -> None:
    await start(world)
    async with world.database.write(world.sato) as tx:
        await own.confirm(tx, world.households["sato"])
    path = f"{base(world)}/blocks/{world.places['block_1']}"
    sato, suzuki, tanaka = (world.households[name] for name in ("sato", "suzuki", "tanaka"))
    async with Visit(world, "ito") as officer:
        page = said(await officer.get(path))
        assert "お宅の方が画面で押しました" in page
        assert f'name="right" value="{sato}"' not in page
        assert f"/households/{suzuki}/particulars" in page
        for new in (1, 0):
            done = await officer.post(path, {"right": [suzuki, tanaka]})
            assert done.headers["location"].endswith(f"number={new}"), (
                "the next block's household is not of this stack"
            )
        assert await answers(world) == {
            "佐藤": "screen", "鈴木": "paper", "松本（角）": "", "高橋": "", "田中": "",
        }  # fmt: skip
        await officer.post(path, {"was": [suzuki, sato], "right": []})
        assert await answers(world) == {
            "佐藤": "screen", "鈴木": "", "松本（角）": "", "高橋": "", "田中": "",
        }  # fmt: skip
    assert [one.household for one in await journalled(world, "confirmation_taken_off")] == [suzuki]


async def test_the_forms_of_a_block_are_printed_in_route_order_without_hidden_data(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await add_resident(tx, world.households["suzuki"], "鈴木 ゆい", child=True)
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    path = f"{base(world)}/blocks/{world.places['block_1']}/forms"
    async with Visit(world, "yamada") as officer:
        page = said(await officer.get(path))
        assert page.index("1班の1") < page.index("鈴木の住所") < page.index("松本（角）の住所")
        assert "鈴木 ゆい" in page
        assert "佐藤" not in page, "also not for the officer who knows: sheets lie about"
        assert "高橋" not in page
        printed = await officer.get(f"{path}.pdf")
        assert "世帯票" in text_of(printed.content)
        assert Access("renewal", world.places["block_1"]) in await accesses(world, "yamada")


async def test_it_ends_when_the_officer_ends_it(world: World) -> None:
    await start(world)
    path = f"{base(world)}/blocks/{world.places['block_1']}"
    async with Visit(world, "ito") as officer, Visit(world, "sato") as mine:
        for _ in range(2):
            assert (await officer.post(f"{base(world)}/end")).status_code == 303
        assert "お宅のことがこれで合っていますか" not in said(await mine.get("/"))
        assert (await mine.post("/household/confirmation")).status_code == 409
        assert (await officer.post(path, {"right": [world.households["suzuki"]]})).status_code == 409
        await officer.post(base(world))
        assert "お宅のことがこれで合っていますか" in said(await mine.get("/"))
    assert len(await everything(world.database, roster_renewal)) == 2
    assert [one.kind for one in await journalled(world, "renewal_started", "renewal_ended")] == [
        "renewal_started", "renewal_ended", "renewal_started",
    ]  # fmt: skip


async def test_it_ends_by_itself_after_sixty_days(world: World, clock: SetClock) -> None:
    await start(world)
    clock.advance(LASTS - DAY)
    async with world.database.read(world.sato) as tx:
        assert await own.asked(tx, world.households["sato"]) is not None
    clock.advance(DAY)
    async with world.database.write(world.sato) as tx:
        assert await own.asked(tx, world.households["sato"]) is None
        with pytest.raises(Conflict):
            await own.confirm(tx, world.households["sato"])
    await start(world)
    first, second = await everything(world.database, roster_renewal)
    assert first["ended"] == first["started"] + LASTS
    assert second["ended"] is None


async def test_only_the_household_itself_confirms_on_the_screen(world: World) -> None:
    await start(world)
    async with Visit(world, "sato") as mine, Visit(world, "mori") as elsewhere:
        other = {"home": world.households["suzuki"]}
        assert (await mine.post("/household/confirmation", other)).status_code == 404
        assert (await elsewhere.post("/household/confirmation")).status_code == 409
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    async with world.database.write(world.sato) as tx:
        with pytest.raises(Refused):
            await own.confirm(tx, world.households["sato"])
    async with world.database.write(SYSTEM) as tx:
        await tx.run(SHARED_TABLET)
    async with Visit(world, "takahashi") as tablet:
        assert (await tablet.post("/household/confirmation")).status_code == 403
        assert "お宅のことがこれで合っていますか" not in said(await tablet.get("/"))
    assert await everything(world.database, renewal_confirmation) == []


async def test_blocks_of_others_are_not_found(world: World) -> None:
    await start(world)
    async with world.database.write(world.ito) as tx:
        for place in ("valley", "kaminosawa", "elders"):
            with pytest.raises(NotFound):
                await office.sheets(tx, world.places["midorigaoka"], world.places[place])
            with pytest.raises(NotFound):
                await office.enter(tx, world.places["midorigaoka"], world.places[place], [], [])


async def test_what_is_asked_after_the_round_is_no_answer_to_it(world: World, clock: SetClock) -> None:
    await start(world)
    clock.advance(LASTS)
    async with world.database.write(world.ito) as tx:
        await office.end(tx, world.places["midorigaoka"])
    clock.advance(DAY)
    async with world.database.write(world.sato) as tx:
        await proposing.propose(tx, world.households["sato"], [Change("phone", "022-555-0001")], "b")
    assert (await answers(world))["佐藤"] == ""
