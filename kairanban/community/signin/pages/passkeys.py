"""Passkeys; the JSON endpoints of `static/passkey.js`."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kairanban.community.signin.actions import own_page, passkeys, persons
from kairanban.community.signin.pages.persons import INVITATION, browser_kind
from kairanban.community.signin.rules import passkeys as rules
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.community.signin.rules.lifetimes import CHALLENGE_LASTS
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict
from kairanban.i18n.translate import translate
from kairanban.web.app_context import app_context, read, write
from kairanban.web.cookies import drop, given, keep, keep_session
from kairanban.web.problems import path_only
from kairanban.web.routing import KIB, Open, post

CHALLENGE = "challenge"
BODY = 32 * KIB


async def ask_registration(request: Request) -> Response:
    async with read(request) as tx:
        invitation = await persons.invitation(tx, given(request, INVITATION))
    options, challenge = rules.registration(_address(request), invitation.person, invitation.name)
    return await _asked(request, options, challenge)


async def register(request: Request) -> Response:
    answer = await _answer(request)
    async with write(request) as tx:
        challenge = await passkeys.take_challenge(tx, given(request, CHALLENGE))
    made = rules.registered(_address(request), answer, challenge)
    async with write(request) as tx:
        token = await passkeys.add(
            tx, given(request, INVITATION), made, _name(request), browser_kind(request)
        )
    return keep_session(request, drop(request, _go("/office"), INVITATION), token)


async def ask_own_registration(request: Request) -> Response:
    """As `ask_registration`, of a further passkey of the person who is signed in and has proven herself."""
    async with read(request) as tx:
        person, known = own_page.proven(tx), await own_page.credentials(tx)
        name = tx.actor.name if isinstance(tx.actor, Actor) else ""
    options, challenge = rules.registration(_address(request), person, name, known)
    return await _asked(request, options, challenge)


async def register_own(request: Request) -> Response:
    async with read(request) as tx:
        own_page.proven(tx)
    answer = await _answer(request)
    async with write(request) as tx:
        challenge = await passkeys.take_challenge(tx, given(request, CHALLENGE))
    made = rules.registered(_address(request), answer, challenge)
    async with write(request) as tx:
        await passkeys.add_own(tx, made, _name(request))
    return _go("/own-page?done=added#keys")


async def ask_authentication(request: Request) -> Response:
    options, challenge = rules.authentication(_address(request))
    return await _asked(request, options, challenge)


async def authenticate(request: Request) -> Response:
    answer = await _answer(request)
    async with write(request) as tx:
        challenge = await passkeys.take_challenge(tx, given(request, CHALLENGE))
        key = await passkeys.find(tx, rules.credential_of(answer))
    proven = rules.proven(_address(request), answer, challenge, key)
    async with write(request) as tx:
        token = await passkeys.use(tx, key, proven, browser_kind(request))
    return keep_session(request, _go(path_only(request.query_params.get("next", "/office"))), token)


async def _asked(request: Request, options: str, challenge: bytes) -> Response:
    async with write(request) as tx:
        token = await passkeys.ask(tx, challenge)
    response = Response(options, media_type="application/json")
    return keep(request, response, CHALLENGE, token, CHALLENGE_LASTS // 1000)


async def _answer(request: Request) -> dict[str, Any]:
    try:
        answer = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise Conflict(rules.WRONG) from error
    if not isinstance(answer, dict):
        raise Conflict(rules.WRONG)
    return answer


def _name(request: Request) -> str:
    """Return what a passkey made in this browser is called at first, in the reader's language."""
    return translate(request.state.page_context.language, KINDS[browser_kind(request)])


def _address(request: Request) -> str:
    return app_context(request).settings.public_address


def _go(path: str) -> Response:
    return JSONResponse({"go": path})


routes = [
    post("/own-page/passkeys/options", ask_own_registration, Open.SIGNED_IN, body=BODY),
    post("/own-page/passkeys", register_own, Open.SIGNED_IN, body=BODY),
    post("/passkeys/registration/options", ask_registration, Open.PUBLIC, body=BODY),
    post("/passkeys/registration", register, Open.PUBLIC, body=BODY),
    post("/passkeys/authentication/options", ask_authentication, Open.PUBLIC, body=BODY),
    post("/passkeys/authentication", authenticate, Open.PUBLIC, body=BODY),
]
