"""Announcements to households."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.access.hidden import trusted_since
from kairanban.access.scope import own_households
from kairanban.community.announcements.rules import OWN_WORDS, WORDS, Told
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.announcements import announcement
from kairanban.db.tables.people import person
from kairanban.db.tables.signin import device


@dataclass(frozen=True, slots=True)
class Announcement:
    id: int
    kind: str
    name: str
    made: int

    @property
    def words(self) -> str:
        return (WORDS if self.name else OWN_WORDS)[Told(self.kind)]


ANNOUNCE = inserting(announcement, "household", "kind", "person", "made", "trusted_from")

# Not read yet, and to be shown on the actor's device.
UNREAD = Query(
    select(
        announcement.c.id,
        announcement.c.kind,
        func.coalesce(person.c.name, "").label("name"),
        announcement.c.made,
    )
    .select_from(
        announcement.join(
            device,
            and_(
                device.c.household == announcement.c.household,
                device.c.session == ACTOR_SESSION,
                device.c.removed.is_(None),
                or_(
                    announcement.c.trusted_from.is_(None),
                    announcement.c.trusted_from <= trusted_since(device),
                ),
            ),
        ).outerjoin(person, person.c.id == announcement.c.person)
    )
    .where(
        announcement.c.household == bindparam("household", type_=BigInteger), announcement.c.seen.is_(None)
    )
    .order_by(announcement.c.id),
    Announcement,
)

READ = Statement(
    announcement.update()
    .where(
        announcement.c.id == bindparam("announcement_id"),
        announcement.c.household == bindparam("household_id"),
        announcement.c.household.in_(own_households()),
        announcement.c.seen.is_(None),
    )
    .values(seen=NOW)
)
