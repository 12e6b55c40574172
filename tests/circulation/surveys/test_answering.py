"""A household answers a survey: on one page with one press, changed until it closes."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import correcting, publishing, versions
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.actions.surveys import parts_of
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import Taken
from kairanban.circulation.surveys.rules.answers import Part, Parts
from kairanban.circulation.surveys.rules.questions import written
from kairanban.core.clock import DAY, HOUR
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.replies import reply
from tests.circulation.surveys.surveys import CANS, DAYS, GIVEN, PARTY, PLAIN, ROLE, WISH, survey
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import TEXTS, World

pytestmark = pytest.mark.anyio

WHOLE: Parts = (Part(1, 2), Part(2, 1), Part(2, 2), Part(3, number=3), Part(4, words="よい案です"))
_REPLIES = Statement(select(func.count()).select_from(reply))


async def parts(world: World, id: CircularId, who: str = "sato") -> list[tuple[int, int, int | None]]:
    async with world.database.read(world.yamada) as tx:
        found = await parts_of(tx, id, world.households[who])
    return [(one.question, one.choice, one.number) for one in found]


async def test_all_is_answered_with_one_press_and_the_receipt_names_it(world: World) -> None:
    id = await survey(world)
    async with Visit(world, "sato") as home:
        page = said(await home.get(f"/circulars/{id}"))
        assert all(text in page for text in ("どの役をしますか", "会計", "土曜", "空き缶はいくつ", "ご意見"))
        sent = await home.post(f"/circulars/{id}/answer", {**GIVEN, "press": "a", "edition": "1"})
        assert sent.status_code == 303
        receipt = said(await home.get(f"/circulars/{id}"))
        assert all(text in receipt for text in ("会計", "日曜", "3個", "よい案です"))
        await home.post(f"/circulars/{id}/answer", {**GIVEN, "press": "a", "edition": "1"})
        await home.post(f"/circulars/{id}/answer", {**GIVEN, "press": "b", "edition": "1"})
        async with world.database.read(world.yamada) as tx:
            assert await tx.value(_REPLIES) == 1
        changing = said(await home.get(f"/circulars/{id}?change=1"))
        assert 'value="3"' in changing
        assert "よい案です</textarea>" in changing
        await home.post(f"/circulars/{id}/answer", {**GIVEN, "q2": [], "press": "c", "edition": "1"})
    assert await parts(world, id) == [(1, 2, None), (3, 0, 3), (4, 0, None)]


async def test_what_is_missing_is_named_and_what_was_chosen_stays(world: World) -> None:
    id = await survey(world)
    async with Visit(world, "sato") as home:
        sent = await home.post(f"/circulars/{id}/answer", {**GIVEN, "q1": "", "q3": "51"})
    page = said(sent)
    assert sent.status_code == 422
    assert 'href="#q1"' in page
    assert 'href="#q3"' in page
    assert "0から50までの数字" in page
    assert 'value="51"' in page
    assert "よい案です</textarea>" in page
    assert page.count("checked") == 2
    assert await parts(world, id) == []


async def test_who_does_not_come_needs_no_number_and_is_called_absent(world: World) -> None:
    id = await survey(world, PARTY)
    house = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, Answer("survey", "a", filled={1: ("2",), 2: ("4",)}))
    assert await parts(world, id) == [(1, 2, None)]
    async with world.database.write(world.sato) as tx:
        with pytest.raises(Invalid) as wrong:
            await answer(tx, id, house, Answer("survey", "b", filled={1: ("1",), 2: ("4",)}))
    assert list(wrong.value.fields) == ["q3"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, Answer("survey", "c", filled={1: ("1",), 2: ("4",), 3: ("2",)}))
        assert await parts_of(tx, id, house) == (
            Part(1, 1),
            Part(2, number=4),
            Part(3, number=2),
        )


async def test_after_the_hour_it_is_closed_for_the_household_and_open_for_paper(
    world: World, clock: SetClock
) -> None:
    async with world.database.read(world.yamada) as tx:
        closes = tx.now + 2 * HOUR
    id = await survey(world, reply_by=closes)
    house = world.households["sato"]
    filled = {1: ("1",), 3: ("2",)}
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, Answer("survey", "a", filled=filled))
    clock.advance(2 * HOUR + 1)
    async with Visit(world, "sato") as home:
        page = said(await home.get(f"/circulars/{id}"))
        assert "班長" in page
        assert 'name="q1"' not in page
        assert "お答えをかえる" not in page
        refused = await home.post(f"/circulars/{id}/answer", {**GIVEN, "press": "late", "edition": "1"})
        assert refused.status_code == 409
    async with Visit(world, "suzuki") as other:
        closed = said(await other.get(f"/circulars/{id}"))
        assert "022-000-0001" in closed[closed.index('id="answer"') :]
    async with world.database.write(world.yamada) as tx:
        given = Answer("survey", "b", filled=filled)
        assert await answer_for(tx, id, world.households["suzuki"], given, "paper") is Taken.RECORDED
        # Moved, it is open again and nobody is asked anew.
        await correcting.correct(tx, id, Change.TYPO, replace(TEXTS, questions=PLAIN), "", closes + DAY, None)
    async with Visit(world, "sato") as home:
        assert (
            await home.post(f"/circulars/{id}/answer", {**GIVEN, "press": "c", "edition": "2"})
        ).status_code == 303
    assert await parts(world, id) == [(1, 2, None), (2, 1, None), (2, 2, None), (3, 0, 3), (4, 0, None)]


async def test_words_may_be_corrected_and_other_questions_ask_again(world: World) -> None:
    id = await survey(world)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("survey", "a", filled={1: ("1",), 3: ("2",)}))
    worded = replace(TEXTS, questions=written([replace(ROLE, text="役は何がよいですか"), DAYS, CANS, WISH]))
    fewer = replace(TEXTS, questions=written([ROLE]))
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(tx, id, Change.TYPO, worded, "", None, None)
    async with Visit(world, "sato") as home:
        page = said(await home.get(f"/circulars/{id}"))
        assert "役は何がよいですか" in page[: page.index("<h1")]
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Invalid) as wrong:
            await correcting.correct(tx, id, Change.TYPO, fewer, "", None, None)
    assert list(wrong.value.fields) == ["change"]
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(tx, id, Change.CHANGE, fewer, "問いを減らしました", None, None)
    async with Visit(world, "sato") as home:
        page = said(await home.get(f"/circulars/{id}"))
        assert 'name="q1"' in page
        assert 'name="q3"' not in page
        late = await home.post(f"/circulars/{id}/answer", {**GIVEN, "press": "old", "edition": "1"})
        assert late.status_code == 422
        assert (
            await home.post(f"/circulars/{id}/answer", {"choice": "survey", "q1": "3", "edition": "3"})
        ).status_code == 303
    assert await parts(world, id) == [(1, 3, None)]


async def test_an_answer_on_paper_never_replaces_the_households_own(world: World) -> None:
    id = await survey(world)
    house = world.households["sato"]
    filled = {1: ("1",), 3: ("2",)}
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, Answer("survey", "a", filled=filled))
    async with world.database.write(world.yamada) as tx:
        other = Answer("survey", "b", filled={1: ("2",), 3: ("2",)})
        assert await answer_for(tx, id, house, other, "paper") is Taken.OWN
        same = Answer("survey", "c", filled=filled)
        assert await answer_for(tx, id, house, same, "paper") is Taken.STOOD
        await publishing.withdraw(tx, id, "中止")
        with pytest.raises(Conflict):
            await answer_for(tx, id, world.households["suzuki"], other, "paper")


async def test_a_version_has_its_words_and_the_author_the_rest(world: World) -> None:
    id = await survey(world)
    there = written(
        [
            replace(ROLE, text="Which role?", choices=("Leader", "Treasurer", "Any")),
            DAYS.empty,
            CANS.empty,
            WISH.empty,
        ]
    )
    async with world.database.write(world.yamada) as tx:
        short = written([replace(ROLE, text="Which role?", choices=("Leader",))])
        with pytest.raises(Invalid) as wrong:
            await versions.save(tx, id, "en", replace(TEXTS, questions=short), "Ann")
        assert list(wrong.value.fields) == ["q1"]
        await versions.save(tx, id, "en", replace(TEXTS, title="Survey", questions=there), "Ann")
    async with Visit(world, "sato") as home:
        home.cookies.set("needs", "language:en")
        page = said(await home.get(f"/circulars/{id}"))
    assert "Which role?" in page
    assert "Treasurer" in page
    assert 'class="say" lang="ja">来られる日' in page
    assert "The text is in 日本語" in page
