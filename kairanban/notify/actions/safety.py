"""Notifications of safety checks (to all addressees), help calls, callbacks and emergency looks (to those responsible)."""

from kairanban.circulation.circulars.rules.kinds import Importance
from kairanban.circulation.circulars.rules.notification_timing import due_at, wanted
from kairanban.core.clock import DAY, Moment
from kairanban.core.notification_defaults import USUAL
from kairanban.db.tx import Tx
from kairanban.notify.queries import fan_out, safety

LASTS = DAY
KINDS = {"safety_started", "help_called", "help_passed_on", "call_asked", "looked_up"}


async def tell(tx: Tx, journal: int) -> None:
    """Make the notifications of a line that is about no circular; nothing once the check has ended or the call is closed."""
    happened = await tx.one(safety.ENTRY, journal=journal)
    kind, about, household = happened.kind, happened.other, happened.household
    if kind not in KINDS or about is None or happened.at + LASTS <= tx.now:
        return
    if kind == "safety_started":
        await _ask(tx, journal, about)
    elif kind == "call_asked" and household is not None:
        await _ring(tx, journal, about, household)
    elif kind == "looked_up" and household is not None:
        await _looked_up(tx, journal, about, household)
    elif household is not None:
        await _call(tx, journal, about, household, passed=kind == "help_passed_on")


async def _ask(tx: Tx, journal: int, check: int) -> None:
    kind = await tx.value(safety.CHECK, check=check)
    if kind is None:
        return
    # A real check ignores quiet hours and rest; a drill waits for the morning.
    importance = Importance.URGENT if kind == "real" else Importance.IMPORTANT
    recipients = await tx.all(safety.RECIPIENTS, check=check)
    said = "safety" if kind == "real" else "drill"
    await tx.each(
        fan_out.NOTIFY,
        [
            _notification(journal, one.household, said, tx.now, due_at(one.choice, "", importance, tx.now))
            for one in recipients
            if wanted(one.choice, "", importance, reminder=False, now=tx.now)
        ],
    )
    await tx.run(fan_out.DELIVER, journal=journal)


async def _call(tx: Tx, journal: int, call: int, household: int, *, passed: bool) -> None:
    kind = await tx.value(safety.CALL, call=call)
    if kind is None:
        return
    said = "help_passed" if passed else "help" if kind == "real" else "help_drill"
    await tx.each(fan_out.NOTIFY, [_notification(journal, household, said, tx.now, tx.now)])
    await tx.run(safety.DELIVER_ON if passed else safety.DELIVER_NEAR, journal=journal, call=call)


async def _ring(tx: Tx, journal: int, place: int, household: int) -> None:
    """電話をください: notify those who call back, in the morning if it was asked at night."""
    due = due_at(USUAL, "", Importance.ORDINARY, tx.now)
    await tx.each(fan_out.NOTIFY, [_notification(journal, household, "call", tx.now, due)])
    await tx.run(safety.DELIVER_RING, journal=journal, at_place=place)


async def _looked_up(tx: Tx, journal: int, association: int, household: int) -> None:
    """緊急閲覧: notify the municipality at once, also at night; a second person's word is worth most in five minutes."""
    await tx.each(fan_out.NOTIFY, [_notification(journal, household, "look", tx.now, tx.now)])
    await tx.run(safety.DELIVER_LOOK, journal=journal, at_place=association)


def _notification(journal: int, household: int, kind: str, now: Moment, due: int) -> dict[str, object]:
    return {
        "journal": journal,
        "household": household,
        "circular": None,
        "kind": kind,
        "urgent": int(kind not in ("drill", "call", "look")),
        "digest": 0,
        "made": now,
        "due": due,
        "until": due + LASTS,
    }
