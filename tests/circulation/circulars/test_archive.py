"""Archive search: parts of words, literally, within the reader's scope."""

from dataclasses import replace
from datetime import date
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam

from kairanban.circulation.circulars.actions import archive, correcting, drafts, publishing, versions
from kairanban.circulation.circulars.rules.archive_search import NEVER, folded, sought, stored, years
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.core.clock import DAY, at
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import circular as circular_table
from tests.visiting import Visit, said
from tests.world import TEXTS, World, choices, circular, draft

pytestmark = pytest.mark.anyio

PUBLISHED = Statement(
    circular_table.update()
    .where(circular_table.c.id == bindparam("of"))
    .values(published=bindparam("published_at"))
)


async def found(
    world: World, words: str = "", *, who: str = "sato", language: str = "ja", **asked: object
) -> str:
    async with Visit(world, who) as browser:
        browser.cookies.set("needs", f"language:{language}")
        answer = await browser.get(f"/circulars?{urlencode({'words': words, **asked})}")
    assert answer.status_code == 200, answer.text[-300:]
    return said(answer)


async def titled(world: World, title: str, **made: object) -> CircularId:
    return await circular(world, texts=replace(TEXTS, title=title), **made)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("公園の清掃", "清掃"),
        ("公園の清掃", "園の清"),
        ("ゴミの出し方", "ごみ"),
        ("ごみの出し方", "ゴミ"),
        ("ごみの出し方", "ｺﾞﾐ"),
        ("第３回ＡＢＣ講座", "3回abc"),
        ("みどりヶ丘", "みどりケ丘"),
        ("㈱青葉", "(株)"),
        ("髙﨑様のご寄付", "高崎"),
        ("高崎様のご寄付", "髙﨑"),
        ("𠮷野川の清掃", "吉野川"),
        ("渡邉\U000e0100会長", "渡辺会長"),
        ("100%の参加", "100%"),
        ("班_長", "班_長"),
        ("“引用” 'it''s'", "''"),
        ("C:\\会報", ":\\会"),
    ],
)
async def test_a_part_of_a_word_is_found_however_it_is_written(written: str, typed: str) -> None:
    assert folded(typed) in stored(Texts(title=written))["search"]


def test_no_word_is_found_across_two_texts() -> None:
    search = stored(Texts(title="公園", gist="清掃"))["search"]
    assert "公園" in search
    assert "清掃" in search
    assert not any(word in search for word in ("園清", "園 清"))
    assert sought("園\n清", None, "").words == ("園", "清")


@given(st.text(max_size=200))
def test_whatever_is_typed_becomes_a_few_short_words(typed: str) -> None:
    asked = sought(typed, None, "nowhere")
    assert len(asked.words) <= 5
    assert all(word and len(word) <= 120 for word in asked.words)
    assert asked.category == ""
    assert all(folded(word) == word for word in asked.words if word.isalnum())


def test_the_years_go_back_to_the_first_circular() -> None:
    now = at(date(2026, 12, 1))
    assert years(at(date(2024, 1, 1)), now) == [2026, 2025, 2024]
    assert years(None, now) == [2026]


async def test_a_household_finds_what_went_round_to_it_and_nothing_else(world: World) -> None:
    await titled(world, "防災訓練のお知らせ")
    await titled(world, "二班の防災倉庫", place="block_2")
    await titled(world, "上ノ沢の防災", by="ono")
    await draft(world, texts=replace(TEXTS, title="防災の下書き"))
    page = await found(world, "防災")
    assert "防災訓練" in page
    assert not any(title in page for title in ("防災倉庫", "上ノ沢の防災", "下書き"))
    assert "防災倉庫" in await found(world, "防災", who="takahashi")
    assert "上ノ沢の防災" in await found(world, "防災", who="mori")


async def test_nobody_searches_for_a_household_of_others(world: World) -> None:
    await titled(world, "二班の防災倉庫", place="block_2")
    async with Visit(world, "sato") as browser:
        others = world.households["takahashi"]
        assert (await browser.get(f"/circulars?words=%E9%98%B2%E7%81%BD&home={others}")).status_code == 404
        own = world.households["sato"]
        assert (await browser.get(f"/circulars?words=%E9%98%B2%E7%81%BD&home={own}")).status_code == 200


async def test_every_word_must_occur_in_any_of_the_texts(world: World) -> None:
    await titled(world, "夏まつり")
    assert "夏まつり" in await found(world, "まつり　公園")
    assert "夏まつり" in await found(world, "軍手 022-000-0001")
    assert "見つかりませんでした" in await found(world, "まつり 雪かき")


async def test_nothing_found_says_what_to_do(world: World) -> None:
    await titled(world, "夏まつり")
    page = await found(world, "雪かき")
    assert "見つかりませんでした" in page
    assert "言葉を短く" in page
    assert 'value="雪かき"' in page
    assert "夏まつり" not in page


async def test_years_and_categories_narrow_it(world: World) -> None:
    old = await titled(world, "昔の会費", category="fee")
    await titled(world, "今年の会費", category="fee")
    await titled(world, "今年の行事", category="event")
    async with world.database.write(world.yamada) as tx:
        await tx.run(PUBLISHED, of=old, published_at=at(date(2024, 12, 31), 23))
    assert "2024年（令和6年）" in await found(world)
    page = await found(world, year=2024)
    assert "昔の会費" in page
    assert "今年の会費" not in page
    page = await found(world, category="fee", year=2026)
    assert "今年の会費" in page
    assert "昔の会費" not in page
    assert "今年の行事" not in page
    assert "見つかりませんでした" in await found(world, category="event", year=2025)


