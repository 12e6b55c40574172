"""Whether a person can sign in."""

from typing import Any

from sqlalchemy import exists, or_, select

from kairanban.db.tables.signin import passkey, session


def can_sign_in(of: Any) -> Any:
    """Condition for a row of `person` with a password, a passkey or an open sign-in."""
    return or_(
        of.c.password_hash != "",
        exists(select(1).where(passkey.c.person == of.c.id, passkey.c.ended.is_(None))),
        exists(select(1).where(session.c.person == of.c.id, session.c.ended.is_(None))),
    )
