"""What came since an open page was made: a tablet left open looks each minute (static/app.js)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kairanban.circulation.replies.queries.inbox import NEW_SINCE
from kairanban.core.clock import SECOND
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate
from kairanban.web.app_context import point_read
from kairanban.web.routing import Open, get

# Short: they stand in a place of the header that a phone has 100 px for.
CHECK = _n("Safe?")
DRILL = _n("Drill: safe?")
CIRCULAR = _n("New circular")
WITHDRAWN = _n("Withdrawn")
# A page may have been read while what it misses was being written; better said twice than never.
MARGIN = 10 * SECOND


async def now(request: Request) -> Response:
    """Return 204, or words and an address for the header: a check that the page does not name, else a circular."""
    context = request.state.page_context
    since, named = _whole(request, "since"), _whole(request, "check")
    if context.asked and context.asked != named:
        return _news(context.language, DRILL if context.asked < 0 else CHECK, context.asked_path, alarm=True)
    async with point_read(request) as tx:
        came = await tx.column(NEW_SINCE, since=since - MARGIN)
    if not came:
        return Response(status_code=204)
    return _news(context.language, CIRCULAR if None in came else WITHDRAWN, "/")


def _news(language: str, words: str, to: str, *, alarm: bool = False) -> Response:
    return JSONResponse({"words": translate(language, words), "to": to, "alarm": alarm})


def _whole(request: Request, name: str) -> int:
    found = request.query_params.get(name, "")
    digits = found.removeprefix("-")
    return int(found) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0


routes = [get("/now", now, Open.HOUSEHOLD)]