async def test_a_long_archive_goes_on_with_the_same_question(world: World) -> None:
    for number in range(21):
        await titled(world, f"会費 {number}回目")
    page = await found(world, "会費")
    assert "会費 20回目" in page
    assert "会費 0回目" not in page
    further = page.split('href="/circulars?words=')[1].split('"')[0]
    async with Visit(world, "sato") as browser:
        rest = said(await browser.get(f"/circulars?words={further.replace('&amp;', '&')}"))
    assert "会費 0回目" in rest
    assert "会費 20回目" not in rest
    assert f'value="{"会費"}"' in rest


async def test_an_obituary_is_in_no_archive(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        id = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        texts = Texts(title="訃報", gist="佐々木様が永眠されました。", facts_when="あす")
        await drafts.save(tx, id, texts, choices(permission="長男", event_at=tx.now + DAY))
        await publishing.publish(tx, id)
    async with Visit(world, "sato") as browser:
        assert "永眠" in said(await browser.get("/"))
    for asked in ({}, {"category": "obituary"}):
        assert "永眠" not in await found(world, "", **asked)
    assert "見つかりませんでした" in await found(world, "永眠")
    async with Visit(world, "yamada") as browser:
        here = f"/associations/{world.places['midorigaoka']}/circulars"
        assert "永眠" not in (await browser.get(f"{here}?words={quote('佐々木')}")).text.replace(
            'value="', ""
        )


async def test_what_is_said_now_is_found_and_what_was_said_before_is_not(world: World) -> None:
    id = await titled(world, "餅つき")
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, Change.TYPO, replace(TEXTS, title="豆まき"), "題名を直しました", None, None
        )
    assert "豆まき" in await found(world, "豆まき")
    assert "見つかりませんでした" in await found(world, "餅つき")


async def test_another_language_is_searched_beside_the_words_of_the_paper(world: World) -> None:
    id = await titled(world, "餅つき")
    async with world.database.write(world.yamada) as tx:
        await versions.save(tx, id, "en", replace(TEXTS, title="Rice cakes"), "Smith")
    for words in ("rice", "餅つき"):
        assert "Rice cakes" in await found(world, words, language="en")
    assert "見つかりませんでした" in await found(world, "rice")
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, Change.TYPO, replace(TEXTS, title="もちつき"), "直しました", None, None
        )
    assert "Rice cakes" in await found(world, "rice", language="en")


@pytest.mark.parametrize(
    "typed",
    ["%", "_", "清%掃", "清_", "*", "'", '"', "' OR 1=1 --", "\\", "\x00", "清\x00掃園", "a" * 10_000, "清" * 7_000, "\ud7ff", "ﷺ" * 300, "<script>"],
)  # fmt: skip
async def test_no_sign_in_a_word_means_anything_but_itself(world: World, typed: str) -> None:
    await titled(world, "夏まつり")
    page = await found(world, typed)
    assert "<script>" not in page
    assert ("夏まつり" in page) is (typed == "\x00")
    assert "夏まつり" in await found(world, "ﾏﾂﾘ\x00")


@pytest.mark.parametrize("asked", ["year=9999", "year=-1", "year=２０２６", "year=x", "category=%00", "before=x", "before=" + "9" * 400, "words=a&words=b", "year=2026&year="])  # fmt: skip
async def test_an_odd_question_is_answered_as_far_as_it_is_understood(world: World, asked: str) -> None:
    await titled(world, "夏まつり")
    async with Visit(world, "sato") as browser:
        assert (await browser.get(f"/circulars?{asked}")).status_code == 200


async def test_those_who_write_look_through_their_own_association(world: World) -> None:
    await titled(world, "防災訓練")
    await titled(world, "二班の防災倉庫", place="block_2")
    await titled(world, "上ノ沢の防災", by="ono")
    here = f"/associations/{world.places['midorigaoka']}/circulars?words={quote('防災')}"
    for who, leads_on in (("yamada", True), ("ito", True), ("kimura", False)):
        async with Visit(world, who) as browser:
            page = said(await browser.get(here))
            assert "防災訓練" in page
            assert "防災倉庫" in page
            assert "上ノ沢の防災" not in page
            assert ("/progress" in page) is leads_on
            assert here.split("?")[0] in (await browser.get("/office")).text
    for who in ("abe", "nakajima", "shimizu", "ono", "sato", "okada"):
        async with Visit(world, who) as browser:
            answer = await browser.get(here)
            assert answer.status_code in (403, 404)
            assert "防災" not in answer.text


async def test_an_actor_without_the_office_is_refused_by_the_action_too(world: World) -> None:
    place = world.places["midorigaoka"]
    for who in ("abe", "ono"):
        async with world.database.read(world.actors[who]) as tx:
            with pytest.raises(NotFound):
                await archive.of_place(tx, place, sought("", None, ""), NEVER, 5)
    async with world.database.read(world.kimura) as tx:
        assert await archive.of_place(tx, place, sought("", None, ""), NEVER, 5) == []
