"""People who serve elsewhere: every role at every kind of place, in another association and in another municipality."""

from dataclasses import dataclass, replace

from kairanban.circulation.circulars.actions import attachments, drafts, publishing
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.people.rules.offices import SERVES_AT
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind
from kairanban.core.actor import Actor, Appointment
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, AttachmentId, CircularId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.world import SYSTEM, World, choices, draft

LONG_AGO = 100 * DAY

THEIR_OWN = Texts(
    title="雪かきの当番",
    gist="雪かきの当番をお知らせします。",
    facts_ask="区長",
    body="よろしくお願いします。",
)
_PICTURE = PagePicture("image/png", 10, 10, b"\x89PNG")
_SHEET = Document(Kind.PNG, (_PICTURE,), _PICTURE, "", True, TextFrom.NOWHERE, None)


@dataclass(frozen=True)
class Stranger:
    """A key of `world.people`, and what she serves as."""

    name: str
    role: Role
    kind: PlaceKind


async def settle(world: World, prefix: str, name: str, town: PlaceId | None) -> list[Stranger]:
    """Add an association with all kinds of places, a household in each, and a person in every office there.

    With no `town` it gets a municipality of its own. Its own circular, with a sheet, goes to everybody in it.
    """
    strangers = []
    async with world.database.write(SYSTEM) as tx:
        places = await _places(tx, name, town)
        for kind in (PlaceKind.BLOCK, PlaceKind.SETTLEMENT, PlaceKind.BUILDING):
            home = NewHousehold(
                places[PlaceKind.ASSOCIATION], "和田", places[kind], 1, address="", phone="", method="both"
            )
            await add_resident(tx, await add_household(tx, home), "和田 トミ", representative=True)
        for role, kinds in SERVES_AT.items():
            for kind in sorted(kinds & places.keys()):
                stranger = Stranger(f"{prefix}_{role}_{kind}", role, kind)
                person = world.people[stranger.name] = await add_person(tx, f"{prefix} {role} {kind}")
                since = Moment(tx.now - LONG_AGO)
                await appoint(tx, person, role, places[kind], starts=since, ends=None)
                world.tokens[stranger.name] = await sessions.sign_in(tx, person)
                strangers.append(stranger)
    world.places[prefix] = places[PlaceKind.ASSOCIATION]
    chair = _chair(world, f"{prefix}_{Role.CHAIR}_{PlaceKind.ASSOCIATION}", world.places[prefix])
    await _own_circular(world, chair, list(places.values()))
    return strangers


async def _places(tx: Tx, name: str, town: PlaceId | None) -> dict[PlaceKind, PlaceId]:
    found: dict[PlaceKind, PlaceId] = {}
    if town is None:
        town = found[PlaceKind.MUNICIPALITY] = await add_place(tx, PlaceKind.MUNICIPALITY, f"{name}町")
    district = found[PlaceKind.DISTRICT] = await add_place(tx, PlaceKind.DISTRICT, f"{name}の地区", town)
    association = found[PlaceKind.ASSOCIATION] = await add_place(tx, PlaceKind.ASSOCIATION, name, district)
    for kind in (PlaceKind.BLOCK, PlaceKind.SETTLEMENT, PlaceKind.BUILDING, PlaceKind.GROUP):
        found[kind] = await add_place(tx, kind, f"{name}の{kind}", association)
    return found


def _chair(world: World, name: str, association: PlaceId) -> Actor:
    held = Appointment(AppointmentId(0), Role.CHAIR, association, None)
    return replace(world.yamada, person=world.people[name], appointments=(held,))


async def _own_circular(world: World, chair: Actor, places: list[PlaceId]) -> None:
    association = chair.appointments[0].place
    async with world.database.write(chair) as tx:
        circular = await drafts.start(tx, association)
        await drafts.save(tx, circular, THEIR_OWN, choices())
        inside = [Chosen(place, "", None) for place in places if place >= association]
        await drafts.choose_audience(tx, circular, inside)
        await attachments.add(tx, circular, "雪かき.png", _SHEET)
        await publishing.publish(tx, circular)


async def with_sheet(world: World, *, published: bool) -> tuple[CircularId, AttachmentId]:
    """Make a circular of Midorigaoka with a sheet, for everybody there."""
    circular = await draft(world)
    async with world.database.write(world.yamada) as tx:
        sheet = await attachments.add(tx, circular, "清掃.png", _SHEET)
        if published:
            await publishing.publish(tx, circular)
    return circular, sheet
