"""第三者提供記録: what the system gave stands there by itself, what was given outside is entered."""

import re

import pytest

from kairanban.accountability.provision import actions
from kairanban.accountability.provision.actions import lines
from kairanban.community.consents.actions import give, withdraw
from kairanban.community.hiding import actions as hiding
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused
from kairanban.core.purposes import Purpose
from kairanban.db.statements import Statement
from kairanban.db.tables.consents import consent
from kairanban.db.tables.rights import provision
from kairanban.db.tables.visits import emergency_look
from tests.accountability.disclosure.holding import own_file, put
from tests.accountability.retention.ages import everything
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.permits import assert_only
from tests.records import Access, accesses
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked

pytestmark = pytest.mark.anyio


def path(world: World, association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/provisions"


def form(world: World, **changed: str) -> dict[str, str]:
    return {
        "at": "2026-11-20", "recipient": "若葉市 危機管理課", "items": "氏名と住所", "basis": "consent",
        "household": str(world.households["sato"]), "whose": "", "press": "a", **changed,
    }  # fmt: skip


async def told(world: World) -> list[tuple[str, str, str]]:
    async with world.database.read(world.yamada) as tx:
        found = await lines(tx, world.places["midorigaoka"], 100)
    return [(one.source, one.recipient, one.whose) for one in found]


async def test_what_the_system_gives_stands_there_by_itself(world: World, clock: SetClock) -> None:
    home, her = world.households["sato"], world.residents["sato"]
    async with world.database.write(world.sato) as tx:
        await give(tx, home, her, Purpose.COMMISSIONER)
        await give(tx, home, her, Purpose.CHECK_IN)
    clock.advance(1)
    async with world.database.write(world.sato) as tx:
        await withdraw(tx, home, her, Purpose.COMMISSIONER)
    clock.advance(1)
    await put(
        world, emergency_look, household=home, person=world.people["nagai"], reason="応答がない", at=clock.now, until=clock.now,
    )  # fmt: skip
    clock.advance(1)
    check = await checked(world, "real")
    async with Visit(world, "yamada") as chair:
        assert (
            await chair.get(f"/associations/{world.places['midorigaoka']}/roster/export")
        ).status_code == 200
        clock.advance(1)
        assert (await chair.get(f"/safety/{check}/list.pdf")).status_code == 200
        page = said(await chair.get(path(world)))
        saved = (await chair.get(f"{path(world)}/table")).content.decode("utf-8-sig")
    assert await told(world) == [
        ("headquarters", "山田 美代子", ""),
        ("export", "山田 美代子", ""),
        ("emergency", "永井 純", "佐藤"),
        ("withdrawn", "commissioner", "佐藤"),
        ("consent", "commissioner", "佐藤"),
    ]
    for words in ("民生委員", "すべてのお宅", "災害対策本部", "生命・身体・財産"):
        assert words in page, words
        assert words in saved, words
    assert Access("provisions", world.places["midorigaoka"]) in await accesses(world, "yamada")


async def test_a_sheet_of_a_drill_is_no_provision(world: World) -> None:
    check = await checked(world)
    async with Visit(world, "yamada") as chair:
        await chair.get(f"/safety/{check}/list.pdf")
    assert await told(world) == []


async def test_that_a_consent_was_given_stays_after_it_is_deleted(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        await give(tx, world.households["sato"], world.residents["sato"], Purpose.SUPPORTER)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(consent.delete()))
    assert await told(world) == [("consent", "", "佐藤")]


async def test_what_was_given_outside_is_entered_once_and_the_household_reads_it(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        press = re.findall(r'name="press" value="([^"]+)"', (await chair.get(path(world))).text)[0]
        for _ in range(2):
            assert (await chair.post(path(world), form(world, press=press))).status_code == 303
        page = said(await chair.get(path(world)))
        assert "若葉市 危機管理課" in page
        assert "氏名と住所" in page
    assert await told(world) == [("entered", "若葉市 危機管理課", "佐藤")]
    [one] = (await own_file(world, "sato"))["provisions"]
    assert (one["recipient"], one["items"], one["basis"]) == ("若葉市 危機管理課", "氏名と住所", "consent")
    assert (await own_file(world, "suzuki"))["provisions"] == []


async def test_a_form_with_something_missing_says_what_and_loses_nothing(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        for wrong in (
            {"at": ""}, {"at": "2026-12-02"}, {"at": "x"}, {"recipient": ""}, {"items": ""}, {"basis": "gossip"},
            {"household": "", "whose": ""}, {"household": str(world.households["mori"])}, {"recipient": "長" * 121},
            {"whose": "長" * 501},
        ):  # fmt: skip
            answer = await chair.post(path(world), form(world, **wrong))
            assert answer.status_code == 422, wrong
            kept = {**form(world), **wrong}
            assert all(kept[name] in answer.text for name in ("recipient", "items", "whose")), wrong
    assert await everything(world.database, provision) == []


async def test_a_mistake_is_removed(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "ono") as other:
        await chair.post(path(world), form(world))
        [one] = await everything(world.database, provision)
        await other.post(f"{path(world, 'kaminosawa')}/{one['id']}/removal")
        assert len(await everything(world.database, provision)) == 1
        for _ in range(2):
            assert (await chair.post(f"{path(world)}/{one['id']}/removal")).status_code == 303
    assert await everything(world.database, provision) == []


async def test_a_hidden_household_is_a_number_in_page_and_table(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        await chair.post(path(world), form(world))
        async with world.database.write(world.ito) as tx:
            await hiding.hide(tx, world.places["midorigaoka"], world.households["sato"])
        page = said(await chair.get(path(world)))
        saved = (await chair.get(f"{path(world)}/table")).content.decode("utf-8-sig")
    for text in (page, saved):
        assert "佐藤" not in text
        assert "1班の1" in text


async def test_only_who_keeps_the_records_reads_them(world: World) -> None:
    await assert_only(
        world,
        lambda tx, world: actions.lines(tx, world.places["midorigaoka"], 10),
        world.yamada,
        (world.ito, Refused),
        (world.ono, NotFound),
    )


async def test_they_end_after_three_years(world: World, clock: SetClock) -> None:
    async with Visit(world, "yamada") as chair:
        await chair.post(path(world), form(world, at="2026-12-01"))
    clock.advance(3 * 365 * DAY - DAY)
    await forget_past(world)
    assert len(await everything(world.database, provision)) == 1
    clock.advance(2 * DAY)
    await forget_past(world)
    assert await everything(world.database, provision) == []
