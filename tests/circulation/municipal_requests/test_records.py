"""What municipal requests leave in the journal."""

from dataclasses import replace

import pytest

from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, decisions, sending
from tests.records import Entry, journalled
from tests.world import TEXTS, World, asked, asked_draft

pytestmark = pytest.mark.anyio


async def test_what_is_sent_corrected_and_withdrawn_is_in_the_journal(world: World) -> None:
    request = await asked_draft(world)
    town, shimizu = world.places["town"], world.people["shimizu"]
    async with world.database.write(world.shimizu) as tx:
        for _ in range(2):
            await sending.send(tx, request, sure=True)
        await corrections.correct(
            tx, request, Change.CHANGE, replace(TEXTS, facts_when="13日"), "13日に", None, None
        )
        await corrections.withdraw(tx, request, "中止です")
    assert await journalled(world, "drafted", "request_sent", "corrected_change", "request_withdrawn") == [
        Entry("drafted", shimizu, town, request),
        Entry("request_sent", shimizu, town, request),
        Entry("corrected_change", shimizu, town, request, other=2),
        Entry("request_withdrawn", shimizu, town, request),
    ]


async def test_a_decision_is_in_the_journal_of_the_association(world: World) -> None:
    request = await asked(world)
    associations = world.places["midorigaoka"], world.places["kaminosawa"]
    async with world.database.write(world.ito) as tx:
        for _ in range(2):
            await decisions.pass_on(tx, associations[0], request, "", at_once=True)
    async with world.database.write(world.ono) as tx:
        for _ in range(2):
            await decisions.decline(tx, associations[1], request, "other", "うちにはありません")
    assert await journalled(world, "request_passed", "request_declined") == [
        Entry("request_passed", world.people["ito"], associations[0], request),
        Entry("request_declined", world.people["ono"], associations[1], request),
    ]


async def test_a_draft_that_goes_with_its_request_is_in_the_journal(world: World) -> None:
    request, association = await asked(world), world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        draft = await decisions.pass_on(tx, association, request, "", at_once=False)
    async with world.database.write(world.shimizu) as tx:
        await corrections.withdraw(tx, request, "中止です")
    assert await journalled(world, "discarded") == [
        Entry("discarded", world.people["shimizu"], association, draft)
    ]
