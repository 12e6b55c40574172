"""Routes with access control: every route declares who may use it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum
from functools import wraps

from starlette.datastructures import Headers, URLPath
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import Receive, Scope, Send

from kairanban.access.rules import grants
from kairanban.core.actor import Actor
from kairanban.core.errors import NotFound, Problem, Refused, SignInNeeded
from kairanban.core.tasks import Task
from kairanban.db.transaction import Violation
from kairanban.i18n.marks import N as _n
from kairanban.web import csrf, owners, problems, undo
from kairanban.web.app_context import app_context

Endpoint = Callable[[Request], Awaitable[Response]]

KIB = 1024
MIB = 1024 * KIB
# Largest body read to its end before answering 413.
DRAINED = 200 * MIB
FORM_BYTES = 256 * KIB
# Larger numbers are not ids, and SQLite could not compare them.
LARGEST_ID = 2**53


class Open(StrEnum):
    """Access levels that do not need a task."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    HOUSEHOLD = "household"


# Of several tasks any one is enough.
Need = Open | Task | tuple[Task, ...]


class GuardedRoute(Route):
    """A route that checks what it needs of the actor."""

    def __init__(
        self, method: str, path: str, endpoint: Endpoint, needs: Need, body: int | None, csrf_exempt: bool
    ) -> None:
        name = f"{endpoint.__module__.removeprefix('kairanban.')}.{endpoint.__name__}"
        # One endpoint may serve a page and, at .pdf, its printed form.
        name += ".pdf" if path.endswith(".pdf") else ""
        guarded = _guarded(
            endpoint,
            needs,
            csrf_exempt,
            undoes=method == "POST" and isinstance(needs, Open) and undo.undoes(path),
        )
        super().__init__(path, guarded, methods=[method], name=name, max_body_size=body)
        self.needs = needs
        self.csrf_exempt = csrf_exempt
        self.body = body

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a form that is declared too large in words; Starlette does it for one that turns out so."""
        declared = Headers(scope=scope).get("content-length", "")
        if self.body is None or not declared.isdecimal() or int(declared) <= self.body:
            await super().handle(scope, receive, send)
            return
        request = Request(scope, receive)
        with suppress(Problem):
            await app_context(request).recognise(request)
        # A browser that is still sending does not read: it would say that the connection broke.
        if int(declared) <= DRAINED:
            async for _ in request.stream():
                pass
        await (await problems.too_large(request, None))(scope, receive, send)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        try:
            return super().matches(scope)
        except ValueError:
            # Python refuses to parse numbers of thousands of digits.
            return Match.NONE, {}


def get(path: str, endpoint: Endpoint, needs: Need) -> GuardedRoute:
    """Return a GET route; its endpoint must not change anything."""
    return GuardedRoute("GET", path, endpoint, needs, None, False)


def post(
    path: str, endpoint: Endpoint, needs: Need, *, body: int = FORM_BYTES, csrf_exempt: bool = False
) -> GuardedRoute:
    """Return a POST route; `body` is its size limit in bytes."""
    return GuardedRoute("POST", path, endpoint, needs, body, csrf_exempt)


def _guarded(endpoint: Endpoint, needs: Need, csrf_exempt: bool, *, undoes: bool) -> Endpoint:
    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        try:
            await app_context(request).recognise(request)
            if request.method not in csrf.SAFE and not csrf_exempt:
                await csrf.check(request)
                owners.check(request)
            admit(request.state.actor, needs)
            if any(isinstance(value, int) and value > LARGEST_ID for value in request.path_params.values()):
                raise NotFound
            asked = await undo.question(request) if undoes else None
            return asked or await endpoint(request)
        except ClientDisconnect:
            # The client is gone, and nothing was begun.
            return Response(status_code=400)
        except (Problem, Violation) as problem:
            return problems.page(request, problem)
        finally:
            # Closes uploaded files in every case.
            await request.close()

    return guarded


def admit(actor: object, needs: Need) -> None:
    """Raise SignInNeeded, Refused or NotFound unless the actor meets the need."""
    if needs is Open.PUBLIC:
        return
    if not isinstance(actor, Actor):
        raise SignInNeeded
    if needs is Open.SIGNED_IN:
        return
    if needs is Open.HOUSEHOLD:
        if not actor.homes:
            raise Refused(_n("This page belongs to a household. Please open it with the household's card."))
        return
    wanted = needs if isinstance(needs, tuple) else (needs,)
    if not any(grants(appointment, task) for appointment in actor.appointments for task in wanted):
        raise NotFound


class ByFirstWord(BaseRoute):
    """Tries only routes with the same first path segment: there are over a hundred."""

    def __init__(self, routes: list[BaseRoute]) -> None:
        self._by_word: dict[str, list[Route]] = {}
        for route in routes:
            assert isinstance(route, Route)
            self._by_word.setdefault(_first_word(route.path), []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        found: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._by_word.get(_first_word(scope["path"]), ()):
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, "matched_route": route}
            if match is Match.PARTIAL and found[0] is Match.NONE:
                found = (match, {**child, "matched_route": route})
        return found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["matched_route"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)


def _first_word(path: str) -> str:
    return path.split("/", 2)[1] if "/" in path else ""
