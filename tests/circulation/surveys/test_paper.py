"""Surveys on paper, at the door, in two associations, and what remains of them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kairanban.accountability.disclosure.actions import desk
from kairanban.accountability.erasure.actions import erasing
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.actions.surveys import parts_of
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.surveys.rules.answers import Part
from kairanban.circulation.surveys.rules.questions import written
from kairanban.core.clock import DAY
from kairanban.db.statements import Statement
from kairanban.db.tables.replies import survey_answer
from kairanban.notify.actions.fan_out import fan_out_new
from tests.accountability.retention.test_counted import sign_in_again
from tests.circulation.families.test_families import HERE, THERE, linked, passed
from tests.circulation.surveys.surveys import CANS, DAYS, PARTY, ROLE, WISH, survey
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.house.paths import _entrust
from tests.notify.telling import WORKER
from tests.pdfs import text_of
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, asked

pytestmark = pytest.mark.anyio

WHOLE = {1: ("2",), 2: ("1", "2"), 3: ("3",), 4: ("よい案です",)}
_ROWS = Statement(
    select(
        survey_answer.c.household, survey_answer.c.question, survey_answer.c.choice, survey_answer.c.words
    ).order_by(survey_answer.c.household, survey_answer.c.question, survey_answer.c.choice)
)


async def test_the_slip_has_every_question_with_boxes_and_lines(world: World) -> None:
    id = await survey(world)
    block = world.places["block_1"]
    async with world.database.write(world.yamada) as tx:
        await answer_for(
            tx, id, world.households["suzuki"], Answer("survey", "a", filled=WHOLE), "paper", block
        )
    async with Visit(world, "abe") as leader, Visit(world, "sato") as home:
        sheet = text_of((await leader.get(f"/circulars/{id}/blocks/{block}/sheet/paper.pdf")).content)
        own = text_of((await home.get(f"/circulars/{id}/print.pdf")).content)
        read = text_of((await leader.get(f"/circulars/{id}/paper.pdf")).content)
    plain = "".join(sheet.split())
    assert plain.count("どの役をしますか") == 1
    assert "1班松本（角）さん" in plain
    for paper in (sheet, own, read):
        assert all(
            word in "".join(paper.split())
            for word in ("どの役をしますか", "どれでも", "土曜", "空き缶はいくつ", "個")
        )


async def test_a_sheet_takes_the_answers_of_several_households_and_keeps_what_is_wrong(world: World) -> None:
    id = await survey(world)
    block, suzuki, matsumoto = (
        world.places["block_1"],
        world.households["suzuki"],
        world.households["matsumoto"],
    )
    path = f"/circulars/{id}/blocks/{block}/sheet/entry"
    form: dict[str, object] = {
        "press": "p", "edition": "1", "of": [str(suzuki), str(matsumoto)], f"q1_{suzuki}": "2", f"q2_{suzuki}": ["1", "2"],
        f"q3_{suzuki}": "3", f"ticked{matsumoto}": "1",
    }  # fmt: skip
    async with Visit(world, "abe") as leader:
        assert f"q2_{suzuki}" in said(await leader.get(path))
        wrong = await leader.post(path, {**form, f"q3_{suzuki}": "77"})
        assert wrong.status_code == 422
        page = said(wrong)
        assert "質問3" in page
        assert 'value="77"' in page
        assert (await leader.post(path, form)).status_code == 303
    async with world.database.read(world.yamada) as tx:
        assert await parts_of(tx, id, suzuki) == (Part(1, 2), Part(2, 1), Part(2, 2), Part(3, number=3))
        assert await parts_of(tx, id, matsumoto) == ()


async def test_a_visitor_writes_down_the_answers_at_the_door(world: World) -> None:
    id = await survey(world)
    await _entrust(world)
    house = world.households["suzuki"]
    path = f"/board/households/{house}"
    form = {
        "press": "p", "kind": "met", f"edition_{id}": "1", f"reply_{id}": "", f"q1_{id}": "3", f"q2_{id}": ["2"], f"q3_{id}": "0",
    }  # fmt: skip
    async with Visit(world, "nagai") as visitor:
        assert "どの役をしますか" in said(await visitor.get(path))
        wrong = await visitor.post(f"{path}/visits", {**form, f"q3_{id}": "9999"})
        assert wrong.status_code == 422
        assert "質問3" in said(wrong)
        assert "selected>どれでも" in said(wrong)
        assert (await visitor.post(f"{path}/visits", form)).status_code == 303
    async with world.database.read(world.yamada) as tx:
        assert await parts_of(tx, id, house) == (Part(1, 3), Part(2, 2), Part(3, number=0))


async def test_one_answer_counts_in_both_associations_of_a_family(world: World) -> None:
    request = await asked(world, HERE, THERE, texts=replace(TEXTS, questions=PARTY), reply_kind="survey")
    sato, mori = world.households["sato"], world.households["mori"]
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
        here = await passed(world, request, HERE, "")
        form = {"choice": "survey", "home": str(sato), "q1": "1", "q2": "2", "q3": "1", "press": "a"}
        assert (await tablet.post(f"/circulars/{here}/answer", form)).status_code == 303
        # Passed on later, it has the answer already.
        there = await passed(world, request, THERE, "")
        await fan_out_new(world.database, WORKER)
        async with world.database.read(SYSTEM) as tx:
            assert await parts_of(tx, there, mori) == await parts_of(tx, here, sato) != ()
        await tablet.post(f"/circulars/{there}/answer", {**form, "home": str(mori), "q1": "2", "press": "b"})
        async with world.database.read(SYSTEM) as tx:
            assert await parts_of(tx, there, mori) == await parts_of(tx, here, sato) == (Part(1, 2),)


async def test_ninety_days_after_it_closed_the_totals_stay_without_households(
    world: World, clock: SetClock
) -> None:
    async with world.database.read(SYSTEM) as tx:
        closes = tx.now + DAY
    id = await survey(world, reply_by=closes)
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, world.households["sato"], Answer("survey", "a", filled=WHOLE))
        await answer(tx, id, world.households["sato"], Answer("survey", "b", filled={**WHOLE, 3: ("4",)}))
    async with Visit(world, "yamada") as chair:
        before = (await chair.get(f"/circulars/{id}/survey/totals")).text
    clock.advance(95 * DAY)
    await sign_in_again(world)
    await forget_past(world)
    async with world.database.read(SYSTEM) as tx:
        assert await tx.rows(_ROWS) == []
    async with Visit(world, "yamada") as chair:
        assert (await chair.get(f"/circulars/{id}/survey/totals")).text == before
        page = said(await chair.get(f"/circulars/{id}/survey"))
        assert "4個" in page
        assert "佐藤" not in page
        assert len((await chair.get(f"/circulars/{id}/survey/table")).text.splitlines()) == 1


async def test_free_words_are_disclosed_and_erased_with_the_household(world: World) -> None:
    id = await survey(world, written([ROLE, DAYS, CANS, WISH]))
    house = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, house, Answer("survey", "a", filled=WHOLE))
    async with world.database.write(world.yamada) as tx:
        bundle = await desk.bundle_of_household(tx, world.places["midorigaoka"], house)
    assert "よい案です" in str(bundle)
    assert "どの役をしますか" in str(bundle)
    async with world.database.read(world.yamada) as tx:
        assert {row[3] for row in await tx.rows(_ROWS)} == {"会計", "土曜", "日曜", "", "よい案です"}
    async with world.database.write(world.yamada) as tx:
        await erasing.erase(tx, world.places["midorigaoka"], house, sure=True)
    async with world.database.read(SYSTEM) as tx:
        rows = await tx.rows(_ROWS)
    assert {row[3] for row in rows} == {""}
    assert len(rows) == 5
