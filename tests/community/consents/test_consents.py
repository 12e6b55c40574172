"""Consents: by each adult for each purpose; missing means no, and a withdrawal holds at once."""

import re

import pytest

from kairanban.access.scope import entrusted_households
from kairanban.community.consents import actions
from kairanban.community.hiding.actions import hide
from kairanban.community.people.actions.households import died
from kairanban.community.people.actions.offices import appoint
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from tests.conftest import SetClock
from tests.pdfs import pages_of
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

ENTRUSTED = Statement(entrusted_households())


async def give(world: World, who: str, purpose: Purpose = Purpose.SUPPORTER) -> None:
    async with world.database.write(world.actors[who]) as tx:
        await actions.give(tx, world.households[who], world.residents[who], purpose)


async def sees(world: World, who: str = "hayashi") -> list[int]:
    async with world.database.read(world.actors[who]) as tx:
        return await tx.column(ENTRUSTED)


async def test_a_supporter_sees_who_consented_once_she_was_announced(world: World, clock: SetClock) -> None:
    assert await sees(world) == []
    await give(world, "mori")
    assert await sees(world) == []
    clock.advance(DAY)
    assert await sees(world) == [world.households["mori"]]
    for who in ("ono", "abe", "yamada", "shimizu", "okada"):
        assert await sees(world, who) == []


async def test_the_consent_for_one_is_none_for_another(world: World, clock: SetClock) -> None:
    clock.advance(DAY)
    await give(world, "mori", Purpose.COMMISSIONER)
    await give(world, "mori", Purpose.CHECK_IN)
    assert await sees(world) == []
    await give(world, "sato")
    assert await sees(world) == []


async def test_taking_it_back_holds_at_once(world: World, clock: SetClock) -> None:
    clock.advance(DAY)
    await give(world, "mori")
    assert await sees(world)
    async with Visit(world, "mori") as resident:
        page = said(await resident.get("/consents"))
        assert "12月2日（水）に画面で同意" in page
        path = f"/consents/{world.residents['mori']}/supporter/removal"
        ended = await resident.post(path, {"home": world.households["mori"]})
        assert "取りやめました" in said(await resident.get(ended.headers["location"]))
    assert await sees(world) == []


async def test_who_has_died_has_consented_to_nothing_any_more(world: World, clock: SetClock) -> None:
    clock.advance(DAY)
    await give(world, "mori")
    async with world.database.write(world.ono) as tx:
        await died(tx, world.places["kaminosawa"], world.households["mori"], world.residents["mori"])
    assert await sees(world) == []


async def test_nobody_consents_for_another_household(world: World) -> None:
    for household, resident in (("suzuki", "suzuki"), ("sato", "suzuki")):
        with pytest.raises(NotFound):
            async with world.database.write(world.sato) as tx:
                await actions.give(
                    tx, world.households[household], world.residents[resident], Purpose.SUPPORTER
                )
    async with Visit(world, "sato") as visit:
        own = await visit.get(f"/consents/{world.residents['sato']}/check_in")
        assert "見守りではありません" in said(own)
        assert (await visit.get(f"/consents/{world.residents['suzuki']}/check_in")).status_code == 404
        assert (await visit.post(f"/consents/{world.residents['sato']}/anything")).status_code == 404


async def test_a_stack_of_sheets_is_entered_in_one_save(world: World) -> None:
    sato, suzuki = world.residents["sato"], world.residents["suzuki"]
    await give(world, "suzuki", Purpose.CHECK_IN)
    base, block = f"/associations/{world.places['midorigaoka']}/consents", world.places["block_1"]
    async with Visit(world, "yamada") as chair:
        page = (await chair.get(f"{base}?place={block}")).text
        assert f'name="was" value="{suzuki}:check_in"' in page
        saved = await chair.post(
            base,
            {
                "block": block,
                "how": "paper",
                "tick": [f"{sato}:supporter", f"{sato}:phone_to_leader"],
                "was": f"{suzuki}:check_in",
                f"new_name_{world.households['sato']}": "佐藤 太郎",
                f"new_tick_{world.households['sato']}": "commissioner",
            },
        )
        where = saved.headers["location"]
        assert where.endswith(f"#h{world.households['sato']}")
        page = said(await chair.get(where))
        assert "同意を3件入力しました" in page
        assert "同意を1件取り消しました" in page
        # Both households are linked above and marked in the list.
        for who, label in (("sato", "佐藤"), ("suzuki", "鈴木")):
            assert f'<a href="#h{world.households[who]}">{label}さん</a>' in page
        assert page.count('<p class="note ok">保存しました。</p>') == 2
        async with world.database.read(world.yamada) as tx:
            homes = await actions.of_place(tx, world.places["midorigaoka"], block)
    by_label = {home.label: home for home in homes}
    hanako, taro = by_label["佐藤"].adults
    assert {purpose: given.how for purpose, given in hanako.given.items()} == {
        "supporter": "paper",
        "phone_to_leader": "paper",
    }
    assert (taro.name, set(taro.given)) == ("佐藤 太郎", {"commissioner"})
    assert by_label["鈴木"].adults[0].given == {}


