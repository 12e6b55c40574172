"""The state of the clock watch, stored so that it outlives a restart."""

import json

from kairanban.accountability.retention.queries.clock import NEWEST
from kairanban.accountability.retention.rules.steady_clock import ClockWatch, Ran, check
from kairanban.core.clock import DAY, Moment
from kairanban.db import journal
from kairanban.db.settings import get_setting, set_setting
from kairanban.db.tx import Tx

CLOCK_WATCH = "clock_watch"


async def watched(tx: Tx) -> ClockWatch | None:
    """Return the state after the last check, None before the first."""
    return read_watch(await get_setting(tx, CLOCK_WATCH))


def clock_sentence(watch: ClockWatch | str | None) -> str:
    """Return a sentence for the operator; `watch` may be the stored setting."""
    known = read_watch(watch) if isinstance(watch, str) else watch
    if known is None or known.trusted:
        return "What is past its term is deleted every night."
    way = "forward" if known.jumped > 0 else "back"
    wait = "" if known.needs_a_person else ", or wait until it has run well for 24 hours"
    return (
        f"Nothing is deleted: the clock jumped {way} by {abs(known.jumped) / DAY:.1f} days. If it is right now, "
        f"run 'kairanban retention --trust-clock'{wait}."
    )


def read_watch(stored: str | None) -> ClockWatch | None:
    """Return the state from its stored form."""
    if stored is None:
        return None
    seen, jumped, steady = json.loads(stored)
    return ClockWatch(Moment(seen), jumped, steady)


async def check_clock(tx: Tx, ran: Ran | None) -> ClockWatch:
    """Check the clock and store the state; `ran` is None at a process's first check."""
    newest: Moment | None = await tx.value(NEWEST)
    before = await watched(tx) or ClockWatch(newest or tx.now)
    return await _store(tx, check(before, tx.now, ran, newest))


async def trust_clock(tx: Tx) -> ClockWatch:
    """Let deleting go on: the operator has looked at the clock. The caller has asked for permission.

    The journal's newest row is of now, in case the clock was ahead before.
    """
    await journal.record(tx, "clock_trusted")
    return await _store(tx, ClockWatch(tx.now))


async def _store(tx: Tx, now: ClockWatch) -> ClockWatch:
    await set_setting(tx, CLOCK_WATCH, json.dumps([now.seen, now.jumped, now.steady]))
    return now
