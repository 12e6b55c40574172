"""Deliveries are taken up, and what became of them is written down. Nothing here knows a network."""

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kairanban.core.actor import System
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.notify.queries import deliveries
from kairanban.notify.rules.message import Message
from kairanban.notify.rules.outcomes import LEASE, Answer, Outcome, State, judge

AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that this worker, and nobody else, may send now."""

    claim: int
    message: Message


@dataclass(frozen=True, slots=True)
class Tried:
    taken: Taken
    outcome: Outcome


async def take_up(database: Database, worker: System, most: int = AT_ONCE) -> list[Taken]:
    """What is due, for two minutes this worker's own; what is no longer needed or has expired is settled on the way."""
    async with database.read(worker) as tx:
        if not await tx.column(deliveries.ANY_DUE):
            return []
    claim = secrets.randbelow(2**62)
    taken = {"by_claim": claim, "lease": LEASE}
    async with database.write(worker) as tx:
        *_, found = await tx.together(
            (deliveries.EXPIRE, {}),
            (deliveries.TAKE_UP, {**taken, "most": most}),
            (deliveries.TAKE_ALONG, taken),
            (deliveries.NOT_NEEDED, {"by_claim": claim}),
            (deliveries.NO_WAY, {"by_claim": claim}),
            (deliveries.TAKEN, {"by_claim": claim}),
        )
    claimed = deliveries.TAKEN.of(found.rows)
    messages = together(replace(one.message, deliveries=(one.delivery,)) for one in claimed)
    return [Taken(claim, message) for message in messages]


def together(messages: Iterable[Message]) -> list[Message]:
    """The morning's messages to one address become one."""
    found = dict[object, Message]()
    for one in messages:
        key: object = ("morning", one.address) if one.digest else one.deliveries
        first = found.get(key)
        found[key] = one if first is None else _joined(first, one)
    return list(found.values())


def _joined(first: Message, one: Message) -> Message:
    return replace(first, deliveries=first.deliveries + one.deliveries, others=(*first.others, one))


async def record(tx: Tx, tried: Iterable[Tried], chance: random.Random) -> None:
    """How tries ended. What somebody else has taken up since is theirs to say."""
    tried = list(tried)
    await tx.each(deliveries.RECORD, [row for one in tried for row in _rows(one, tx.now, chance)])
    gone = [one.taken.message.address for one in tried if one.outcome.answer is Answer.GONE]
    await tx.each(deliveries.GONE, [{"of_address": address} for address in gone])


def _rows(one: Tried, now: int, chance: random.Random) -> list[dict[str, object]]:
    message, outcome = one.taken.message, one.outcome
    verdict = judge(
        outcome, tries=message.tries, short=bool(message.short), until=message.until, now=now, chance=chance
    )
    settled = verdict.state is not State.WAITING
    return [
        {
            "of_delivery": delivery,
            "by_claim": one.taken.claim,
            "state_now": verdict.state.value,
            "then": now if settled else verdict.next_try,
            "code_now": outcome.code or None,
            "why_now": outcome.why,
            "short_now": int(verdict.short),
            "settled_now": now if settled else None,
        }
        for delivery in message.deliveries
    ]
