"""What the town is told: answers by association, copies, and requests by department. Numbers, never names."""

from dataclasses import dataclass, replace

from kairanban.circulation.municipal_requests.queries import decisions as queries
from kairanban.circulation.municipal_requests.queries import sending
from kairanban.circulation.municipal_requests.rules.decisions import Standing, standing
from kairanban.circulation.municipal_requests.rules.fiscal_years import Counted, bounds, by_department
from kairanban.circulation.municipal_requests.rules.received import Told
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Sums:
    """A request with all its associations."""

    associations: int
    passed: int
    declined: int
    open: int
    addressed: int
    """Of the associations that are shown, so that none can be worked out from the rest."""
    replied: int
    copies: int


async def by_association(tx: Tx, request: CircularId) -> list[Told]:
    return await tx.all(queries.BY_ASSOCIATION, municipal_request=request)


async def on_day(tx: Tx, day: int) -> list[Told]:
    """All requests whose paper is delivered on the day that begins at this instant."""
    return await tx.all(queries.ON_DAY, day=day)


def summed(lines: list[Told]) -> Sums:
    standings = [line.standing for line in lines]
    return Sums(
        associations=len(lines),
        passed=sum(one in (Standing.PASSED, Standing.TAKEN_BACK) for one in standings),
        declined=standings.count(Standing.DECLINED),
        open=sum(one in (Standing.OPEN, Standing.PREPARING) for one in standings),
        addressed=sum(line.addressed for line in lines if line.replied_shown),
        replied=sum(line.replied for line in lines if line.replied_shown),
        copies=sum(line.copies for line in lines),
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """How many associations of a request answered what."""

    passed: int = 0
    declined: int = 0
    open: int = 0


async def answered(tx: Tx, year: int) -> dict[CircularId, Answers]:
    """For the requests of a fiscal year."""
    since, before = bounds(year)
    found: dict[CircularId, Answers] = {}
    for one in await tx.all(queries.ANSWERED, since=since, before=before):
        counts = found.get(one.request, Answers())
        where = standing(one.answer, one.passed, one.published, one.withdrawn)
        if where is Standing.DECLINED:
            counts = replace(counts, declined=counts.declined + one.number)
        elif where in (Standing.PASSED, Standing.TAKEN_BACK):
            counts = replace(counts, passed=counts.passed + one.number)
        else:
            counts = replace(counts, open=counts.open + one.number)
        found[one.request] = counts
    return found


async def delivery_days(tx: Tx) -> list[int]:
    """From a month ago on, the first instant of each day on which paper is delivered."""
    return await tx.column(sending.DELIVERY_DAYS, since=tx.now - 31 * DAY)


async def departments(tx: Tx) -> list[str]:
    """Those that have asked before."""
    return await tx.column(sending.DEPARTMENTS)


async def stocktaking(tx: Tx, year: int) -> list[Counted]:
    """棚卸し: the requests sent in a fiscal year, by department and month."""
    since, before = bounds(year)
    return by_department(await tx.all(sending.DEPARTMENTS_SENT, since=since, before=before))
