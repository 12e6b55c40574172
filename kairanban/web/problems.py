"""Error pages: what happened, what to do now, whom to call."""

import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kairanban.confined.limits import LARGEST_FILE, MIB
from kairanban.core import errors
from kairanban.core.actor import Visitor
from kairanban.db.transaction import Violation
from kairanban.i18n.marks import N as _n
from kairanban.web import render
from kairanban.web.app_context import app_context
from kairanban.web.headers import always
from kairanban.web.page_context import Help, page_context_for

# Visible ASCII and complete escapes: browsers drop tabs and read a backslash as a slash.
_PATH = re.compile(r"/(?!/)(?:[!-$&-\[\]-~]|%[0-9A-Fa-f]{2})*")


@dataclass(frozen=True, slots=True)
class ProblemPage:
    title: str
    advice: str
    values: dict[str, object]
    back: str = ""


_STATUS: tuple[tuple[type[Exception], int, str, str], ...] = (
    (errors.SignInNeeded, 401, _n("Please open this with your card"), _n("Point the camera at the code on your household's card. If you cannot find the card, please ring.")),
    (errors.NotFound, 404, _n("There is no such page here"), _n("It may have ended, or the address may be a little different. Please go back to the first page.")),
    (errors.Refused, 403, _n("This cannot be done from here"), ""),
    (errors.Invalid, 422, _n("Please look at this once more"), ""),
    (errors.Conflict, 409, _n("This has changed in the meantime"), ""),
    (Violation, 409, _n("This has changed in the meantime"), _n("Something was changed at the same moment. Please open the page again.")),
    (errors.Unavailable, 503, _n("It was not recorded"), _n("It has not been recorded. Please press once more in a little while.")),
)  # fmt: skip


def page(request: Request, problem: Exception) -> Response:
    """Return the error page with its status; unrecognised clients get it as visitors."""
    _as_visitor(request)
    if isinstance(problem, errors.StepUpNeeded):
        back = str(request.url) if request.method == "GET" else request.headers.get("referer", "/")
        return render.see(f"/step-up?next={quote(path_only(back))}")
    for kind, status, title, advice in _STATUS:
        if isinstance(problem, kind):
            said = problem if isinstance(problem, errors.Problem) and status != 503 else errors.Problem()
            view = ProblemPage(title, said.message or advice, said.values)
            return render.page(request, "web/problem.html", view, status)
    raise problem


def path_only(address: str) -> str:
    """Return the path of a URL, "/" if it could lead to another host."""
    path = re.sub(r"\Ahttps?://[^/]*", "", address)
    return path if _PATH.fullmatch(path) else "/"


async def unfound(request: Request, _error: Exception) -> Response:
    """Return 404 for unknown paths; recognise first, so that a signed-in person is not asked to sign in."""
    with suppress(errors.Problem):
        await app_context(request).recognise(request)
    return page(request, errors.NotFound())


async def too_large(request: Request, _error: Exception | None) -> Response:
    """Return the page for a form that is too large, with the way back to it: what was typed is still there."""
    _as_visitor(request)
    back = path_only(request.headers.get("referer", "/"))
    view = ProblemPage(
        _n("This is too large to send"),
        _n(
            "A file can have %(megabytes)s MB at most. Please go back, choose a smaller one, and press once more. What you typed is still there."
        ),
        {"megabytes": LARGEST_FILE // MIB},
        back,
    )
    return render.page(request, "web/problem.html", view, 413)


async def broken(request: Request, _error: Exception) -> Response:
    """Return a plain 500 page; the details go to the log only."""
    _as_visitor(request)
    view = ProblemPage(
        _n("It did not go well"),
        _n("Something on our side is not right. Please try again in a little while."),
        {},
    )
    response = render.page(request, "web/problem.html", view, 500)
    response.headers.update(always(app_context(request).settings))
    return response


def _as_visitor(request: Request) -> None:
    """Set a visitor's page context if the request has not been recognised."""
    if not hasattr(request.state, "page_context"):
        request.state.actor, request.state.token = Visitor(), ""
        request.state.page_context = page_context_for(request, Visitor(), Help(), False)
