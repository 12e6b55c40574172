"""A town made as a real one is: its list taken over, chairs invited, rosters imported, circulars published, replies entered.

Everything goes through the application's own actions, with their permissions, rules and journal.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.replies.actions.answers import answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place, places_within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster.actions import unattended
from kairanban.community.signin.actions import cards, persons, printing
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.community.towns.actions import associations, listing
from kairanban.community.towns.rules.listing import pasted, understand
from kairanban.core.actor import Actor, Appointment, System, Visitor
from kairanban.core.clock import HOUR, MINUTE, Moment
from kairanban.core.ids import AppointmentId, CircularId, HouseholdId, PersonId, PlaceId, SessionId
from kairanban.core.roles import Role
from kairanban.db.engine import Database
from kairanban.db.settings import set_setting
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import addressee
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.people import appointment
from kairanban.db.tables.signin import session
from kairanban.db.tx import Tx
from kairanban.notify.actions.fan_out import SEEN, fan_out_new

SYSTEM, VISITOR = System("bench"), Visitor()
WORKER = System("worker")
OFFICE, ROSTER = "若葉市", "名簿.csv"
# A hundred circulars in 75 days: nothing of them is past its term.
EVERY = 18 * HOUR


class SetClock:
    """A clock that stands still until it is set, so that two associations are made at the same times."""

    def __init__(self, now: int) -> None:
        self.now = Moment(now)

    def __call__(self) -> Moment:
        return self.now

    def advance(self, milliseconds: int) -> None:
        self.now = Moment(self.now + milliseconds)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a town is; each circular goes to three of the blocks, and the newest wait for answers."""

    associations: int
    blocks: int
    households: int
    circulars: int
    waiting: int = 5


@dataclass(frozen=True, slots=True)
class Association:
    """An association and its chair, who has signed in."""

    place: PlaceId
    person: PersonId
    appointment: AppointmentId
    session: SessionId

    def chair(self, now: int) -> Actor:
        office = Appointment(self.appointment, Role.CHAIR, self.place, None)
        return Actor(
            self.session, person=self.person, name="会長", appointments=(office,), stepped_up_at=Moment(now)
        )


@dataclass(frozen=True, slots=True)
class _Office:
    place: PlaceId
    person: PersonId
    appointment: AppointmentId
    session: SessionId


_CHAIRS = Query(
    select(
        appointment.c.place,
        appointment.c.person,
        appointment.c.id.label("appointment"),
        session.c.id.label("session"),
    )
    .select_from(appointment.join(session, session.c.person == appointment.c.person))
    .where(appointment.c.role == "chair")
    .order_by(appointment.c.place),
    _Office,
)
_ADDRESSED = Statement(
    select(addressee.c.household)
    .where(addressee.c.circular == bindparam("circular_id"))
    .order_by(addressee.c.household)
)
_NEWEST = Statement(select(func.max(journal.c.id)))


async def found_town(database: Database, size: Size) -> list[Association]:
    """Make the town: its officer is invited, takes the list of associations over, and invites each chair, who signs in."""
    secret = hash_secret("a password of the bench")
    async with database.write(SYSTEM) as tx:
        town = await add_place(tx, PlaceKind.MUNICIPALITY, OFFICE)
        officer = await add_person(tx, "町 職員")
        held = await appoint(tx, officer, Role.MUNICIPAL_OFFICER, town, starts=tx.now, ends=None)
        invited = await persons.invite(tx, officer, town)
    async with database.write(VISITOR) as tx:
        await persons.set_password(tx, invited, "shokuin", secret)
    office = Appointment(held, Role.MUNICIPAL_OFFICER, town, None)
    acting = Actor(
        SessionId(1), person=officer, appointments=(office,), stepped_up_at=Moment(database.clock())
    )
    rows = [
        "番号,自治会名,会長", *(f"{number},会{number},会長 {number}" for number in range(1, size.associations + 1))
    ]  # fmt: skip
    async with database.write(acting) as tx:
        await listing.take(tx, town, understand(pasted("\n".join(rows))), chairs=True)
        there = [one.branch.id for one in await associations.listed(tx, town)]
    for number, place in enumerate(there):
        async with database.write(acting) as tx:
            _, token = await associations.invite_chair(tx, town, place, f"会長 {number + 1}")
        async with database.write(VISITOR) as tx:
            await persons.set_password(tx, token, f"kaicho{number + 1}", secret)
    async with database.read(SYSTEM) as tx:
        return [
            Association(one.place, one.person, one.appointment, one.session) for one in await tx.all(_CHAIRS)
        ]


async def live(
    database: Database, clock: SetClock, here: Association, size: Size, *, households: int = 0
) -> None:
    """Let an association begin and live: the roster imported, circulars within the 90 days that answers are kept, answers from paper, the worker's rounds."""
    number = households or size.households
    rows = [
        "世帯番号,班,回覧順,世帯主,住所,電話",
        *(
            f"{n + 1},{n % size.blocks + 1}班,{n // size.blocks + 1},家田 {n + 1}郎,緑が丘{n + 1}番地,022-100-{n:04}"
            for n in range(number)
        ),
    ]
    await unattended.take(database, here.place, "\n".join(rows).encode(), ROSTER)
    async with database.read(here.chair(clock.now)) as tx:
        blocks = [one.id for one in await places_within(tx, here.place) if one.kind == PlaceKind.BLOCK.value]
    assert len(blocks) == size.blocks, blocks
    for n in range(size.circulars):
        clock.advance(EVERY)
        chosen = [blocks[(n + step) % len(blocks)] for step in range(3)]
        await _circular(database, clock, here, n, chosen, answered=n < size.circulars - size.waiting)
        clock.advance(MINUTE)
        while await fan_out_new(database, WORKER):
            pass


async def _circular(
    database: Database,
    clock: SetClock,
    here: Association,
    number: int,
    blocks: list[PlaceId],
    *,
    answered: bool,
) -> None:
    chair = here.chair(clock.now)
    async with database.write(chair) as tx:
        circular = await write_draft(tx, here.place, number)
        await drafts.choose_audience(tx, circular, [Chosen(block, "", None) for block in blocks])
    async with database.write(chair) as tx:
        await publishing.publish(tx, circular)
    if not answered:
        return
    clock.advance(60 * MINUTE)
    async with database.write(here.chair(clock.now)) as tx:
        for line, household in enumerate(await tx.column(_ADDRESSED, circular_id=circular)):
            given = Answer("acknowledged", f"paper-{number}-{line}", edition=1)
            await answer_for(tx, circular, HouseholdId(household), given, "paper")


async def write_draft(tx: Tx, place: PlaceId, number: int) -> CircularId:
    """Write a draft to the whole association."""
    circular = await drafts.start(tx, place)
    texts = Texts(
        title=f"お知らせ {number + 1}", gist="ひとこと", facts_ask="会長", facts_phone="022-000-0001", body="本文です。"
    )  # fmt: skip
    await drafts.save(tx, circular, texts, drafts.Choices.of(await drafts.find(tx, circular)))
    return circular


async def seen_by_worker(database: Database) -> None:
    """Note that the worker has seen the journal of the copies, as it has seen that of the association they are copies of."""
    async with database.write(WORKER) as tx:
        await set_setting(tx, SEEN, str(await tx.value(_NEWEST)))


async def bind_device(database: Database, here: Association, household: HouseholdId) -> str:
    """Print the household's card and scan it; return the device's token."""
    async with database.write(here.chair(database.clock())) as tx:
        [(_, card)] = await printing.make_cards(tx, here.place, {household})
    async with database.write(VISITOR) as tx:
        return await cards.bind(tx, card, "ipad")
