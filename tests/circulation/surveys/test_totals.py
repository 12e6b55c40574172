"""A survey counted: totals equal an independent count, and agree on every page, paper and file."""

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kairanban.circulation.replies.actions.answers import answer, answer_for, take_back
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.surveys.rules.questions import written
from kairanban.community.hiding.actions import hide
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.people import resident
from kairanban.db.tables.replies import reply
from tests.circulation.surveys.surveys import CANS, DAYS, GIVEN, PARTY, ROLE, WISH, survey
from tests.pdfs import text_of
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio


async def rows(chair: Visit, path: str) -> list[list[str]]:
    table = await chair.get(path)
    return list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))


async def answered(world: World, id: CircularId, filled: dict[str, dict[int, tuple[str, ...]]]) -> None:
    async with world.database.write(world.yamada) as tx:
        for name, values in filled.items():
            block = world.places["block_2" if name == "takahashi" else "block_1"]
            given = Answer("survey" if values else "acknowledged", name, filled=values)
            await answer_for(tx, id, world.households[name], given, "phone", block)


COMING: dict[str, dict[int, tuple[str, ...]]] = {
    "sato": {1: ("1",), 2: ("2",), 3: ("2",)},
    "suzuki": {1: ("2",)},
    "takahashi": {1: ("1",), 2: ("3",), 3: ("1",)},
    "matsumoto": {},
}


async def test_people_and_meals_are_summed_the_same_everywhere(world: World) -> None:
    id = await survey(world, PARTY)
    await answered(world, id, COMING)
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/survey"))
        paper = text_of((await chair.get(f"/circulars/{id}/survey/paper.pdf")).content)
        overview = said(await chair.get(f"/circulars/{id}/progress"))
        coming = said(await chair.get(f"/circulars/{id}/coming"))
        listed = await rows(chair, f"/circulars/{id}/survey/table")
        counted = await rows(chair, f"/circulars/{id}/survey/totals")
    assert "<strong>5人</strong>" in page
    assert "<strong>3食</strong>" in page
    assert "5人" in paper
    assert "5人" in overview
    assert "5人" in coming
    for shown in (page, overview):
        assert "5世帯のうち4世帯が確認" in shown
    assert [row[1:5] for row in listed[1:]] == [
        ["佐藤", "参加します", "2", "2"], ["鈴木", "参加しません", "", ""], ["高橋", "参加します", "3", "1"]
    ]  # fmt: skip
    assert [row[2:] for row in counted[1:]] == [["2", ""], ["1", ""], ["2", "5"], ["2", "3"]]


async def test_what_was_written_is_a_safe_cell_and_who_has_not_answered_is_named(world: World) -> None:
    id = await survey(world)
    await answered(world, id, {"sato": {1: ("1",), 3: ("0",), 4: ("=1+1",)}})
    async with Visit(world, "yamada") as chair:
        listed = await rows(chair, f"/circulars/{id}/survey/table")
        page = said(await chair.get(f"/circulars/{id}/survey"))
    assert listed[1][5] == "'=1+1"
    assert "高橋" in page
    assert "=1+1" in page


BY_RESIDENT = Statement(
    reply.update().values(
        resident=select(resident.c.id)
        .where(resident.c.household == reply.c.household)
        .order_by(resident.c.id)
        .limit(1)
        .scalar_subquery()
    )
)


async def test_officers_alone_see_it_and_a_hidden_name_stays_hidden(world: World) -> None:
    id = await survey(world)
    await answered(world, id, {"sato": {1: ("1",), 3: ("0",)}})
    async with world.database.write(world.yamada) as tx:
        # Who pressed is kept with the answer.
        assert await tx.run(BY_RESIDENT)
        await hide(tx, world.places["midorigaoka"], world.households["sato"])
    async with Visit(world, "yamada") as chair, Visit(world, "abe") as leader, Visit(world, "suzuki") as home:
        page = said(await chair.get(f"/circulars/{id}/survey"))
        assert "1班の1" in page
        for shown in (
            page,
            *[
                said(await chair.get(f"/circulars/{id}/{one}"))
                for one in ("survey/table", "survey/paper", "coming")
            ],
        ):
            assert "佐藤" not in shown
        for path in ("survey", "survey/table", "survey/totals", "survey/paper"):
            assert (await leader.get(f"/circulars/{id}/{path}")).status_code in (403, 404)
            assert (await home.get(f"/circulars/{id}/{path}")).status_code in (403, 404)
        assert "山田" in said(await home.get("/looks"))


