"""Who can sign in."""

from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from kairanban.access.sign_ins import lasting_as_person
from kairanban.access.terms import opens
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.signin import passkey, session


def can_sign_in(of: Any) -> Any:
    """Condition for a row of `person` with a password, a passkey or an open sign-in."""
    return or_(
        of.c.password_hash != "",
        exists(select(1).where(passkey.c.person == of.c.id, passkey.c.ended.is_(None))),
        exists(select(1).where(session.c.person == of.c.id, lasting_as_person())),
    )


# The others who hold the same office at the place now and can sign in.
OTHERS = Statement(
    select(appointment.c.id)
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        appointment.c.place == bindparam("place"),
        appointment.c.role == bindparam("role"),
        appointment.c.id != bindparam("appointment"),
        opens(appointment),
        can_sign_in(person),
    )
)