async def test_what_was_pressed_meanwhile_is_not_undone_by_a_sheet(world: World) -> None:
    base, block = f"/associations/{world.places['midorigaoka']}/consents", world.places["block_1"]
    async with Visit(world, "yamada") as chair:
        await chair.get(f"{base}?place={block}")
        await give(world, "sato")
        await chair.post(base, {"block": block, "how": "paper"})
    async with world.database.read(world.sato) as tx:
        assert "supporter" in (await actions.own(tx))[0].adults[0].given


async def test_a_word_needs_a_witness_and_nothing_typed_is_lost(world: World) -> None:
    sato = world.residents["sato"]
    base, block = f"/associations/{world.places['midorigaoka']}/consents", world.places["block_1"]
    form = {
        "block": block,
        "how": "spoken",
        "tick": f"{sato}:supporter",
        f"new_name_{world.households['suzuki']}": "鈴木 太郎",
    }
    async with Visit(world, "yamada") as chair:
        refused = await chair.post(base, form)
        assert refused.status_code == 422
        assert "立ち会った方の名前" in said(refused)
        assert f'value="{sato}:supporter" checked' in refused.text
        assert "鈴木 太郎" in refused.text
        saved = await chair.post(base, {**form, "witness": "伊藤 隆"})
        assert saved.status_code == 303
    async with Visit(world, "ono") as other:
        assert (await other.post(base, {**form, "witness": "伊藤 隆"})).status_code == 404


async def test_each_household_gets_a_sheet_and_a_supporter_a_blank_one(world: World) -> None:
    base = f"/associations/{world.places['midorigaoka']}/consents/{world.places['block_1']}/sheets"
    async with Visit(world, "yamada") as chair, Visit(world, "hayashi") as supporter:
        page = (await chair.get(base)).text
        assert page.count("<section") == 3
        assert "佐藤 花子" in page
        assert (await chair.get(f"{base}.pdf")).content.startswith(b"%PDF-")
        blank = (await supporter.get("/consents/sheet")).text
        assert blank.count("<section") == 1
        assert "佐藤" not in blank
        assert (await supporter.get("/consents/sheet.pdf")).content.startswith(b"%PDF-")
        assert (await supporter.get(base)).status_code == 404


async def test_a_new_supporter_is_named_on_the_first_page(world: World, clock: SetClock) -> None:
    async with Visit(world, "mori") as resident, Visit(world, "sato") as other:
        home = said(await resident.get("/"))
        assert "林 久美子" in home
        assert "12月2日（水）から" in home
        assert "林 久美子" not in said(await other.get("/"))
        clock.advance(actions.NEW_FOR + DAY)
        assert "林 久美子" not in said(await resident.get("/"))
        assert "林 久美子" in said(await resident.get("/consents"))


