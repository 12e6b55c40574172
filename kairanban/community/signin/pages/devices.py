"""The household's devices, waiting requests and PIN."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.hidden import is_trusted_here
from kairanban.community.people.actions.households import residents
from kairanban.community.people.queries.people import Resident
from kairanban.community.signin.actions import devices
from kairanban.community.signin.actions.hashing import slowly
from kairanban.community.signin.queries.device_requests import Waiting
from kairanban.community.signin.queries.devices import Device
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.core.actor import Actor
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.render import PRESSED, page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class DevicesPage:
    household: HouseholdId
    label: str
    devices: list[Device]
    waiting: list[Waiting]
    this_session: int
    kinds: dict[str, str]
    has_pin: bool
    residents: list[Resident]
    user: ResidentId | None
    trusted: bool
    """Whether the household trusts this device; see `access/hidden.py`."""
    against: str
    """Why this device, itself added with six digits lately, changes nothing of the others."""
    kiosk: bool
    mail: list[str]
    calendars: int
    done: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class RemovalPage:
    device: Device
    household: HouseholdId
    kinds: dict[str, str]


async def show(request: Request) -> Response:
    return await _page(request)


async def decide(request: Request) -> Response:
    form = await read_form(request)
    agreed = form.choice("answer", ("yes", "no")) == "yes"
    async with write(request) as tx:
        await devices.decide(tx, asked_household(request, form), request.path_params["request"], agreed)
    return see(f"/devices?done={'approved' if agreed else 'refused'}")


async def remove(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await devices.remove(tx, asked_household(request, form), request.path_params["device"])
    return see("/devices?done=removed")


async def ask_removal(request: Request) -> Response:
    """Ask once, and say which device: its kind, since when, and when it was last used."""
    household = asked_household(request)
    async with read(request) as tx:
        found = await devices.devices(tx, household)
    for one in found:
        if one.id == request.path_params["device"]:
            return page(request, "community/signin/device_removal.html", RemovalPage(one, household, KINDS))
    raise NotFound


async def confirm(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await devices.confirm(tx, asked_household(request, form), request.path_params["device"])
    return see("/devices?done=confirmed")


async def remove_others(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await devices.remove_others(tx, asked_household(request, form))
    return see("/devices?done=removed_others")


async def acknowledge(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await devices.acknowledge_device(tx, asked_household(request, form), request.path_params["device"])
    return see(PRESSED)


async def choose_pin(request: Request) -> Response:
    form = await read_form(request)
    try:
        hashed = await slowly(devices.checked_pin, form.text("pin", longest=8))
    except Invalid as invalid:
        return await _page(request, invalid.fields["pin"], 422)
    async with write(request) as tx:
        await devices.choose_pin(tx, asked_household(request, form), hashed)
    return see("/devices?done=pin")


async def name_resident(request: Request) -> Response:
    form = await read_form(request)
    chosen = form.whole("resident", 1, 2**53)
    async with write(request) as tx:
        await devices.name_resident(
            tx, asked_household(request, form), ResidentId(chosen) if chosen else None
        )
    return see("/devices?done=named")


async def _page(request: Request, wrong: str = "", status: int = 200) -> Response:
    household = asked_household(request)
    who = actor(request)
    assert isinstance(who, Actor)
    home = next(one for one in who.homes if one.household == household)
    async with read(request) as tx:
        found = await devices.devices(tx, household)
        waiting = await devices.waiting(tx, household)
        has_pin = await devices.has_pin(tx, household)
        living = await residents(tx, household)
        trusted = await is_trusted_here(tx, household)
        new_here = await devices.is_new_here(tx, household)
        mail = await devices.mail_addresses(tx, household)
        calendars = await devices.calendars(tx, household)
    view = DevicesPage(
        household=household,
        label=home.label,
        devices=found,
        waiting=waiting,
        this_session=who.session,
        kinds=KINDS,
        has_pin=has_pin,
        residents=living,
        user=home.resident,
        trusted=trusted,
        against=devices.TOO_NEW if new_here else "",
        kiosk=who.kiosk,
        mail=mail,
        calendars=calendars,
        done=request.query_params.get("done", ""),
        wrong=wrong,
    )
    return page(request, "community/signin/devices.html", view, status)


def asked_household(request: Request, form: Form | None = None) -> HouseholdId:
    """Return the household named by the form or the page, else the first of this device."""
    homes = actor(request).homes
    if not homes:
        raise NotFound
    asked = form.text("home") if form else request.query_params.get("home", "")
    return (chosen(request, asked) or homes[0]).household


routes = [
    get("/devices", show, Open.HOUSEHOLD),
    post("/devices/requests/{request:int}", decide, Open.HOUSEHOLD),
    get("/devices/{device:int}/removal", ask_removal, Open.HOUSEHOLD),
    post("/devices/{device:int}/removal", remove, Open.HOUSEHOLD),
    post("/devices/{device:int}/confirmation", confirm, Open.HOUSEHOLD),
    post("/devices/others/removal", remove_others, Open.HOUSEHOLD),
    post("/devices/{device:int}/acknowledgement", acknowledge, Open.HOUSEHOLD),
    post("/devices/resident", name_resident, Open.HOUSEHOLD),
    post("/devices/number", choose_pin, Open.HOUSEHOLD),
]
