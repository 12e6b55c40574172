"""What is asked of an archive, as it stands in the address of the page."""

from starlette.datastructures import FormData
from starlette.requests import Request

from kairanban.circulation.circulars.rules.archive_search import NEVER, Sought, sought
from kairanban.web.forms import YEARS, Form

PAGE = 20


def asked(request: Request) -> Sought:
    """The words, the year and the category; what cannot be understood asks nothing."""
    form = _address(request)
    year = form.whole("year", YEARS[0], YEARS[-2])
    return sought(form.text("words"), year, form.text("category"))


def before(request: Request) -> int:
    """The circular after which the page goes on; else all of them."""
    return _address(request).whole("before", 1, 2**53) or NEVER


def _address(request: Request) -> Form:
    return Form(FormData([*request.query_params.multi_items()]))
