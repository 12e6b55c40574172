"""おしらせの受け取り方: notification settings of a household, one button per choice."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.actor import Home
from kairanban.core.clock import day_of, end_of
from kairanban.core.errors import Invalid, Refused
from kairanban.core.ids import HouseholdId
from kairanban.core.mail_address import LONGEST
from kairanban.core.notification_defaults import QUIET, REST_DAYS, SWITCHES, Choice
from kairanban.db.tx import Tx
from kairanban.notify.actions import addresses, choices, mail, test_message
from kairanban.notify.keys import keys_of
from kairanban.notify.queries.addresses import Mail
from kairanban.notify.queries.deliveries import Tested
from kairanban.web.app_context import actor, app_context, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

# A test message usually takes a second; after that the page says that it is being sent.
TEST_SECONDS, LOOK_EVERY = 4.0, 0.25


@dataclass(frozen=True, slots=True)
class NoticesPage:
    home: Home
    several: bool
    key: str
    """Public push key; empty if the server has none yet."""
    told_here: bool
    kiosk: bool
    mails: list[Mail]
    choice: Choice
    rests: bool
    tested: Tested | None
    done: str
    wrong: str = ""
    typed: str = ""

    @property
    def quiet(self) -> str:
        hours = (self.choice.quiet_from, self.choice.quiet_until)
        return next((name for name, one in QUIET.items() if one == hours), "")


async def show(request: Request) -> Response:
    homes = actor(request).homes
    home = chosen(request, request.query_params.get("home", "")) or homes[0]
    async with read(request) as tx:
        view = await _view(tx, request, home)
    return page(request, "notify/notices.html", view)


async def choose(request: Request) -> Response:
    """Store the choice of one button."""
    form = await read_form(request)
    home = _home(request, form)
    now = app_context(request).database.clock()
    changed: dict[str, int | None] = {
        name: int(form.choice(name, ("0", "1"))) for name in SWITCHES if form.choice(name, ("0", "1"))
    }
    if quiet := form.choice("quiet", tuple(QUIET)):
        changed |= {"quiet_from": QUIET[quiet][0], "quiet_until": QUIET[quiet][1]}
    if rest := form.choice("rest", tuple(REST_DAYS)):
        days = REST_DAYS[rest]
        changed["rest_until"] = end_of(day_of(now) + timedelta(days=days)) if days else None
    if changed:
        async with write(request) as tx:
            await choices.choose(tx, home.household, changed)
    at = form.choice("at", ("quiet", "digest", "ordinary", "reminders", "obituaries", "rest"))
    return _back(request, home, "changed", at)


async def add_mail(request: Request) -> Response:
    form = await read_form(request)
    home = _home(request, form)
    target = form.text("email", longest=LONGEST)
    try:
        form.check()
        async with write(request) as tx:
            await mail.add(tx, home.household, target, request.state.page_context.language)
    except Invalid as invalid:
        async with read(request) as tx:
            view = await _view(tx, request, home, next(iter(invalid.fields.values())), target)
        return page(request, "notify/notices.html", view, 422)
    return _back(request, home, "asked", "mail")


async def take_mail_off(request: Request) -> Response:
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        await mail.take_off(tx, home.household, request.path_params["address"])
    return _back(request, home, "changed", "mail")


async def leave(request: Request) -> Response:
    """End this device's subscription, also without scripts."""
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        await addresses.unsubscribe(tx)
    return _back(request, home, "changed", "device")


async def try_out(request: Request) -> Response:
    """Send a test message and wait up to 4 seconds for its outcome."""
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        await test_message.try_out(tx, home.household)
    loop = asyncio.get_running_loop()
    end = loop.time() + TEST_SECONDS
    while loop.time() < end:
        await asyncio.sleep(LOOK_EVERY)
        async with read(request) as tx:
            found = await test_message.tested(tx, home.household)
        if found is None or found.settled is not None or found.why:
            break
    return _back(request, home, "tested", "device")


async def _view(tx: Tx, request: Request, home: Home, wrong: str = "", typed: str = "") -> NoticesPage:
    keys = await keys_of(tx)
    choice = await choices.choice_of(tx, home.household)
    done = request.query_params.get("done", "")
    return NoticesPage(
        home=home,
        several=len(actor(request).homes) > 1,
        key=keys.public_key if keys else "",
        told_here=await addresses.is_subscribed(tx),
        kiosk=actor(request).kiosk,
        mails=await mail.of_household(tx, home.household),
        choice=choice,
        rests=choice.rest_until is not None and choice.rest_until > tx.now,
        tested=await test_message.tested(tx, home.household) if done == "tested" else None,
        done=done,
        wrong=wrong,
        typed=typed,
    )


def _home(request: Request, form: Form) -> Home:
    """Return the form's household; raise Refused on a shared tablet."""
    if actor(request).kiosk:
        raise Refused(addresses.SHARED)
    return chosen(request, form.text("home")) or actor(request).homes[0]


def _back(request: Request, home: Home, done: str, at: str) -> Response:
    of: HouseholdId = home.household
    several = f"&home={of}" if len(actor(request).homes) > 1 else ""
    return see(f"/settings/notices?done={done}{several}" + (f"#{at}" if at else ""))


routes = [
    get("/settings/notices", show, Open.HOUSEHOLD),
    post("/settings/notices", choose, Open.HOUSEHOLD),
    post("/settings/notices/mail", add_mail, Open.HOUSEHOLD),
    post("/settings/notices/mail/{address:int}/removal", take_mail_off, Open.HOUSEHOLD),
    post("/settings/notices/device/removal", leave, Open.HOUSEHOLD),
    post("/settings/notices/trial", try_out, Open.HOUSEHOLD),
]
