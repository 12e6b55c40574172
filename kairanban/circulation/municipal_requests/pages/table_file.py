"""Tables as downloads."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.municipal_requests.rules.table_file import table_csv
from kairanban.i18n.translate import translate


def words(request: Request, *messages: str) -> list[str]:
    """Return headings in the reader's language, as plain text."""
    return [translate(request.state.page_context.language, message) for message in messages]


def table_file(name: str, plain_name: str, rows: Iterable[Sequence[str | int]]) -> Response:
    """Return a CSV download; `plain_name` is for browsers without RFC 5987 names."""
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain_name}.csv\"; filename*=UTF-8''{quote(name, safe='')}.csv",
        "Cache-Control": "no-store",
    }
    return Response(table_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)
