"""訂正・消去の求め: a household asks in its own words, an officer does it or says why not."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.accountability.data_requests import queries
from kairanban.accountability.data_requests.queries import OfficeRequest, OwnRequest
from kairanban.accountability.data_requests.rules import (
    ANSWERED_WITHIN,
    CORRECTION,
    DONE,
    ERASURE,
    wrong_answer,
)
from kairanban.accountability.disclosure.actions.own import own_adult
from kairanban.accountability.disclosure.queries.asking import SIGNED_IN_AS
from kairanban.community.announcements.actions import announce
from kairanban.community.announcements.rules import Told
from kairanban.community.hiding.actions import require_private
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

LISTED = 200
NOT_KNOWN = _n("Only the officer who knows this household answers it.")


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    words: str
    press: str


async def ask(tx: Tx, household: HouseholdId, asked: Asked) -> None:
    """Record a request; the same press, or a second open erasure, changes nothing. Raise Invalid without words."""
    await require_private(tx, household)
    if asked.kind == CORRECTION and not asked.words:
        raise Invalid({"words": _n("Please write what is not right, and how it should be.")})
    if asked.kind == ERASURE and await tx.column(queries.OPEN_OF_KIND, of_household=household, kind=ERASURE):
        return
    # A household erases itself; an adult with a key of her own corrects what is hers.
    adult = await tx.value(SIGNED_IN_AS, household=household) if asked.kind == CORRECTION else None
    added = await tx.run(
        queries.ASK, household=household, resident=adult, kind=asked.kind, words=asked.words, press=asked.press,
        made=tx.now, due=tx.now + ANSWERED_WITHIN,
    )  # fmt: skip
    if added:
        home = next(home for home in tx.actor.homes if home.household == household)
        await journal.record(tx, f"{asked.kind}_asked", association=home.association, household=household)


async def own(tx: Tx, household: HouseholdId) -> list[OwnRequest]:
    """Return the household's requests, open ones first."""
    await require_private(tx, household)
    adult = await own_adult(tx, household)
    return await tx.all(queries.OWN, of_household=household, adult=adult or 0)


async def take_back(tx: Tx, household: HouseholdId, request: int) -> None:
    """Take back an open request; one that is settled stays as it is."""
    if request not in {one.id for one in await own(tx, household)}:
        raise NotFound
    if await tx.run(queries.TAKE_BACK, request=request, of_household=household):
        await journal.record(tx, "request_taken_back", household=household, other=request)


async def waiting(tx: Tx, association: PlaceId) -> int:
    """Return how many requests wait. The caller has asked for permission."""
    number: int = await tx.value(queries.WAITING, of_association=association)
    return number


async def of_association(tx: Tx, association: PlaceId) -> list[OfficeRequest]:
    """Return the requests, those due first at the top."""
    await require(tx, Task.CHANGE_ROSTER, association)
    return await tx.all(queries.OF_ASSOCIATION, of_association=association, most=LISTED)


async def settle(tx: Tx, association: PlaceId, request: int, outcome: str, answer: str) -> None:
    """Answer a request, once; the household is told. Raise NotFound, Refused or Invalid."""
    found = next((one for one in await of_association(tx, association) if one.id == request), None)
    if found is None:
        raise NotFound
    if not found.open:
        raise Refused(NOT_KNOWN)
    if wrong := wrong_answer(found.request.kind, outcome, answer):
        raise Invalid(wrong)
    if not await tx.run(queries.SETTLE, request=request, how=outcome, said=answer, by=tx.actor.person):
        return
    told = Told.CORRECTED if outcome == DONE else Told.REFUSED
    await announce(tx, HouseholdId(found.household), told, tx.actor.person)
    await journal.record(
        tx, f"request_{outcome}", association=association, household=found.household, other=request
    )
