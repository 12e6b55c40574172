"""Twins: a reply counts at every linked household that the same request of a municipality reached (queries/twins.py)."""

from contextlib import suppress
from dataclasses import replace

from kairanban.circulation.circulars.actions import publishing
from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.circulars.rules.timing import still_open
from kairanban.circulation.replies.actions import recording, surveys
from kairanban.circulation.replies.queries.answers import HOLD
from kairanban.circulation.replies.queries.twins import TWINS, Twin
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import Taken
from kairanban.circulation.surveys.rules.answers import as_filled
from kairanban.core.actor import Home
from kairanban.core.errors import Conflict
from kairanban.core.ids import CircularId, ResidentId
from kairanban.db.tx import Tx


async def opened(tx: Tx, circular: CircularId, home: Home) -> None:
    """Record that a household opened the circular, and with it its twins."""
    at = Twin(circular, home.household)
    same = [] if home.family is None else await tx.all(TWINS, circular=circular, household=home.household)
    for one in _in_order(at, same):
        await publishing.opened(tx, *one.key)


async def hold(tx: Tx, at: Twin) -> list[Twin]:
    """Return the twins of a circular, locked with it in the order of the circulars, as every other reply locks them."""
    twins = await tx.all(TWINS, circular=at.circular, household=at.household)
    if twins:
        for one in _in_order(at, twins):
            await tx.run(HOLD, circular=one.circular, household=one.household)
    return twins


async def record(
    tx: Tx,
    at: Twin,
    twins: list[Twin],
    given: Answer,
    *,
    method: str,
    resident: ResidentId | None = None,
    late_too: bool = False,
) -> Taken:
    """Record a reply and the same at its twins, in the order of `hold`; return what became of it."""
    # The name beside a tick and the officer who entered it are the one association's affair.
    there = replace(given, edition=None, signed="")
    for one in _in_order(at, twins):
        if one == at:
            taken = await recording.record(
                tx, *at.key, given, method=method, resident=resident, late_too=late_too
            )
        else:
            # It may be counted or withdrawn there.
            with suppress(Conflict):
                await recording.record(tx, *one.key, there, method=method, late_too=late_too, proxy=False)
    return taken


async def take_back(tx: Tx, at: Twin, twins: list[Twin], *, own_too: bool) -> None:
    """Take back the reply and its twins; of twins, a household's own only if `own_too`, and none that could not be given again."""
    for one in _in_order(at, twins):
        asked = await recording.hold(tx, *one.key)
        current = await recording.current_reply(tx, *one.key)
        closes = asked.reply_by if own_too else None
        again = still_open(closes, asked.withdrawn, tx.now, asked.counted)
        if one == at or (again and current is not None and (own_too or current.method != "app")):
            await recording.take_back(tx, asked, *one.key)


def _in_order(at: Twin, twins: list[Twin]) -> list[Twin]:
    return sorted([at, *twins], key=lambda one: one.circular)


async def carry(tx: Tx, at: Twin, later: Twin) -> None:
    """Record a reply at its twin, which came later. Without a reply that counts nothing happens."""
    await tx.run(HOLD, circular=later.circular, household=later.household)
    reply = await recording.current_reply(tx, *at.key)
    if reply is None:
        return
    given = Answer(
        reply.choice, reply.client_id, reply.number, reply.words, made=reply.made, language=reply.language
    )
    parts = await surveys.parts_of(tx, *at.key)
    if parts:
        given = replace(given, choice=ReplyKind.SURVEY.value, number=None, filled=as_filled(parts))
    with suppress(Conflict):
        await recording.record(tx, *later.key, given, method=reply.method, late_too=True, proxy=False)
