"""Where 戻る leads: the list a reader came from, with its search; without a script from the browser's Referer."""

import re
from urllib.parse import urlsplit

from starlette.requests import Request

# Lists of circulars, as they stand in static/app.js.
_LISTS = re.compile(r"/(?:circulars|events|family)?(?:\?[^#\s]{0,400})?")


def way_back(request: Request, carried: str = "") -> str:
    """Return the list from the form, the query or the Referer; the first page if it is none."""
    asked = carried or request.query_params.get("back", "") or _referred(request)
    return asked if _LISTS.fullmatch(asked) else "/"


def _referred(request: Request) -> str:
    try:
        came = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    if came.netloc != request.url.netloc:
        return ""
    return came.path + (f"?{came.query}" if came.query else "")
