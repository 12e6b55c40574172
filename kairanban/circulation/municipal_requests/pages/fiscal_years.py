"""The fiscal year of a page, and the years to choose from."""

from starlette.requests import Request

from kairanban.circulation.municipal_requests.queries.sending import FIRST_SENT
from kairanban.circulation.municipal_requests.rules.fiscal_years import FIRST, LAST, year_of
from kairanban.db.tx import Tx


def asked_year(request: Request, now: int) -> int:
    """Return the year of the query string, else the current one."""
    asked = request.query_params.get("year", "")
    if asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST <= int(asked) <= LAST:
        return int(asked)
    return year_of(now)


async def years(tx: Tx) -> list[int]:
    """Return the years since the first request, newest first."""
    first = await tx.value(FIRST_SENT)
    now = year_of(tx.now)
    return list(range(now, (year_of(first) if first is not None else now) - 1, -1))
