"""Stored passwords and their comparison, which is slow: run it in a thread, outside a transaction."""

from kairanban.community.signin.queries import own_page, persons
from kairanban.community.signin.rules.passwords import matches
from kairanban.community.signin.rules.refused_passwords import reason_against
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId
from kairanban.db.tx import Tx

Stored = tuple[PersonId | None, str]


async def stored(tx: Tx, sign_in_name: str) -> Stored:
    """Return the person with this sign-in name and her hash; None and an empty hash if there is none."""
    found = await tx.first(persons.BY_SIGN_IN_NAME, chosen_name=sign_in_name)
    return (found.id, found.password_hash) if found else (None, "")


async def check_new(tx: Tx, person: PersonId, sign_in_name: str, password: str) -> None:
    """Raise Invalid for a password that is guessed first: common, made of the person's names and places, or a row."""
    words = [sign_in_name, *await tx.column(own_page.WORDS, person_id=person)]
    if reason := reason_against(password, words):
        raise Invalid({"password": reason})


async def own(tx: Tx) -> str:
    return await tx.value(persons.OWN_PASSWORD) or ""


def person_if_matching(found: Stored, password: str) -> PersonId | None:
    person, hashed = found
    return person if matches(hashed, password) else None


def fits(hashed: str, password: str) -> bool:
    return matches(hashed, password)
