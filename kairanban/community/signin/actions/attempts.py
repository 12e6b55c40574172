"""Attempts, counted in the database before the comparison, so that concurrent ones all count.

A sign-in counts by the name tried and by the network it comes from. In a browser where that person has signed in before it
counts by the browser instead: nobody locks an officer out from elsewhere.
"""

from dataclasses import dataclass

from kairanban.community.signin.queries import persons, recovery
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WINDOW,
    BROWSERS_KNOWN_MOST,
    NETWORK_WRONG_MOST,
    PASSWORD_WINDOW,
    PASSWORD_WRONG_MOST,
)
from kairanban.community.signin.rules.tokens import hashed, new_token
from kairanban.core.errors import Refused
from kairanban.core.ids import PersonId
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

TOO_MANY = _n("That did not fit too many times. Please wait a little, or ring.")


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """What an attempt to sign in is counted by."""

    name: str
    network: str
    browser: str
    known: bool


async def begin(tx: Tx, name: str, network: str, browser: str) -> SignInAttempt:
    """Count an attempt to sign in; raise Refused if there were too many."""
    known = bool(browser) and bool(
        await tx.column(recovery.IS_KNOWN, token_hash=hashed(browser), chosen_name=name)
    )
    if known:
        await take(tx, "browser", browser, PASSWORD_WINDOW, PASSWORD_WRONG_MOST)
    else:
        await take(tx, "network", network, ADDRESS_WINDOW, NETWORK_WRONG_MOST)
        await take(tx, "password", name, PASSWORD_WINDOW, PASSWORD_WRONG_MOST)
    return SignInAttempt(name, network, browser, known)


async def succeeded(tx: Tx, attempt: SignInAttempt) -> None:
    """Take back the counts of `begin`."""
    if attempt.known:
        await give_back(tx, "browser", attempt.browser, PASSWORD_WINDOW)
    else:
        await give_back(tx, "network", attempt.network, ADDRESS_WINDOW)
        await give_back(tx, "password", attempt.name, PASSWORD_WINDOW)


async def know_browser(tx: Tx, person: PersonId) -> str:
    """Remember this browser as one of the person's, the newest ten; return the token for its cookie."""
    token = new_token()
    await tx.value(recovery.KNOW_BROWSER, person=person, token_hash=hashed(token), seen=tx.now)
    await tx.run(recovery.FORGET_OLDER_BROWSERS, person_id=person, most=BROWSERS_KNOWN_MOST)
    return token


async def take(tx: Tx, kind: str, who: str, window: int, most: int, said: str = TOO_MANY) -> None:
    """Count one attempt in this window (milliseconds); Refused above `most`. Commit before comparing."""
    count = await tx.value(persons.TAKE_ATTEMPT, kind=kind, who=_key(who), window=tx.now - tx.now % window)
    if count > most:
        raise Refused(said)


async def give_back(tx: Tx, kind: str, who: str, window: int) -> None:
    """Take back the count of a successful attempt."""
    await tx.run(
        persons.GIVE_BACK_ATTEMPT, of_kind=kind, by_whom=_key(who), in_window=tx.now - tx.now % window
    )


def _key(who: str) -> str:
    """Return a hash, so that addresses and names are not stored."""
    return hashed(who).hex()[:32]
