"""Invitations of block leaders in sealed envelopes: one use, from the first day of the term, for 30 days."""

from dataclasses import dataclass

from markupsafe import Markup

from kairanban.access.permission import require
from kairanban.community.places.actions.places import find_place
from kairanban.community.signin.actions import persons, printing
from kairanban.community.signin.queries import envelopes
from kairanban.community.signin.queries.envelopes import Leader, OnPaper
from kairanban.community.signin.rules.lifetimes import PAPER_INVITATION_LASTS
from kairanban.community.signin.rules.sealing import Tokens
from kairanban.confined.cards import qr_svg
from kairanban.core.clock import Moment
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

KIND = "envelopes"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sheet to fold; `qr_svg` comes from `qr_svg()` and is the only field that is markup."""

    association: str
    name: str
    block: str
    address: str
    qr_svg: Markup
    opens: Moment
    last: Moment
    help_name: str
    help_phone: str


async def to_invite(tx: Tx, association: PlaceId) -> list[Leader]:
    """Return the block leaders without a key, each once."""
    await require(tx, Task.APPOINT, association)
    found: dict[PersonId, Leader] = {}
    for one in await tx.all(envelopes.LEADERS, association=association):
        found.setdefault(one.person, one)
    return list(found.values())


async def open_on_paper(tx: Tx, association: PlaceId) -> list[OnPaper]:
    await require(tx, Task.APPOINT, association)
    return await tx.all(envelopes.ON_PAPER, association=association)


async def make(tx: Tx, association: PlaceId, people: set[PersonId]) -> Tokens:
    """Make an invitation on paper for each of these block leaders; her earlier ones end. Raise Invalid without any."""
    chosen = [one for one in await to_invite(tx, association) if one.person in people]
    if not chosen:
        raise Invalid({"person": _n("Please choose somebody first.")})
    made: Tokens = []
    for one in chosen:
        opens, ends = _open(one, tx.now)
        made.append((one.person, await persons.invite(tx, one.person, association, opens=opens, ends=ends)))
    await journal.record(tx, "envelopes_printed", association=association, other=len(made))
    return made


async def cancel(tx: Tx, association: PlaceId, person: PersonId) -> None:
    """End a person's invitation on paper; a second call changes nothing. Raise NotFound for people of elsewhere."""
    if person not in {one.person for one in await open_on_paper(tx, association)}:
        if person not in {one.person for one in await to_invite(tx, association)}:
            raise NotFound
        return
    await persons.forget_invitations(tx, person)
    await journal.record(tx, "invitation_cancelled", association=association, other=person)


async def keep(tx: Tx, association: PlaceId, made: Tokens, session_token: str) -> int:
    """Seal the tokens for half an hour of printing and return the batch's id."""
    return await printing.keep_batch(tx, association, made, session_token, KIND)


async def sheets(tx: Tx, batch: int, session_token: str, address: str) -> tuple[PlaceId, list[Envelope]]:
    """Return the association and its sheets, in the order of the blocks; Conflict after half an hour and for other sessions."""
    association, made = await printing.open_batch(tx, batch, session_token, KIND)
    place, tokens = await find_place(tx, association), dict(made)
    found = []
    for one in await to_invite(tx, association):
        if one.person in tokens:
            link, (opens, ends) = f"{address}/i/{tokens[one.person]}", _open(one, tx.now)
            found.append(
                Envelope(
                    place.name, one.name, one.place, link, qr_svg(link), opens, Moment(ends - 1),
                    place.help_name, place.help_phone,
                )
            )  # fmt: skip
    return association, found


def _open(one: Leader, now: Moment) -> tuple[Moment, Moment]:
    """Return when an invitation on paper opens and ends."""
    opens = max(one.starts, now)
    return opens, Moment(opens + PAPER_INVITATION_LASTS)
