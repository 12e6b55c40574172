"""漏えい時の手引き: the dates of the two reports, drafts, and who writes them."""

from datetime import date

import pytest

from kairanban.accountability.breach import actions
from kairanban.accountability.breach.rules import CASES, FIELDS, due, holds
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused
from kairanban.db.tables import Of
from kairanban.db.tables.rights import breach
from tests.accountability.retention.ages import everything
from tests.conftest import SetClock
from tests.forgetting import forget_past
from tests.pdfs import text_of
from tests.permits import assert_only
from tests.visiting import Visit, said
from tests.world import World

pytestmark = pytest.mark.anyio

NONE: frozenset[str] = frozenset()


def guide(world: World, association: str = "midorigaoka") -> str:
    return f"/associations/{world.places[association]}/breaches"


def form(**changed: object) -> dict[str, object]:
    return {
        "discovered": "2026-11-30", "case": ["sensitive", "wrongdoing"], "people": "１２", "first_reported": "",
        "final_reported": "", **{name: f"{name}のこと" for name in FIELDS}, **changed,
    }  # fmt: skip


async def begin(world: World, who: str = "yamada") -> str:
    """Begin a report of yesterday and return its path."""
    async with Visit(world, who) as writer:
        made = await writer.post(guide(world), {"discovered": "2026-11-30", "press": who})
        assert made.status_code == 303, made.text[-300:]
        return str(made.headers["location"])


def test_the_day_of_discovery_is_the_first() -> None:
    known = date(2026, 12, 1)
    assert due(known, NONE).early == date(2026, 12, 3)
    assert due(known, NONE).first == date(2026, 12, 5)
    assert due(known, NONE).final == date(2026, 12, 30)
    assert due(known, frozenset({"wrongdoing"})).final == date(2027, 1, 29)


def test_more_than_a_thousand_people_are_a_case_without_a_tick() -> None:
    assert holds(NONE, 1_000) == NONE
    assert holds(NONE, None) == NONE
    assert holds(NONE, 1_001) == {"thousand"}
    assert len(CASES) == 4


def test_of_people_only_who_wrote_it_is_stored() -> None:
    personal = {column.name for column in breach.c if column.info["personal"] is not Of.NOBODY}
    assert personal == {"written_by"}


async def test_a_draft_is_saved_and_printed_with_its_dates(world: World) -> None:
    path = await begin(world)
    assert await begin(world) == path, "a second press begins no other"
    async with Visit(world, "yamada") as chair:
        assert "2026年12月29日" in said(await chair.get(path)), "thirty days"
        assert (await chair.post(path, form())).status_code == 303
        page, paper = said(await chair.get(path)), said(await chair.get(f"{path}/paper"))
        printed = "".join(text_of((await chair.get(f"{path}/paper.pdf")).content).split())
        listed = said(await chair.get(guide(world)))
    for words in ("2026年12月4日", "2027年1月28日"):
        assert words in page, words
        assert words in paper, words
        assert words in printed, words
    assert "2026年12月2日" in page
    for name in FIELDS:
        assert f"{name}のこと" in page
        assert f"{name}のこと" in printed
    assert 'value="12"' in page
    assert page.count("checked") == 2
    assert "速報の期限は2026年12月4日" in listed


async def test_what_was_handed_in_is_said(world: World) -> None:
    path = await begin(world)
    async with Visit(world, "yamada") as chair:
        for given, words in (
            ({"first_reported": "2026-12-01"}, "確報の期限は"),
            ({"first_reported": "2026-12-01", "final_reported": "2026-12-01"}, "速報も確報も"),
            ({"case": []}, "印がありません"),
        ):
            assert (await chair.post(path, form(**given))).status_code == 303
            assert words in said(await chair.get(guide(world))), words


async def test_a_wrong_form_loses_nothing(world: World) -> None:
    path = await begin(world)
    async with Visit(world, "yamada") as chair:
        for wrong in (
            {"discovered": ""}, {"discovered": "2026-12-02"}, {"people": "many"}, {"summary": "長" * 2_001},
            {"first_reported": "2027-01-01"}, {"final_reported": "x"},
        ):  # fmt: skip
            answer = await chair.post(path, form(**wrong))
            assert answer.status_code == 422, wrong
            assert "causeのこと" in answer.text
            assert answer.text.count("checked") == 2
        assert "causeのこと" not in said(await chair.get(path))
        for discovered in ("", "2026-12-02", "x"):
            begun = await chair.post(guide(world), {"discovered": discovered, "press": "n"})
            assert begun.status_code == 422


async def test_the_chair_and_the_operator_write_it_and_nobody_else(world: World) -> None:
    await assert_only(
        world,
        lambda tx, world: actions.drafts(tx, world.places["midorigaoka"]),
        world.yamada,
        (world.ito, Refused),
        (world.ono, NotFound),
    )
    path = await begin(world, "okada")
    async with (
        Visit(world, "okada") as operator,
        Visit(world, "ono") as other,
        Visit(world, "ito") as officer,
    ):
        assert "/breaches" in (await operator.get("/office")).text
        assert guide(world) in (await operator.get("/breaches")).text
        assert guide(world) not in (await other.get("/breaches")).text
        assert (await other.post(path, form())).status_code == 404
        assert (await officer.get(path)).status_code == 404
        elsewhere = path.replace(guide(world), guide(world, "kaminosawa"))
        assert (await other.get(elsewhere)).status_code == 404
        assert (await operator.post(path, form())).status_code == 303


async def test_a_draft_is_removed_by_hand_or_three_years_after_its_last_change(
    world: World, clock: SetClock
) -> None:
    first, second = await begin(world), await begin(world, "okada")
    async with Visit(world, "yamada") as chair:
        assert (await chair.post(f"{first}/removal")).status_code == 303
        assert (await chair.post(f"{first}/removal")).status_code == 404
        assert (await chair.get(first)).status_code == 404
        assert (await chair.get(second)).status_code == 200
    clock.advance(3 * 365 * DAY - DAY)
    await forget_past(world)
    assert len(await everything(world.database, breach)) == 1
    clock.advance(2 * DAY)
    await forget_past(world)
    assert await everything(world.database, breach) == []
