"""Claim due deliveries and record their outcomes; sending is done elsewhere, in `sending`."""

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kairanban.core.actor import System
from kairanban.core.clock import at, day_of
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.measures.instruments import note_expired
from kairanban.notify.queries import deliveries, faults
from kairanban.notify.rules.message import Message
from kairanban.notify.rules.outcomes import Answer, Outcome, State, judge
from kairanban.notify.rules.paces import PACES


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that only this worker may send while the lease of its channel lasts."""

    claim: int
    message: Message


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome of a try; `service` is where a fault of ours is noted."""

    claimed: Claimed
    outcome: Outcome
    service: str = ""


async def claim_due(database: Database, worker: System, channel: str, most: int) -> list[Claimed]:
    """Claim due deliveries of the channel for its lease; expire or cancel stale ones."""
    async with database.read(worker) as tx:
        if not await tx.column(deliveries.ANY_DUE, of_channel=channel):
            return []
    claim = secrets.randbelow(2**62)
    lease = {"by_claim": claim, "lease": PACES[channel].lease}
    async with database.write(worker) as tx:
        expired, *_, found = await tx.together(
            (deliveries.EXPIRE, {}),
            (deliveries.CLAIM_DUE, {**lease, "of_channel": channel, "most": most}),
            (deliveries.CLAIM_DIGEST, lease),
            (deliveries.NOT_NEEDED, {"by_claim": claim}),
            (deliveries.NO_WAY, {"by_claim": claim}),
            (deliveries.CLAIMED, {"by_claim": claim}),
        )
    note_expired(expired.changed)
    claimed = deliveries.CLAIMED.of(found.rows)
    messages = together(replace(one.message, deliveries=(one.delivery,)) for one in claimed)
    return [Claimed(claim, message) for message in messages]


def together(messages: Iterable[Message]) -> list[Message]:
    """Merge the digest messages to the same address into one."""
    found = dict[object, Message]()
    for one in messages:
        key: object = ("morning", one.address) if one.digest else one.deliveries
        first = found.get(key)
        found[key] = one if first is None else _joined(first, one)
    return list(found.values())


def _joined(first: Message, one: Message) -> Message:
    return replace(first, deliveries=first.deliveries + one.deliveries, others=(*first.others, one))


async def record(tx: Tx, tried: Iterable[Attempt], chance: random.Random) -> None:
    """Record outcomes; the first one of a delivery stays, others change nothing."""
    tried = list(tried)
    await tx.each(deliveries.RECORD, [row for one in tried for row in _rows(one, tx.now, chance)])
    gone = [one.claimed.message for one in tried if one.outcome.answer is Answer.GONE]
    await tx.each(deliveries.GONE, [{"of_delivery": message.deliveries[0]} for message in gone])
    await _refuse(tx, tried)
    await _note_faults(tx, tried)


async def _refuse(tx: Tx, tried: list[Attempt]) -> None:
    """Note recipients that a mail server does not know; end an address that is refused on a second day."""
    today = at(day_of(tx.now))
    for one in tried:
        of_delivery = one.claimed.message.deliveries[0]
        match one.outcome.answer:
            case Answer.UNKNOWN:
                await tx.run(faults.END_REFUSED, of_delivery=of_delivery, today=today)
                await tx.run(faults.REFUSE, of_delivery=of_delivery)
            case Answer.TAKEN if one.claimed.message.channel != "push":
                await tx.run(faults.ACCEPT, of_delivery=of_delivery)


async def _note_faults(tx: Tx, tried: list[Attempt]) -> None:
    """Note the faults of ours, and clear those of services that take messages again."""
    # The last outcome of a service holds.
    last = {(one.claimed.message.channel, one.service): one.outcome for one in tried if _tells(one.outcome)}
    for (channel, service), outcome in last.items():
        if outcome.answer is Answer.OURS:
            said = {"code": outcome.code or None, "why": outcome.why}
            await tx.run(faults.NOTE, channel=channel, service=service, **said)
        else:
            await tx.run(faults.CLEAR, of_channel=channel, of_service=service)


def _tells(outcome: Outcome) -> bool:
    return outcome.answer in (Answer.OURS, Answer.TAKEN)


def _rows(one: Attempt, now: int, chance: random.Random) -> list[dict[str, object]]:
    message, outcome = one.claimed.message, one.outcome
    verdict = judge(
        outcome, tries=message.tries, short=bool(message.short), until=message.until, now=now, chance=chance
    )
    settled = verdict.state is not State.WAITING
    return [
        {
            "of_delivery": delivery,
            "by_claim": one.claimed.claim,
            "state_now": verdict.state.value,
            "then": now if settled else verdict.next_try,
            "code_now": outcome.code or None,
            "why_now": outcome.why,
            "short_now": int(verdict.short),
            "not_begun": int(outcome.answer is Answer.NOT_BEGUN),
            "settled_now": now if settled else None,
        }
        for delivery in message.deliveries
    ]