async def test_who_asked_not_to_be_shown_is_a_number_to_those_who_need_not_know(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    base, block = f"/associations/{world.places['midorigaoka']}/consents", world.places["block_1"]
    for path in (f"{base}?place={block}", f"{base}/{block}/sheets"):
        async with Visit(world, "ito") as officer, Visit(world, "yamada") as chair:
            assert "鈴木" not in (await officer.get(path)).text
            assert "鈴木 茂" in (await chair.get(path)).text


async def test_an_adult_is_added_once_and_a_hostile_form_is_refused(world: World) -> None:
    base, block = f"/associations/{world.places['midorigaoka']}/consents", world.places["block_1"]
    form = {"block": block, "how": "paper", f"new_name_{world.households['sato']}": "佐藤 太郎"}
    async with Visit(world, "yamada") as chair:
        for _ in range(2):
            assert (await chair.post(base, form)).status_code == 303
        assert (await chair.get(f"{base}?place={block}")).text.count("佐藤 太郎") == 1
        many = {"block": block, "how": "paper", "tick": [f"{n}:supporter" for n in range(3_000)]}
        assert (await chair.post(base, many)).status_code == 303
        assert (await chair.post(base, {**form, f"new_name_{'9' * 5_000}": "x"})).status_code < 500


async def test_a_blank_sheet_names_the_association_it_is_from(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await appoint(
            tx,
            world.people["hayashi"],
            Role.SETTLEMENT_SUPPORTER,
            world.places["block_1"],
            starts=tx.now,
            ends=None,
        )
    async with Visit(world, "nagai") as one, Visit(world, "hayashi") as two:
        page = said(await one.get("/consents/sheet"))
        assert page.count("みどりヶ丘自治会") == 1
        both = said(await two.get("/consents/sheet"))
        assert "みどりヶ丘自治会" in both
        assert "上ノ沢区" in both
        only = said(await two.get(f"/consents/sheet?place={world.places['valley']}"))
        assert "上ノ沢区" in only
        assert "みどりヶ丘自治会" not in only
        assert f"/consents/sheet.pdf?place={world.places['valley']}" in only
        elsewhere = await one.get(f"/consents/sheet?place={world.places['valley']}")
        assert elsewhere.status_code == 404


async def test_a_sheet_comes_with_nothing_ticked_and_says_who_sees_what_and_how_long(world: World) -> None:
    async with world.database.write(world.sato) as tx:
        for purpose in Purpose:
            await actions.give(tx, world.households["sato"], world.residents["sato"], purpose)
    base = f"/associations/{world.places['midorigaoka']}/consents/{world.places['block_1']}/sheets"
    async with Visit(world, "yamada") as chair, Visit(world, "nagai") as commissioner:
        page = said(await chair.get(base))
        printed = (await chair.get(f"{base}.pdf")).content
        blank = said(await commissioner.get("/consents/sheet"))
    for text in (page, blank):
        assert not re.search("[☑✓✔☒]|checked", text)
        assert "☐" in text
        assert "30日" in text
        assert "訪問のメモ" in text
    assert "永井 純" in page
    assert "永井 純" in blank
    assert "阿部 和子" in page, "the leader of the block"
    assert "林 久美子" not in page, "the supporter of another association"
    assert len(pages_of(printed)) == 3, "one page for each household"
    assert len(re.findall("いままでの同意", page)) == 1


async def test_the_receipt_names_the_person_and_the_matter(world: World) -> None:
    path = f"/consents/{world.residents['sato']}/check_in"
    async with Visit(world, "sato") as home:
        given = await home.post(path, {"home": str(world.households["sato"])})
        assert "佐藤 花子さん：" in said(await home.get(given.headers["location"]))
        taken = await home.post(f"{path}/removal", {"home": str(world.households["sato"])})
        assert "佐藤 花子さん：" in said(await home.get(taken.headers["location"]))
        # Nobody else's name comes from an address.
        other = await home.get(f"/consents?done=given&of={world.residents['suzuki']}.check_in")
        assert "鈴木 茂" not in said(other)


@pytest.mark.parametrize(
    ("was", "said_of_it"), [("suzuki:check_in", "同意を1件取り消しました。"), ("", "前と同じ内容でした。")]
)
async def test_a_sheet_that_gives_nothing_is_not_called_entered(
    world: World, was: str, said_of_it: str
) -> None:
    await give(world, "suzuki", Purpose.CHECK_IN)
    base, block = f"/associations/{world.places['midorigaoka']}/consents", world.places["block_1"]
    suzuki = world.residents["suzuki"]
    ticked = {"was": was.replace("suzuki", str(suzuki))} if was else {}
    async with Visit(world, "yamada") as chair:
        saved = await chair.post(base, {"block": block, "how": "paper", **ticked})
        page = said(await chair.get(saved.headers["location"]))
    assert said_of_it in page
    assert "0件" not in page
