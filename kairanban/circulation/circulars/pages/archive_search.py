"""An archive search, as query parameters."""

from starlette.datastructures import FormData
from starlette.requests import Request

from kairanban.circulation.circulars.rules.archive_search import NEVER, Sought, sought
from kairanban.web.forms import YEARS, Form

PAGE = 20


def asked(request: Request) -> Sought:
    """Return the search; invalid values are ignored."""
    form = _address(request)
    year = form.whole("year", YEARS[0], YEARS[-2])
    return sought(form.text("words"), year, form.text("category"))


def before(request: Request) -> int:
    """Return the id after which the page continues, else one above all."""
    return _address(request).whole("before", 1, 2**53) or NEVER


def _address(request: Request) -> Form:
    return Form(FormData([*request.query_params.multi_items()]))
