"""A small town with a named cast, the same for every test.

Midorigaoka is an association with two blocks; Kaminosawa is another, where nobody knows anybody of the first.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, select

from kairanban.care.safety.actions import starting, town_checks
from kairanban.care.safety.rules import Kind
from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.municipal_requests.actions import sending
from kairanban.circulation.municipal_requests.rules.copies import Distribution
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries import devices as device_queries
from kairanban.core.actor import Actor, Appointment, Home, System
from kairanban.core.ids import (
    AppointmentId,
    CircularId,
    HouseholdId,
    PersonId,
    PlaceId,
    ResidentId,
    SessionId,
)
from kairanban.core.roles import Role
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from kairanban.db.tables.signin import session as session_table
from kairanban.db.tx import Tx

SYSTEM = System("test")

_SESSION_OF = Statement(select(session_table.c.id).where(session_table.c.person == bindparam("person_id")))
_APPOINTMENT_OF = Statement(select(appointment.c.id).where(appointment.c.person == bindparam("person_id")))


@dataclass
class World:
    """Ids by the names used in tests."""

    database: Database
    places: dict[str, PlaceId] = field(default_factory=dict)
    households: dict[str, HouseholdId] = field(default_factory=dict)
    residents: dict[str, ResidentId] = field(default_factory=dict)
    people: dict[str, PersonId] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        """Return the actor of that name: `world.hanako`."""
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None


def copied(built: World, database: Database) -> World:
    """Return the same town with another database, so that tests do not affect each other."""
    found = World(database)
    for name in ("places", "households", "residents", "people", "tokens", "actors"):
        getattr(found, name).update(getattr(built, name))
    return found


HOUSEHOLDS = {
    # name: (block, order, label, representative, method)
    "sato": ("block_1", 1, "佐藤", "佐藤 花子", "digital"),
    "suzuki": ("block_1", 2, "鈴木", "鈴木 茂", "paper"),
    "matsumoto": ("block_1", 3, "松本（角）", "松本 正", "both"),
    "takahashi": ("block_2", 1, "高橋", "高橋 節子", "digital"),
    "tanaka": ("block_2", 2, "田中", "田中 昭", "both"),
}


async def build(database: Database) -> World:
    """Build the town with everybody signed in; `world.tokens` has their cookies."""
    world = World(database)
    async with database.write(SYSTEM) as tx:
        await _places(tx, world)
        await _households(tx, world)
        await _officers(tx, world)
    await _sign_everybody_in(world)
    return world


async def _places(tx: Tx, world: World) -> None:
    p = world.places
    p["town"] = await add_place(tx, PlaceKind.MUNICIPALITY, "若葉市")
    p["midorigaoka"] = await add_place(
        tx,
        PlaceKind.ASSOCIATION,
        "みどりヶ丘自治会",
        p["town"],
        help_name="会長 山田",
        help_phone="022-000-0001",
    )
    p["block_1"] = await add_place(tx, PlaceKind.BLOCK, "1班", p["midorigaoka"], sort=1)
    p["block_2"] = await add_place(tx, PlaceKind.BLOCK, "2班", p["midorigaoka"], sort=2)
    p["elders"] = await add_place(tx, PlaceKind.GROUP, "老人会", p["midorigaoka"], sort=9)
    p["maison"] = await add_place(tx, PlaceKind.BUILDING, "メゾン緑", p["midorigaoka"], sort=8)
    p["kaminosawa"] = await add_place(tx, PlaceKind.ASSOCIATION, "上ノ沢区", p["town"], chair_word="区長")
    p["valley"] = await add_place(tx, PlaceKind.SETTLEMENT, "沢口", p["kaminosawa"], sort=1)


async def _households(tx: Tx, world: World) -> None:
    for name, (block, order, label, representative, method) in HOUSEHOLDS.items():
        await _household(tx, world, name, "midorigaoka", block, order, label, representative, method)
    await _household(tx, world, "mori", "kaminosawa", "valley", 1, "上の家", "森 清", "digital")


async def _household(
    tx: Tx,
    world: World,
    name: str,
    association: str,
    block: str,
    order: int,
    label: str,
    who: str,
    method: str,
) -> None:
    id = await add_household(
        tx,
        NewHousehold(
            association=world.places[association],
            label=label,
            place=world.places[block],
            route_order=order,
            address=f"{label}の住所",
            phone="022-111-0000",
            method=method,
        ),
    )
    world.households[name] = id
    world.residents[name] = await add_resident(tx, id, who, representative=True)


OFFICERS = {
    "yamada": ("山田 美代子", Role.CHAIR, "midorigaoka"),
    "ito": ("伊藤 隆", Role.OFFICER, "midorigaoka"),
    "kimura": ("木村 実", Role.DRAFTER, "midorigaoka"),
    "abe": ("阿部 和子", Role.BLOCK_LEADER, "block_1"),
    "ono": ("小野 勝", Role.CHAIR, "kaminosawa"),
    "hayashi": ("林 久美子", Role.SETTLEMENT_SUPPORTER, "kaminosawa"),
    "shimizu": ("清水 博", Role.MUNICIPAL_OFFICER, "town"),
    "okada": ("岡田 健一", Role.OPERATOR, "town"),
    "nakajima": ("中島 恵", Role.BUILDING_CONTACT, "maison"),
    "nagai": ("永井 純", Role.WELFARE_COMMISSIONER, "midorigaoka"),
}


async def _officers(tx: Tx, world: World) -> None:
    for name, (full, role, place) in OFFICERS.items():
        person = world.people[name] = await add_person(tx, full)
        await appoint(tx, person, role, world.places[place], starts=tx.now, ends=None)


def serving(world: World, role: Role, place: str = "midorigaoka") -> Actor:
    """Return an actor with this one appointment, which the actor knows and the database does not."""
    held = Appointment(AppointmentId(0), role, world.places[place], None)
    return replace(world.kimura, appointments=(held,))


async def settle(
    world: World,
    name: str,
    association: str,
    block: str,
    order: int,
    label: str,
    who: str,
    method: str,
) -> None:
    """Add a household with a device."""
    async with world.database.write(SYSTEM) as tx:
        await _household(tx, world, name, association, block, order, label, who, method)
    await _bind(world, name, label, association)


async def _bind(world: World, name: str, label: str, association: str) -> None:
    household = world.households[name]
    async with world.database.write(SYSTEM) as tx:
        session, token = await sessions.household_session(tx)
        await tx.value(
            device_queries.BIND,
            session=session,
            household=household,
            kind="ipad",
            how="card",
            bound=tx.now,
            approved_by=None,
        )
        await tx.run(device_queries.TELL_ALL, household_id=household)
    world.tokens[name] = token
    world.actors[name] = Actor(session, homes=(Home(household, None, label, world.places[association]),))


async def _sign_everybody_in(world: World) -> None:
    for name in list(world.households):
        mine = name in HOUSEHOLDS
        await _bind(
            world,
            name,
            HOUSEHOLDS[name][2] if mine else "上の家",
            "midorigaoka" if mine else "kaminosawa",
        )
    for name, (full, role, place) in OFFICERS.items():
        async with world.database.write(SYSTEM) as tx:
            token = await sessions.sign_in(tx, world.people[name])
            session = await tx.value(_SESSION_OF, person_id=world.people[name])
            appointment = await tx.value(_APPOINTMENT_OF, person_id=world.people[name])
            now = tx.now
        world.tokens[name] = token
        world.actors[name] = Actor(
            SessionId(session),
            person=world.people[name],
            name=full,
            appointments=(Appointment(appointment, role, world.places[place], None),),
            stepped_up_at=now,
        )


TEXTS = Texts(
    title="公園の清掃",
    gist="12月の第一日曜に公園を清掃します。",
    facts_when="12月6日（日）午前8時",
    facts_where="みどりヶ丘公園",
    facts_bring="軍手",
    facts_ask="会長 山田",
    facts_phone="022-000-0001",
    body="おそうじをします。\n\n・軍手をお持ちください",
)


def choices(**changed: Any) -> Choices:
    """Return the settings of a plain circular."""
    plain = Choices(
        category="notice",
        importance="ordinary",
        reply_kind="acknowledge",
        reply_by=None,
        event_at=None,
        permission="",
    )
    return replace(plain, **changed)


async def draft(
    world: World, *, by: str = "yamada", place: str | None = None, texts: Texts = TEXTS, **chosen: Any
) -> CircularId:
    """Make a draft ready for publication, for the whole association or one of its places."""
    actor = world.actors[by]
    association = world.places["kaminosawa" if by == "ono" else "midorigaoka"]
    async with world.database.write(actor) as tx:
        circular = await drafts.start(tx, association)
        await drafts.save(tx, circular, texts, choices(**chosen))
        if place is not None:
            await drafts.choose_audience(tx, circular, [Chosen(world.places[place], "", None)])
    return circular


async def circular(world: World, **made: Any) -> CircularId:
    """Publish a circular."""
    id = await draft(world, **made)
    async with world.database.write(world.actors[str(made.get("by", "yamada"))]) as tx:
        await publishing.publish(tx, id)
    return id


async def proven(world: World, who: str) -> None:
    """Let this person prove herself again, now."""
    async with world.database.write(world.actors[who]) as tx:
        world.tokens[who] = await sessions.step_up(tx)
        world.actors[who] = replace(world.actors[who], stepped_up_at=tx.now)


async def checked(
    world: World, kind: str = "drill", *, by: str = "yamada", place: str = "midorigaoka"
) -> int:
    """Start a safety check."""
    async with world.database.write(world.actors[by]) as tx:
        return await starting.start(tx, world.places[place], Kind(kind), "")


async def town_checked(world: World, kind: str = "drill", words: str = "") -> int:
    """Start a municipality's safety check in all its associations."""
    async with world.database.write(world.shimizu) as tx:
        town = await town_checks.start(tx, world.places["town"], Kind(kind), words)
        for association in await town_checks.waiting(tx, town):
            await town_checks.ask(tx, town, association)
    return town


async def asked_draft(
    world: World,
    *places: str,
    department: str = "環境課",
    deliver_on: int | None = None,
    texts: Texts = TEXTS,
    distribution: str = "circulate",
    **chosen: Any,
) -> CircularId:
    """Make a draft of a municipal request, to these associations or to both."""
    associations = [world.places[place] for place in places or ("midorigaoka", "kaminosawa")]
    async with world.database.write(world.shimizu) as tx:
        request = await sending.start(tx, world.places["town"])
        await drafts.save(tx, request, texts, choices(**chosen))
        goes = Distribution(distribution)
        await sending.choose(tx, request, department, deliver_on, associations, goes)
    return request


async def asked(world: World, *places: str, **made: Any) -> CircularId:
    """Send a municipal request."""
    request = await asked_draft(world, *places, **made)
    async with world.database.write(world.shimizu) as tx:
        await sending.send(tx, request, sure=True)
    return request
