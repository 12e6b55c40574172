"""The municipality corrects or withdraws; published circulars remain the association's."""

from dataclasses import replace

import pytest

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, decisions, relays
from kairanban.core.errors import Conflict, Invalid
from tests.visiting import Visit
from tests.world import SYSTEM, TEXTS, World, asked

pytestmark = pytest.mark.anyio

LATER = replace(TEXTS, facts_when="12月13日（日）午前8時")


async def test_a_draft_takes_the_correction_over_by_itself(world: World) -> None:
    request = await asked(world)
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, place, request, "", at_once=False)
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(tx, request, Change.CHANGE, LATER, "13日になりました", None, None)
    async with world.database.write(SYSTEM) as tx:
        await relays.relay(tx, request, place)
    async with world.database.write(world.yamada) as tx:
        assert (await drafts.texts_of(tx, passed, 1)).facts_when == LATER.facts_when
        await decisions.pass_on(tx, place, request, "", at_once=True)
        assert not (await decisions.find(tx, place, request)).on_its_way


async def test_a_draft_that_is_passed_on_before_the_worker_came_has_the_new_words(world: World) -> None:
    request = await asked(world)
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await decisions.pass_on(tx, place, request, "", at_once=False)
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(tx, request, Change.CHANGE, LATER, "13日になりました", None, None)
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, place, request, "", at_once=True)
        assert (await drafts.texts_of(tx, passed, 1)).facts_when == LATER.facts_when
        assert not (await decisions.find(tx, place, request)).on_its_way


async def test_who_passes_on_later_passes_on_the_corrected_words(world: World) -> None:
    request = await asked(world)
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(tx, request, Change.CHANGE, LATER, "13日になりました", None, None)
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, world.places["midorigaoka"], request, "", at_once=True)
        assert (await drafts.texts_of(tx, passed, 1)).facts_when == LATER.facts_when


async def test_a_correction_says_what_is_different(world: World) -> None:
    request = await asked(world)
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid):
            await corrections.correct(tx, request, Change.CHANGE, TEXTS, "何も", None, None)
        with pytest.raises(Invalid):
            await corrections.correct(tx, request, Change.CHANGE, LATER, "", None, None)
        with pytest.raises(Invalid):
            await corrections.correct(
                tx, request, Change.CHANGE, replace(TEXTS, title=""), "題名", None, None
            )


async def test_what_was_withdrawn_is_told_and_no_longer_passed_on(world: World) -> None:
    request = await asked(world)
    place, other = world.places["midorigaoka"], world.places["kaminosawa"]
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, place, request, "", at_once=True)
    async with world.database.write(world.ono) as tx:
        draft = await decisions.pass_on(tx, other, request, "", at_once=False)
    async with Visit(world, "shimizu") as town:
        assert (await town.post(f"/requests/{request}/withdrawal", {"why": ""})).status_code == 422
        gone = await town.post(f"/requests/{request}/withdrawal", {"why": "中止になりました"})
        assert gone.headers["location"] == f"/requests/{request}?done=withdrawn"
        assert (await town.post(f"/requests/{request}/withdrawal", {"why": "また"})).status_code == 409
        assert (await town.get(f"/requests/{request}/correction")).status_code == 303
    async with world.database.write(world.ono) as tx:
        assert (await decisions.find(tx, other, request)).passed is None
        assert await decisions.waiting(tx, other) == 0
        with pytest.raises(Conflict):
            await decisions.pass_on(tx, other, request, "", at_once=True)
        with pytest.raises(Conflict):
            await decisions.decline(tx, other, request, "too_late", "")
    async with Visit(world, "yamada") as chair, Visit(world, "ono") as head, Visit(world, "sato") as resident:
        assert "中止になりました" in (await chair.get(f"/associations/{place}/requests/{request}")).text
        assert "中止になりました" in (await head.get(f"/associations/{other}/requests/{request}")).text
        assert (await head.get(f"/circulars/{draft}/proof")).status_code == 404
        # The published circular stays until the association withdraws it.
        assert "取り下げ" not in (await resident.get(f"/circulars/{passed}")).text
