"""The devices of a household."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, case, exists, literal, or_, select

from kairanban.access.hidden import trusted, trusted_here
from kairanban.access.sign_ins import HOUSEHOLD_MOST, SAID_AHEAD, in_use
from kairanban.community.signin.rules.device_kinds import PAIRED
from kairanban.community.signin.rules.lifetimes import UNDO_PAIRING
from kairanban.core.clock import Moment
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.people import household, person, resident
from kairanban.db.tables.signin import device, session


@dataclass(frozen=True, slots=True)
class Device:
    id: int
    kind: str
    how: str
    bound: int
    seen: int
    """When it was last used."""
    made: int
    """When its sign-in began, by the card or a person."""
    session: int
    told: int | None
    trusted: int
    """0 for a device from before the household was hidden, until it is confirmed."""

    def is_new(self, now: int) -> bool:
        """Tell whether it was added with six digits in the last seven days."""
        return self.how == PAIRED and now - self.bound < UNDO_PAIRING

    def runs_out(self, now: int) -> Moment | None:
        """Return when the household's sign-in ends if that is within sixty days; None for one of a person."""
        ends = self.made + HOUSEHOLD_MOST
        return Moment(ends) if self.how != "person" and ends - now <= SAID_AHEAD else None


_others = device.alias("others")

BIND = inserting(device, "session", "household", "kind", "how", "bound", "approved_by")

_keyed_for_home = exists(
    select(1).where(
        person.c.id == resident.c.person,
        or_(person.c.keyed_by.is_(None), person.c.keyed_by == household.c.association),
    )
)

# The household is told of a resident's sign-in as of any other device.
BIND_RESIDENT = Statement(
    device.insert().from_select(
        ["session", "household", "resident", "kind", "how", "bound"],
        select(
            bindparam("of_session", type_=BigInteger),
            resident.c.household,
            resident.c.id,
            literal(""),
            literal("person"),
            NOW,
        )
        .select_from(resident.join(household, household.c.id == resident.c.household))
        .where(
            resident.c.person == bindparam("person"),
            resident.c.until.is_(None),
            household.c.gone.is_(None),
            # A key made by another body's invitation opens no household until an earlier key confirms it.
            _keyed_for_home,
            ~exists(
                select(1).where(
                    device.c.session == bindparam("of_session", type_=BigInteger),
                    device.c.household == resident.c.household,
                    device.c.removed.is_(None),
                )
            ),
        ),
    )
)

# Without another device there is none to tell on.
TELL_WHERE_ALONE = Statement(
    device.update()
    .where(
        device.c.session == bindparam("of_session"),
        device.c.told.is_(None),
        ~device.c.household.in_(
            select(_others.c.household).where(
                _others.c.session != bindparam("of_session", type_=BigInteger), _others.c.removed.is_(None)
            )
        ),
    )
    .values(told=NOW)
)

# Without devices whose sign-in has ended or run out.
_living = (
    select(
        device.c.id,
        device.c.kind,
        device.c.how,
        device.c.bound,
        session.c.seen,
        session.c.made,
        device.c.session,
        device.c.told,
        case((trusted(), 1), else_=0).label("trusted"),
    )
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(device.c.household == bindparam("household"), in_use())
)
OF_HOUSEHOLD = Query(_living.order_by(device.c.id), Device)

# A device from before the hiding of the household learns nothing of those that came after it.
_shown = or_(~trusted(), trusted_here(device.c.household))
# The reader's own first.
_own_first = case((device.c.session == ACTOR_SESSION, 0), else_=1)
SHOWN = Query(_living.where(_shown).order_by(_own_first, device.c.id), Device)

# The actor's device, if it was added with six digits and can still be taken off by those before it.
NEW_HERE = Statement(
    select(device.c.id).where(
        device.c.session == ACTOR_SESSION,
        device.c.household == bindparam("household", type_=BigInteger),
        device.c.how == PAIRED,
        device.c.removed.is_(None),
        device.c.bound > NOW - bindparam("within", type_=BigInteger),
    )
)

# Concurrent binds wait here; SQLite has only one writer.
LOCK = Statement(select(household.c.id).where(household.c.id == bindparam("household")).with_for_update())

REMOVE = Statement(
    device.update()
    .where(device.c.id == bindparam("device_id"), device.c.household == bindparam("household_id"), _shown)
    .values(removed=NOW)
)

CONFIRM = Statement(
    device.update()
    .where(
        device.c.id == bindparam("device_id"),
        device.c.household == bindparam("household_id"),
        trusted_here(device.c.household),
    )
    .values(confirmed=NOW)
)

# A device the household does not trust takes off none that it does.
REMOVE_OTHERS = Statement(
    device.update()
    .where(
        device.c.household == bindparam("household_id"),
        device.c.removed.is_(None),
        _shown,
        or_(ACTOR_SESSION.is_(None), device.c.session != ACTOR_SESSION),
    )
    .values(removed=NOW)
)

REMOVE_OLD = Statement(
    device.update()
    .where(device.c.removed.is_(None), device.c.bound < NOW - bindparam("within", type_=BigInteger))
    .values(removed=NOW)
)

NAME_RESIDENT = Statement(
    device.update()
    .where(
        device.c.session == ACTOR_SESSION,
        device.c.household == bindparam("household_id"),
        device.c.removed.is_(None),
        or_(
            bindparam("resident_id", type_=BigInteger).is_(None),
            exists(
                select(1).where(
                    resident.c.id == bindparam("resident_id", type_=BigInteger),
                    resident.c.household == bindparam("household_id"),
                    resident.c.until.is_(None),
                    # Children are listed and answer nothing.
                    resident.c.child == 0,
                )
            ),
        ),
    )
    .values(resident=bindparam("resident_id", type_=BigInteger))
)

REMOVE_ALL = Statement(
    device.update()
    .where(device.c.household == bindparam("household_id"), device.c.removed.is_(None))
    .values(removed=NOW)
)

TELL = Statement(
    device.update()
    .where(
        device.c.id == bindparam("device_id"),
        device.c.household == bindparam("household_id"),
        # No device says of itself that it is known.
        or_(ACTOR_SESSION.is_(None), device.c.session != ACTOR_SESSION),
    )
    .values(told=NOW)
)

# A household's first device need not be announced.
TELL_ALL = Statement(
    device.update()
    .where(device.c.household == bindparam("household_id"), device.c.told.is_(None))
    .values(told=NOW)
)