async def test_a_leader_writes_down_the_answers_of_her_block_and_keeps_what_she_typed(world: World) -> None:
    id = await survey(world)
    sato, takahashi = world.households["sato"], world.households["takahashi"]
    block, other = world.places["block_1"], world.places["block_2"]
    path = f"/circulars/{id}/blocks/{block}/households/{sato}/survey"
    async with Visit(world, "abe") as leader:
        assert path in said(await leader.get(f"/circulars/{id}/blocks/{block}"))
        assert "どの役をしますか" in said(await leader.get(path))
        wrong = await leader.post(path, {**GIVEN, "q3": "9999", "method": "phone"})
        assert wrong.status_code == 422
        assert "よい案です" in said(wrong)
        assert (await leader.post(path, {**GIVEN, "method": "phone"})).status_code == 303
        assert "日曜" in said(await leader.get(path))
        assert "質問に回答" in said(await leader.get(f"/circulars/{id}/blocks/{block}"))
        there = f"/circulars/{id}/blocks/{other}/households/{takahashi}/survey"
        assert (await leader.get(there)).status_code == 404
        assert (await leader.post(there, GIVEN)).status_code in (403, 404)
    async with Visit(world, "yamada") as chair:
        assert (await rows(chair, f"/circulars/{id}/survey/table"))[1][2:6] == [
            "会計",
            "土曜 / 日曜",
            "3",
            "よい案です",
        ]


NAMES = ("sato", "suzuki", "takahashi", "matsumoto", "tanaka")
QUESTIONS = [replace(ROLE, required=False), DAYS, replace(CANS, only=True, required=False), WISH]
FILLED = st.fixed_dictionaries(
    {},
    optional={
        1: st.sampled_from(["1", "2", "3"]).map(lambda one: (one,)),
        2: st.sets(st.sampled_from(["1", "2"]), min_size=1).map(tuple),
        3: st.integers(0, 50).map(lambda one: (str(one),)),
        4: st.sampled_from(["はい", "いいえ"]).map(lambda one: (one,)),
    },
)
STEPS = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(st.none(), FILLED)), max_size=14)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
async def test_totals_equal_an_independent_count(
    world: World, steps: list[tuple[str, dict[int, tuple[str, ...]] | None]]
) -> None:
    """Households answer, change and take back; what remains is counted by hand and by the database."""
    id = await survey(world, written(QUESTIONS))
    stands = dict[str, dict[int, tuple[str, ...]]]()
    for at, (name, filled) in enumerate(steps):
        async with world.database.write(world.actors[name]) as tx:
            if filled is None:
                await take_back(tx, id, world.households[name])
                stands.pop(name, None)
            else:
                await answer(tx, id, world.households[name], Answer("survey", f"{at}", filled=filled))
                stands[name] = filled
    chosen = Counter[tuple[int, str]]()
    for values in stands.values():
        for question in (1, 2):
            chosen.update((question, one) for one in values.get(question, ()))
    numbers = [int(v[3][0]) for v in stands.values() if 3 in v and v.get(1) == ("1",)]
    async with Visit(world, "yamada") as chair:
        counted = (await rows(chair, f"/circulars/{id}/survey/totals"))[1:]
        listed = (await rows(chair, f"/circulars/{id}/survey/table"))[1:]
        page = said(await chair.get(f"/circulars/{id}/survey"))
    assert [int(row[2]) for row in counted[:5]] == [
        *(chosen[1, one] for one in "123"), *(chosen[2, one] for one in "12")
    ]  # fmt: skip
    assert [counted[5][2:], counted[6][2]] == [
        [str(len(numbers)), str(sum(numbers))], str(sum(4 in values for values in stands.values()))
    ]  # fmt: skip
    assert len(listed) == len(stands)
    assert f"5世帯のうち{len(stands)}世帯が確認" in page
