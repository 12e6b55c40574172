"""What replies leave in the journal, and who takes back one recorded for a household."""

import pytest

from kairanban.circulation.replies.actions.answers import answer, answer_for, take_back, take_back_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.errors import NotFound, Refused
from tests.records import Entry, journalled
from tests.world import World, circular

pytestmark = pytest.mark.anyio


async def test_a_reply_and_its_taking_back_are_in_the_journal(world: World) -> None:
    id, home, association = await circular(world), world.households["sato"], world.places["midorigaoka"]
    abe = world.people["abe"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, id, home, Answer("acknowledged", "a"))
        for _ in range(2):
            await take_back(tx, id, home)
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, home, Answer("acknowledged", "b"), "phone")
        for _ in range(2):
            await take_back_for(tx, id, home)
    assert await journalled(world, "replied", "replied_phone", "reply_taken_back") == [
        Entry("replied", None, association, id, home),
        Entry("reply_taken_back", None, association, id, home),
        Entry("replied_phone", abe, association, id, home),
        Entry("reply_taken_back", abe, association, id, home),
    ]


@pytest.mark.parametrize(("who", "error"), [("ono", NotFound), ("kimura", Refused), ("nagai", Refused)])
async def test_only_who_records_a_reply_for_a_household_takes_it_back(
    world: World, who: str, error: type[Exception]
) -> None:
    id, home = await circular(world), world.households["suzuki"]
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, id, home, Answer("acknowledged", "a"), "paper")
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await take_back_for(tx, id, home)
    async with world.database.write(world.ito) as tx:
        await take_back_for(tx, id, home)
    assert len(await journalled(world, "reply_taken_back")) == 1
