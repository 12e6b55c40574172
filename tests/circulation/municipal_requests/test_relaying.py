"""Corrections, papers and languages of the town reach every circular that relays its request."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import attachments, drafts, exchanging, publishing, versions
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, decisions, relays, sending
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import stored_file
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.notify import notification
from kairanban.notify.actions.fan_out import fan_out_new
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import TEXTS, World, asked, asked_draft

pytestmark = pytest.mark.anyio

WORKER = System("worker")
TOLD = Statement(
    select(notification.c.kind, journal.c.association)
    .select_from(notification.join(journal, journal.c.id == notification.c.journal))
    .where(notification.c.household.is_(None))
)
LATER = replace(TEXTS, facts_when="12月13日（日）午前8時")
FILES = Statement(select(func.count()).select_from(stored_file))


def paper(data: bytes, text: str = "") -> Document:
    page = PagePicture("image/webp", 1, 1, data)
    return Document(Kind.PDF, (page,), page, text, True, TextFrom.NOWHERE, None)


async def passed_on(world: World, request: CircularId, *, at_once: bool = True) -> CircularId:
    async with world.database.write(world.yamada) as tx:
        return await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=at_once)


async def corrected(world: World, request: CircularId, change: Change, note: str, texts: object) -> None:
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(tx, request, change, texts, note, None, None)  # type: ignore[arg-type]


async def names_of(world: World, circular: CircularId) -> list[str]:
    async with world.database.read(WORKER) as tx:
        return [one.name for one in await attachments.of(tx, circular)]


async def with_paper(world: World) -> tuple[CircularId, AttachmentId]:
    request = await asked_draft(world)
    async with world.database.write(world.shimizu) as tx:
        old = await attachments.add(tx, request, "案内.pdf", paper(b"RIFF"))
    async with world.database.write(world.shimizu) as tx:
        await sending.send(tx, request, sure=True)
    return request, old


async def test_a_change_reaches_what_goes_round_and_asks_again(world: World) -> None:
    request = await asked(world)
    place, house = world.places["midorigaoka"], world.households["sato"]
    passed = await passed_on(world, request)
    async with world.database.write(world.sato) as tx:
        await answer(tx, passed, house, Answer("acknowledged", "a"))
    await corrected(world, request, Change.CHANGE, "13日になりました", LATER)
    async with world.database.read(world.yamada) as tx:
        assert (await decisions.find(tx, place, request)).on_its_way
        assert await decisions.waiting(tx, place) == 0
    for _ in range(2):
        await relays.go_round(world.database, WORKER)
    async with world.database.read(world.yamada) as tx:
        assert not (await decisions.find(tx, place, request)).on_its_way
        assert (await drafts.find(tx, passed)).edition == 2
    path = f"/associations/{place}/requests"
    async with Visit(world, "yamada") as chair, Visit(world, "sato") as resident:
        read = said(await resident.get(f"/circulars/{passed}"))
        assert "12月13日" in read
        assert "市が訂正" in read
        assert "13日になりました" in read
        assert "もう一度" in read
        for page in (path, f"{path}/{request}", f"/circulars/{passed}/progress"):
            assert "市が訂正" in said(await chair.get(page)), page


async def test_a_slip_of_the_pen_asks_nobody_again(world: World) -> None:
    request = await asked(world)
    passed = await passed_on(world, request)
    async with world.database.write(world.sato) as tx:
        await answer(tx, passed, world.households["sato"], Answer("acknowledged", "a"))
    await corrected(world, request, Change.TYPO, "字の誤り", LATER)
    await relays.go_round(world.database, WORKER)
    async with Visit(world, "sato") as resident:
        read = said(await resident.get(f"/circulars/{passed}"))
        assert "市が訂正" in read
        assert "すでにお返事" not in read


async def test_corrections_of_one_round_come_as_one_and_a_change_stays_a_change(world: World) -> None:
    request = await asked(world)
    passed = await passed_on(world, request)
    await corrected(world, request, Change.CHANGE, "13日になりました", LATER)
    await corrected(world, request, Change.TYPO, "字の誤り", replace(LATER, title="清掃のおしらせ"))
    await relays.go_round(world.database, WORKER)
    async with world.database.read(world.yamada) as tx:
        work = await drafts.find(tx, passed)
    assert (work.edition, work.asked_edition) == (2, 2)
    async with Visit(world, "sato") as resident:
        read = said(await resident.get(f"/circulars/{passed}"))
        assert "13日になりました" in read
        assert "字の誤り" in read


async def test_after_the_last_day_nobody_is_asked_again(world: World, clock: SetClock) -> None:
    """A change would take every answer back, and none could be given any more."""
    request = await asked(world, reply_by=clock.now + DAY)
    passed = await passed_on(world, request)
    async with world.database.write(world.sato) as tx:
        await answer(tx, passed, world.households["sato"], Answer("acknowledged", "a"))
    clock.advance(2 * DAY)
    async with world.database.write(world.shimizu) as tx:
        late = (await drafts.find(tx, request)).reply_by
        with pytest.raises(Invalid) as refused:
            await corrections.correct(tx, request, Change.CHANGE, LATER, "部屋", late, None)
        assert set(refused.value.fields) == {"reply_by"}
        await corrections.correct(tx, request, Change.TYPO, LATER, "部屋", late, None)
    await relays.go_round(world.database, WORKER)
    async with world.database.read(world.yamada) as tx:
        work = await drafts.find(tx, passed)
    assert (work.edition, work.asked_edition) == (2, 1)


async def test_a_withdrawn_circular_and_a_withdrawn_request_stay_as_they_are(world: World) -> None:
    request, other = await asked(world), await asked(world)
    withdrawn, kept = await passed_on(world, request), await passed_on(world, other)
    async with world.database.write(world.yamada) as tx:
        await publishing.withdraw(tx, withdrawn, "まちがい")
    await corrected(world, request, Change.CHANGE, "13日になりました", LATER)
    await corrected(world, other, Change.CHANGE, "13日になりました", LATER)
    async with world.database.write(world.shimizu) as tx:
        await corrections.withdraw(tx, other, "中止です")
    await relays.go_round(world.database, WORKER)
    async with world.database.read(world.yamada) as tx:
        assert (await drafts.find(tx, withdrawn)).edition == 1
        assert (await drafts.find(tx, kept)).edition == 1


async def test_the_town_exchanges_its_paper_everywhere(world: World) -> None:
    request, old = await with_paper(world)
    round_, draft = await passed_on(world, request), None
    async with world.database.write(world.ono) as tx:
        draft = await decisions.pass_on(tx, world.places["kaminosawa"], request, "", at_once=False)
    async with world.database.write(world.shimizu) as tx:
        await exchanging.add(tx, request, "正しい案内.pdf", paper(b"WEBP"), frozenset({old}))
    # Nothing is exchanged before the correction goes out.
    assert await names_of(world, request) == await names_of(world, round_) == ["案内.pdf"]
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(
            tx, request, Change.CHANGE, TEXTS, "地図が違いました", None, None, off=frozenset({old})
        )
    assert await names_of(world, request) == ["正しい案内.pdf"]
    await relays.go_round(world.database, WORKER)
    assert await names_of(world, round_) == await names_of(world, draft) == ["正しい案内.pdf"]
    # The pictures of the wrong one are gone, those of the right one are shared.
    async with world.database.read(WORKER) as tx:
        assert await tx.value(FILES) == 1


async def test_a_correction_of_words_leaves_the_papers(world: World) -> None:
    request, _ = await with_paper(world)
    passed = await passed_on(world, request)
    async with world.database.read(WORKER) as tx:
        before = [one.id for one in await attachments.of(tx, passed)]
    await corrected(world, request, Change.TYPO, "字の誤り", LATER)
    await relays.go_round(world.database, WORKER)
    async with world.database.read(WORKER) as tx:
        assert [one.id for one in await attachments.of(tx, passed)] == before


async def test_a_paper_that_waits_is_seen_by_its_author_only(world: World) -> None:
    request, old = await with_paper(world)
    passed = await passed_on(world, request)
    async with world.database.write(world.shimizu) as tx:
        await exchanging.add(tx, request, "正しい案内.pdf", paper(b"WEBP"), frozenset())
        new = next(one.id for one in await exchanging.papers(tx, request) if one.pending)
    async with Visit(world, "shimizu") as town, Visit(world, "yamada") as chair:
        assert "正しい案内.pdf" in (await town.get(f"/requests/{request}/correction")).text
        assert (await town.get(f"/attachments/{new}/pages/1")).status_code == 200
        assert (await chair.get(f"/attachments/{old}/pages/1")).status_code == 200
        assert (await chair.get(f"/attachments/{new}/pages/1")).status_code == 404
        assert "正しい案内.pdf" not in (await town.get(f"/requests/{request}/paper")).text
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Conflict):
            await exchanging.add(tx, passed, "勝手に.pdf", paper(b"WEBP"), frozenset())


async def test_taking_off_the_last_paper_needs_the_whole_text(world: World) -> None:
    request = await asked_draft(world, texts=replace(TEXTS, body=""))
    async with world.database.write(world.shimizu) as tx:
        old = await attachments.add(tx, request, "案内.pdf", paper(b"RIFF"))
        await sending.send(tx, request, sure=True)
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid):
            await corrections.correct(
                tx, request, Change.TYPO, replace(TEXTS, body=""), "紙なし", None, None, off=frozenset({old})
            )


async def test_languages_are_written_once_by_the_town(world: World) -> None:
    request = await asked_draft(world)
    english = replace(TEXTS, title="Cleaning day", gist="We clean the park.")
    async with world.database.write(world.shimizu) as tx:
        await versions.save(tx, request, "en", english, "国際課")
        await sending.send(tx, request, sure=True)
    passed = await passed_on(world, request)
    async with world.database.write(world.yamada) as tx:
        kept = (await versions.versions_of(tx, passed))["en"]
        assert (kept.texts.title, kept.reviewed_by) == ("Cleaning day", "国際課")
        assert kept.reviewed is not None
        with pytest.raises(Conflict):
            await versions.save(tx, passed, "en", english, "山田")
    # One that is written later follows, one that is written anew replaces the first.
    async with world.database.write(world.shimizu) as tx:
        await versions.save(tx, request, "vi", replace(english, title="Ngày dọn dẹp"), "国際課")
        await versions.save(tx, request, "en", replace(english, title="Park cleaning"), "国際課")
    async with world.database.read(world.yamada) as tx:
        found = await versions.versions_of(tx, passed)
    assert {language: one.texts.title for language, one in found.items()} == {
        "en": "Park cleaning",
        "vi": "Ngày dọn dẹp",
    }


async def test_a_version_that_is_not_looked_at_again_is_not_read_after_a_change(world: World) -> None:
    request = await asked(world)
    async with world.database.write(world.shimizu) as tx:
        await versions.save(tx, request, "en", replace(TEXTS, title="Cleaning day", gist="Clean"), "国際課")
    passed = await passed_on(world, request)
    await corrected(world, request, Change.CHANGE, "13日になりました", LATER)
    await relays.go_round(world.database, WORKER)
    async with world.database.read(world.yamada) as tx:
        assert (await versions.versions_of(tx, passed))["en"].reviewed is None
    async with world.database.write(world.shimizu) as tx:
        await versions.save(tx, request, "en", replace(TEXTS, title="On the 13th", gist="Clean"), "国際課")
    async with world.database.read(world.yamada) as tx:
        now = (await versions.versions_of(tx, passed))["en"]
    assert (now.texts.title, now.reviewed is not None) == ("On the 13th", True)


async def test_officers_of_the_town_write_versions_by_the_pages(world: World) -> None:
    request = await asked(world)
    async with Visit(world, "shimizu") as town, Visit(world, "mori") as other:
        listed = await town.get(f"/circulars/{request}/versions")
        assert listed.status_code == 200
        assert f"/requests/{request}" in listed.text
        words = {"title": "Cleaning day", "gist": "We clean.", "reviewed": "on", "reviewed_by": "国際課"}
        saved = await town.post(f"/circulars/{request}/versions/en", words)
        assert saved.status_code == 303
        assert (await other.get(f"/circulars/{request}/versions")).status_code in (403, 404)


async def test_two_officers_of_the_town_correct_the_same_line(world: World) -> None:
    request = await asked(world)
    path = f"/requests/{request}/correction"
    words = {"change": "typo", "note": "訂正", **vars_of(TEXTS)}
    async with Visit(world, "shimizu") as town:
        base = (await town.get(path)).text.split('name="base" value="')[1].split('"')[0]
        first = await town.post(path, {**words, "base": base, "facts_when": "13日"})
        assert first.status_code == 303
        second = await town.post(path, {**words, "base": base, "facts_when": "14日"})
        assert second.status_code == 409
        assert "13日" in second.text
        assert "14日" in second.text


async def test_every_officer_is_told_of_each_correction_once(world: World) -> None:
    request = await asked(world, "midorigaoka", "kaminosawa")
    await passed_on(world, request)
    await corrected(world, request, Change.TYPO, "字の誤り", LATER)
    for _ in range(2):
        await relays.go_round(world.database, WORKER)
    await fan_out_new(world.database, WORKER)
    async with world.database.read(WORKER) as tx:
        kinds = [tuple(row) for row in await tx.rows(TOLD)]
    here, there = world.places["midorigaoka"], world.places["kaminosawa"]
    assert sorted(kinds) == sorted(
        [("asked", here), ("asked", there), ("town_corrected", here), ("town_corrected", there)]
    )


def vars_of(texts: object) -> dict[str, str]:
    return {name: getattr(texts, name) for name in texts.__dataclass_fields__}  # type: ignore[attr-defined]
