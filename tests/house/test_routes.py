"""About the routes: each declares who may use it, none accepts cross-site changes, a GET never writes."""

import pytest

from kairanban.app import routes
from kairanban.core.tasks import Task
from kairanban.web.routing import GuardedRoute, Open

# Open without sign-in; a new entry needs a reason.
PUBLIC = {
    "/", "/health", "/ready", "/metrics", "/settings", "/static/{name}", "/sw.js", "/manifest.webmanifest", "/offline", "/home-screen", "/guides", "/guides/{who}",
    "/c/{token}", "/card", "/card/devices", "/card/number", "/card/requests", "/card/request", "/card/request/device",
    # A window opened from the home screen cannot scan a card: it shows digits and holds a secret of its own.
    "/pairing", "/pairing/state", "/pairing/device",
    # A resident who scans a poster has no card yet.
    "/b/{token}", "/building", "/building/requests", "/building/request", "/building/request/device",
    "/building/request/removal",
    # Anybody may scan a sheet: the leader sees the position, others the circular.
    "/circulars/{circular:int}/blocks/{block:int}/sheet",
    # Says thank you; the leaver is signed out by then.
    "/handed-over",
    # A calendar has only the URL.
    "/calendar/{token}.ics",
    # Links in mails are made for one purpose.
    "/notices/key", "/notices/mail/{token}", "/notices/mail/{token}/confirmation", "/notices/mail/{token}/removal",
    "/told/{token}", "/told/{token}/acknowledgement",
    "/away", "/away/return", "/i/{token}", "/invitation", "/invitation/password", "/sign-in", "/demo/{token}",
    "/passkeys/registration/options", "/passkeys/registration",
    "/passkeys/authentication/options", "/passkeys/authentication",
}  # fmt: skip


def test_every_route_declares_what_it_needs() -> None:
    for route in routes():
        assert isinstance(route, GuardedRoute), route
        needs = route.needs if isinstance(route.needs, tuple) else (route.needs,)
        assert all(isinstance(need, (Open, Task)) for need in needs), route


def test_the_public_routes_are_the_known_ones() -> None:
    assert {
        route.path for route in routes() if isinstance(route, GuardedRoute) and route.needs is Open.PUBLIC
    } == PUBLIC


def test_no_change_is_accepted_from_another_site() -> None:
    assert [route.path for route in routes() if isinstance(route, GuardedRoute) and route.csrf_exempt] == [
        # RFC 8058: mail programs post it; its token is for this purpose only.
        "/notices/mail/{token}/removal"
    ]


def test_every_route_has_a_unique_name() -> None:
    names = [
        (route.name, sorted(route.methods or ())) for route in routes() if isinstance(route, GuardedRoute)
    ]
    for name in names:
        assert names.count(name) == 1 or name[0] in {"circulation.replies.pages.answers.go_back"}, name


@pytest.mark.parametrize("route", [r for r in routes() if isinstance(r, GuardedRoute)], ids=lambda r: r.name)
def test_paths_are_nouns(route: GuardedRoute) -> None:
    verbs = {"delete", "remove", "create", "update", "edit", "publish", "approve", "cancel", "get", "send"}
    assert not verbs & set(route.path.strip("/").split("/"))
