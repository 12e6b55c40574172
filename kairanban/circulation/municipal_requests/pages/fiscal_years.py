"""Which fiscal year a page is about, and which there are."""

from starlette.requests import Request

from kairanban.circulation.municipal_requests.queries.sending import FIRST_SENT
from kairanban.circulation.municipal_requests.rules.fiscal_years import FIRST, LAST, year_of
from kairanban.db.tx import Tx


def asked_year(request: Request, now: int) -> int:
    """The year in the address, else the present one."""
    asked = request.query_params.get("year", "")
    if asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST <= int(asked) <= LAST:
        return int(asked)
    return year_of(now)


async def years(tx: Tx) -> list[int]:
    """The newest first, from the first request on."""
    first = await tx.value(FIRST_SENT)
    now = year_of(tx.now)
    return list(range(now, (year_of(first) if first is not None else now) - 1, -1))
