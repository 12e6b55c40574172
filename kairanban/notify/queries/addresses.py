"""Notification addresses: push subscriptions of devices, and confirmed mail addresses."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, exists, func, null, or_, select

from kairanban.access.hidden import listed_here
from kairanban.community.signin.queries.notification_ways import CHOICE
from kairanban.core.actor import Actor, Home
from kairanban.core.ids import HouseholdId, PlaceId, SessionId
from kairanban.core.notification_defaults import DEFAULTS, Choice
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.notify import notice_address, notice_choice
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import session


@dataclass(frozen=True, slots=True)
class Mail:
    """An address in the household's list; `confirmed` is when the button in the mail was pressed."""

    id: int
    target: str
    confirmed: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The address a link was made for."""

    id: int
    target: str
    household: HouseholdId
    confirmed: int | None
    made: int
    ended: int | None
    language: str
    label: str
    association: PlaceId
    association_name: str
    help_name: str
    help_phone: str
    block_word: str

    def actor(self) -> Actor:
        """The link's holder acts for this household, without a device."""
        return Actor(SessionId(0), homes=(Home(self.household, None, self.label, self.association),))


TARGET: Any = bindparam("target")


# The same browser with a new session or new keys.
RENEW = Statement(
    notice_address.update()
    .where(notice_address.c.channel == "push", notice_address.c.target == TARGET)
    .values(
        session=ACTOR_SESSION,
        p256dh=bindparam("keys_p256dh"),
        auth=bindparam("keys_auth"),
        language=bindparam("in_language"),
        renewed=NOW,
        confirmed=NOW,
        ended=null(),
        ended_why="",
    )
    .returning(notice_address.c.id)
)

ADD = inserting(
    notice_address,
    "channel", "session", "household", "target", "p256dh", "auth", "language", "made", "renewed", "confirmed",
)  # fmt: skip

GIVEN_BY = Statement(
    notice_address.update()
    .where(notice_address.c.id == bindparam("address", type_=BigInteger))
    .values(resident=bindparam("giver", type_=BigInteger))
)

# A session has one subscription.
REPLACE = Statement(
    notice_address.update()
    .where(
        notice_address.c.channel == "push",
        notice_address.c.session == ACTOR_SESSION,
        notice_address.c.ended.is_(None),
        notice_address.c.target != TARGET,
    )
    .values(ended=NOW, ended_why="replaced")
)

KNOWN = Statement(
    select(notice_address.c.id).where(
        notice_address.c.channel == "push",
        notice_address.c.target == TARGET,
        notice_address.c.session == ACTOR_SESSION,
        notice_address.c.p256dh == bindparam("p256dh"),
        notice_address.c.auth == bindparam("auth"),
        notice_address.c.language == bindparam("language"),
        notice_address.c.ended.is_(None),
        notice_address.c.renewed > NOW - bindparam("within", type_=BigInteger),
    )
)

OF_DEVICE = Statement(
    select(notice_address.c.id).where(
        notice_address.c.channel == "push",
        notice_address.c.session == ACTOR_SESSION,
        notice_address.c.ended.is_(None),
    )
)

END_OF_DEVICE = Statement(
    notice_address.update()
    .where(
        notice_address.c.channel == "push",
        notice_address.c.session == ACTOR_SESSION,
        notice_address.c.ended.is_(None),
    )
    .values(ended=NOW, ended_why="left")
)

MAIL_OF = Query(
    select(
        notice_address.c.id, notice_address.c.target, notice_address.c.confirmed, notice_address.c.language
    )
    .where(
        notice_address.c.channel == "mail",
        notice_address.c.household == bindparam("household"),
        notice_address.c.ended.is_(None),
        listed_here(notice_address.c.household, notice_address.c.made),
        or_(notice_address.c.confirmed.is_not(None), notice_address.c.made > NOW - bindparam("within", type_=BigInteger)),
    )
    .order_by(notice_address.c.id)
, Mail)  # fmt: skip

# A mail address behind a link that was made for it.
MAIL = Query(
    select(
        notice_address.c.id,
        notice_address.c.target,
        notice_address.c.household,
        notice_address.c.confirmed,
        notice_address.c.made,
        notice_address.c.ended,
        notice_address.c.language,
        household.c.label,
        household.c.association,
        place.c.name.label("association_name"),
        place.c.help_name,
        place.c.help_phone,
        place.c.block_word,
    )
    .select_from(
        notice_address.join(household, household.c.id == notice_address.c.household).join(
            place, place.c.id == household.c.association
        )
    )
    .where(
        notice_address.c.id == bindparam("address", type_=BigInteger),
        notice_address.c.channel == "mail",
        household.c.gone.is_(None),
    ),
    Linked,
)

CONFIRM = Statement(
    notice_address.update()
    .where(notice_address.c.id == bindparam("address"), notice_address.c.ended.is_(None))
    .values(confirmed=func.coalesce(notice_address.c.confirmed, NOW))
)

END = Statement(
    notice_address.update()
    .where(notice_address.c.id == bindparam("address"), notice_address.c.ended.is_(None))
    .values(ended=NOW, ended_why=bindparam("why"))
)

END_OF_HOUSEHOLD = Statement(
    notice_address.update()
    .where(
        notice_address.c.id == bindparam("address"),
        notice_address.c.household == bindparam("of_household"),
        notice_address.c.ended.is_(None),
        listed_here(notice_address.c.household, notice_address.c.made),
    )
    .values(ended=NOW, ended_why="left")
)

# Ended, orphaned, or never confirmed.
FORGET = Statement(
    notice_address.delete().where(
        or_(
            notice_address.c.ended < NOW - bindparam("within", type_=BigInteger),
            and_(notice_address.c.session.is_(None), notice_address.c.household.is_(None)),
            and_(
                notice_address.c.confirmed.is_(None),
                notice_address.c.made < NOW - bindparam("within", type_=BigInteger),
            ),
        )
    )
)

END_WITH_SESSION = Statement(
    notice_address.update()
    .where(
        notice_address.c.channel == "push",
        notice_address.c.ended.is_(None),
        exists(
            select(1).where(
                session.c.id == notice_address.c.session,
                session.c.ended < NOW - bindparam("within", type_=BigInteger),
            )
        ),
    )
    .values(ended=NOW, ended_why="left")
)

_PUSH = and_(notice_address.c.channel == "push", notice_address.c.ended.is_(None))
PUSH_DEVICES = Statement(select(func.count()).where(_PUSH))
# With another key of the server no push service takes messages for them.
END_PUSH = Statement(notice_address.update().where(_PUSH).values(ended=NOW, ended_why="gone"))

CHOICE_OF = Query(select(*CHOICE).where(notice_choice.c.household == bindparam("household")), Choice)

_CHOSEN = {name: bindparam(name, type_=BigInteger) for name in DEFAULTS}

CHOOSE = Statement(
    lambda insert: (
        insert(notice_choice)
        .values(household=bindparam("household"), **_CHOSEN)
        .on_conflict_do_update(index_elements=[notice_choice.c.household], set_=_CHOSEN)
    )
)
