"""Messages sent at once to one address: tests and address verifications."""

from kairanban.circulation.circulars.rules.notification_timing import TEST_LASTS
from kairanban.community.signin.actions import attempts
from kairanban.community.signin.actions.devices import require_own
from kairanban.core.clock import DAY
from kairanban.core.errors import Conflict
from kairanban.core.ids import HouseholdId
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.notify.queries import addresses, deliveries, fan_out
from kairanban.notify.queries.deliveries import Tested

TESTS_MOST = 10

NOT_HERE = _n("This device is not told of circulars yet. Please press the button above first.")
TOO_MANY = _n("That is enough for today. Please try again tomorrow.")


async def send_now(tx: Tx, line: int, household: int, address: int, kind: str, lasts: int) -> None:
    """Notify one address at once for a journal entry, also in quiet hours: the user has just asked for it."""
    row = {"journal": line, "household": household, "circular": None, "kind": kind, "urgent": 0, "digest": 0}
    await tx.run(fan_out.TAKE, journal=line)
    await tx.run(fan_out.NOTIFY, **row, made=tx.now, due=tx.now, until=tx.now + lasts)
    await tx.run(fan_out.DELIVER_TO, journal=line, to_address=address)


async def try_out(tx: Tx, household: HouseholdId) -> None:
    """Send a test message to this device; raise Conflict if it has no subscription."""
    require_own(tx, household)
    devices = await tx.column(addresses.OF_DEVICE)
    if not devices:
        raise Conflict(NOT_HERE)
    await attempts.take(tx, "notice_test", str(household), DAY, TESTS_MOST, TOO_MANY)
    line = await journal.record(tx, "notice_tested", household=household, other=devices[0])
    await send_now(tx, line, household, devices[0], "test", TEST_LASTS)


async def tested(tx: Tx, household: HouseholdId) -> Tested | None:
    require_own(tx, household)
    return await tx.first(deliveries.OF_TEST, household=household)
