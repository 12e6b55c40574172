"""Whom a draft names before its author does: the association's help contact."""

from dataclasses import dataclass

from kairanban.circulation.circulars.queries import drafting
from kairanban.circulation.circulars.rules.archive_search import stored
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    phone: str = ""


NOBODY = Contact()


def of_issuer(issuer: Place, kind: str) -> Contact:
    """Return the contact in a new draft; a family and the head of a group say themselves whom to ask."""
    if kind != Kind.ORDINARY or issuer.kind == PlaceKind.GROUP:
        return NOBODY
    return Contact(issuer.help_name, issuer.help_phone)


async def of_draft(tx: Tx, work: Work) -> Contact:
    """Return the contact a draft began with."""
    return NOBODY if work.kind != Kind.ORDINARY else of_issuer(await find_place(tx, work.place), work.kind)


async def fill_in(tx: Tx, circular: CircularId, contact: Contact) -> None:
    """Store the contact in a draft that has no texts yet."""
    if contact != NOBODY:
        whom = Texts(facts_ask=contact.name, facts_phone=contact.phone)
        await tx.run(drafting.SAVE_TEXTS, circular=circular, edition_number=1, **stored(whom))
