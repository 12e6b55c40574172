"""Language versions, shown to their readers once reviewed."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import bindparam, select

from kairanban.circulation.circulars.actions import correcting, drafts, versions
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.core.clock import at
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply
from tests.visiting import Visit
from tests.world import SYSTEM, TEXTS, World, circular, draft

pytestmark = pytest.mark.anyio

ENGLISH = replace(TEXTS, title="Park cleaning", gist="We clean the park.", body="Please bring gloves.")
_READS = Statement(
    household.update().where(household.c.id == bindparam("of")).values(language=bindparam("language"))
)
_NAMED = Statement(place.update().where(place.c.id == bindparam("of")).values(reading=bindparam("reading")))
_VERSION_READ = Statement(select(reply.c.language).where(reply.c.household == bindparam("household")))


async def write(world: World, id: CircularId, reviewed_by: str = "", language: str = "en") -> None:
    async with world.database.write(world.yamada) as tx:
        await versions.save(tx, id, language, ENGLISH, reviewed_by)


async def page(world: World, id: CircularId, language: str = "en") -> str:
    async with Visit(world, "sato") as visit:
        visit.cookies.set("needs", f"language:{language}")
        return (await visit.get(f"/circulars/{id}")).text


async def test_a_version_is_read_once_somebody_has_looked_at_it(world: World) -> None:
    id = await circular(world)
    await write(world, id)
    unseen = await page(world, id)
    assert "Park cleaning" not in unseen
    assert '<h1 class="say" lang="ja">公園の清掃' in unseen
    await write(world, id, "Smith")
    assert "Park cleaning" in await page(world, id)
    assert "公園の清掃" in await page(world, id, "ja")


async def test_the_reply_says_which_version_was_read(world: World) -> None:
    id = await circular(world)
    await write(world, id, "Smith")
    async with Visit(world, "sato") as visit:
        visit.cookies.set("needs", "language:en")
        shown = (await visit.get(f"/circulars/{id}")).text
        assert 'name="language" value="en"' in shown
        await visit.post(f"/circulars/{id}/acknowledgement", {"press": "p", "language": "en"})
    async with world.database.read(SYSTEM) as tx:
        assert await tx.value(_VERSION_READ, household=world.households["sato"]) == "en"


async def test_a_change_is_looked_at_again_a_typo_is_not(world: World) -> None:
    for change, read in ((Change.TYPO, True), (Change.CHANGE, False)):
        id = await circular(world)
        await write(world, id, "Smith")
        async with world.database.write(world.yamada) as tx:
            await correcting.correct(
                tx, id, change, replace(TEXTS, title="公園の大清掃"), "変えました", None, None
            )
        assert ("Park cleaning" in await page(world, id)) is read


async def test_a_day_that_is_moved_keeps_every_language(world: World) -> None:
    id = await circular(world, event_at=at(date(2026, 12, 6), 8))
    await write(world, id, "Smith")
    async with world.database.write(world.yamada) as tx:
        moved = at(date(2026, 12, 13), 8)
        await correcting.correct(tx, id, Change.CHANGE, TEXTS, "日にちが変わりました", None, moved)
    shown = await page(world, id)
    assert "Park cleaning" in shown


async def test_whoever_writes_sees_which_households_have_no_version(world: World) -> None:
    id = await draft(world)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_READS, of=world.households["suzuki"], language="vi")
        await tx.run(_READS, of=world.households["tanaka"], language="en")
    await write(world, id, "Smith")
    async with world.database.read(world.yamada) as tx:
        readers, found = await versions.readers(tx, id), await versions.versions_of(tx, id)
        assert readers == {"en": 1, "vi": 1}
        assert versions.without_version(readers, found) == {"vi": 1}
    async with Visit(world, "yamada") as chair, Visit(world, "kimura") as drafter:
        assert "Tiếng Việt" in (await chair.get(f"/circulars/{id}/proof")).text
        assert "鈴木" in (await chair.get(f"/circulars/{id}/versions")).text
        # A drafter sees numbers, no names.
        shown = await drafter.get(f"/circulars/{id}/versions")
        assert shown.status_code == 200
        assert "鈴木" not in shown.text


async def test_when_the_original_changes_somebody_looks_at_the_versions_again(world: World) -> None:
    id = await draft(world)
    await write(world, id, "Smith")
    async with world.database.write(world.yamada) as tx:
        work = await drafts.find(tx, id)
        choices = drafts.Choices.of(work)
        await drafts.save(tx, id, TEXTS, choices)
        assert (await versions.versions_of(tx, id))["en"].reviewed is not None
        await drafts.save(tx, id, replace(TEXTS, title="川の清掃"), choices)
        assert (await versions.versions_of(tx, id))["en"].reviewed is None


async def test_only_whole_versions_are_read_and_only_by_those_who_may_write(world: World) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Invalid):
            await versions.save(tx, id, "en", replace(ENGLISH, gist=""), "Smith")
        with pytest.raises(NotFound):
            await versions.save(tx, id, "ja", ENGLISH, "Smith")
    async with world.database.write(world.ono) as tx:
        with pytest.raises(NotFound):
            await versions.save(tx, id, "en", ENGLISH, "Smith")
    going = await circular(world)
    async with world.database.write(world.kimura) as tx:
        with pytest.raises(Refused):
            await versions.save(tx, going, "en", ENGLISH, "Smith")


async def test_a_household_opens_in_the_language_it_reads(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_READS, of=world.households["sato"], language="en")
    async with Visit(world, "sato") as visit:
        assert '<html lang="en"' in (await visit.get("/")).text
        await visit.post("/settings", {"language": "ja"})
        assert '<html lang="ja"' in (await visit.get("/")).text


@pytest.mark.parametrize(
    ("language", "made", "told", "untold"),
    [
        ("vi", "", "Chưa có bản dịch.", "bản tiếng Nhật dễ"),
        ("vi", "ja-easy", "Đây là bản tiếng Nhật dễ.", "chưa có ở đây"),
        ("ja-easy", "", "やさしい日本語で書いた文は、まだありません。", "Nobody"),
        ("vi", "vi", "", "Chưa có bản dịch."),
        ("ja-easy", "ja-easy", "", "まだありません"),
        ("ja", "", "", "まだ、訳されていません"),
    ],
)
async def test_a_text_in_another_language_comes_with_simpler_words_and_whom_to_ask(
    world: World, language: str, made: str, told: str, untold: str
) -> None:
    id = await circular(world)
    if made:
        await write(world, id, "渡辺", made)
    async with Visit(world, "sato") as visit:
        visit.cookies.set("needs", f"language:{language}")
        shown = re.sub(r"<rt>.*?</rt>|<[^>]*>", "", (await visit.get(f"/circulars/{id}")).text)
    assert told in shown
    assert untold not in shown


async def test_names_on_a_page_in_latin_letters_have_their_reading(world: World) -> None:
    id = await circular(world)
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_NAMED, of=world.places["midorigaoka"], reading="みどりがおかじちかい")
    shown = await page(world, id, "vi")
    # 若葉市 has no reading here.
    assert '<span lang="ja">佐藤</span>' in shown
    assert (
        '<span lang="ja">みどりヶ丘自治会</span> <span class="latin">(Midorigaoka Jichikai)</span>' in shown
    )
    assert 'class="latin"' not in await page(world, id, "ko")
    assert 'class="latin"' not in await page(world, id, "ja")
