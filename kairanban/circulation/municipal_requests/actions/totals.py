"""Totals for the municipality: decisions, copies, requests by department; numbers only."""

from dataclasses import dataclass, replace

from kairanban.circulation.municipal_requests.queries import decisions as queries
from kairanban.circulation.municipal_requests.queries import sending
from kairanban.circulation.municipal_requests.queries import stocktaking as of_year
from kairanban.circulation.municipal_requests.rules.decisions import RequestState, request_state
from kairanban.circulation.municipal_requests.rules.fiscal_years import Counted, bounds, by_department
from kairanban.circulation.municipal_requests.rules.received import Told
from kairanban.circulation.municipal_requests.rules.stocktaking import Came, outcomes
from kairanban.core.clock import DAY
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals over all associations of a request."""

    associations: int
    passed: int
    declined: int
    open: int
    addressed: int
    """Sum over associations shown only, so that the others cannot be derived."""
    replied: int
    copies: int


async def by_association(tx: Tx, request: CircularId) -> list[Told]:
    return await tx.all(queries.BY_ASSOCIATION, municipal_request=request)


async def on_day(tx: Tx, day: int) -> list[Told]:
    """Return the decisions on all requests with this delivery day (its first instant)."""
    return await tx.all(queries.ON_DAY, day=day)


def summed(lines: list[Told]) -> Sums:
    states = [line.state for line in lines]
    return Sums(
        associations=len(lines),
        passed=sum(one in (RequestState.PASSED, RequestState.TAKEN_BACK) for one in states),
        declined=states.count(RequestState.DECLINED),
        open=sum(one in (RequestState.OPEN, RequestState.PREPARING) for one in states),
        addressed=sum(line.addressed for line in lines if line.replied_shown),
        replied=sum(line.replied for line in lines if line.replied_shown),
        copies=sum(line.copies for line in lines),
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """Number of associations per decision on a request."""

    passed: int = 0
    declined: int = 0
    open: int = 0


async def answered(tx: Tx, year: int) -> dict[CircularId, Answers]:
    """Return the numbers for the requests of a fiscal year."""
    since, before = bounds(year)
    found: dict[CircularId, Answers] = {}
    for one in await tx.all(queries.ANSWERED, since=since, before=before):
        counts = found.get(one.request, Answers())
        where = request_state(one.answer, one.passed, one.published, one.withdrawn)
        if where is RequestState.DECLINED:
            counts = replace(counts, declined=counts.declined + one.number)
        elif where in (RequestState.PASSED, RequestState.TAKEN_BACK):
            counts = replace(counts, passed=counts.passed + one.number)
        else:
            counts = replace(counts, open=counts.open + one.number)
        found[one.request] = counts
    return found


async def delivery_days(tx: Tx) -> list[int]:
    """Return the first instant of each delivery day since a month ago."""
    return await tx.column(sending.DELIVERY_DAYS, since=tx.now - 31 * DAY)


async def departments(tx: Tx) -> list[str]:
    """Return the departments of earlier requests."""
    return await tx.column(sending.DEPARTMENTS)


@dataclass(frozen=True, slots=True)
class Stocktaking:
    """棚卸し of a fiscal year."""

    lines: list[Counted]
    """Requests of each department by month."""
    outcomes: list[Came]
    """What they came to, in the same order."""
    together: Came


async def stocktaking(tx: Tx, year: int) -> Stocktaking:
    since, before = bounds(year)
    sent = await tx.all(of_year.DEPARTMENTS_SENT, since=since, before=before)
    rows = await tx.all(of_year.OUTCOMES, since=since, before=before)
    deliveries = await tx.all(of_year.DELIVERY_DAYS_OF_YEAR, since=since, before=before)
    return Stocktaking(by_department(sent), *outcomes(rows, deliveries))
