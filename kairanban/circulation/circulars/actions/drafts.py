"""Writing a circular: drafts, their texts, and whom they are for."""

from dataclasses import dataclass, fields
from typing import Any

from kairanban.access.permission import may, require
from kairanban.circulation.circulars.queries import attachments, audience_choices, drafting, versions
from kairanban.circulation.circulars.queries.audience_choices import (
    ADD_AUDIENCE,
    AUDIENCE,
    CLEAR_AUDIENCE,
    COPY_AUDIENCE,
    COUNT_ADDRESSED,
    LEFT_OUT,
    Addressed,
    Chosen,
)
from kairanban.circulation.circulars.rules.archive_search import stored
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind, State
from kairanban.circulation.circulars.rules.texts import Texts, changed
from kairanban.circulation.circulars.rules.timing import a_year_later
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is chosen beside the texts."""

    category: str
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    permission: str
    yearly: int = 0

    @classmethod
    def of(cls, work: Work, **changed: Any) -> "Choices":
        """Return what a draft is set to now, with some of it changed: nothing else is switched off by the way."""
        return cls(**{field.name: getattr(work, field.name) for field in fields(cls)} | changed)


async def start(tx: Tx, association: PlaceId, kind: Kind = Kind.ORDINARY) -> CircularId:
    """An empty draft, addressed to the whole association until something else is chosen."""
    await require(tx, writing_task(kind), association)
    category = "obituary" if kind is Kind.OBITUARY else "notice"
    id = await begin(tx, association, kind, category, None)
    await tx.value(ADD_AUDIENCE, circular=id, place=association, role="", household=None)
    return id


async def copy(tx: Tx, source: CircularId) -> CircularId:
    """A draft with the texts and the audience of an earlier circular, its dates a year later."""
    work = await find(tx, source)
    if work.kind == Kind.OBITUARY:
        raise Conflict(_n("An obituary is not copied."))
    if work.kind == Kind.REQUEST or work.issuer:
        raise Conflict(_n("What the town asked for is not copied. The town asks again."))
    texts = await texts_of(tx, source, work.edition)
    id = await begin(tx, work.association, Kind(work.kind), work.category, source)
    await tx.run(COPY_AUDIENCE, circular=source, to_circular=id)
    await tx.run(versions.COPY, circular=source, to_circular=id)
    choices = Choices.of(
        work,
        reply_by=a_year_later(work.reply_by) if work.reply_by else None,
        event_at=a_year_later(work.event_at) if work.event_at else None,
        permission="",
    )
    await save(tx, id, texts, choices)
    return id


def writing_task(kind: str) -> Task:
    """What one must be allowed to do to write this kind."""
    return Task.ASK_ASSOCIATIONS if kind == Kind.REQUEST else Task.DRAFT


async def begin(
    tx: Tx, association: PlaceId, kind: Kind, category: str, source: CircularId | None
) -> CircularId:
    """An empty draft for nobody yet. The caller has asked for permission."""
    id: CircularId = await tx.value(
        drafting.START,
        association=association,
        made_by=tx.actor.person,
        made=tx.now,
        changed=tx.now,
        kind=kind.value,
        category=category,
        copied_from=source,
    )
    await tx.run(drafting.FIRST_EDITION, circular=id, made_by=tx.actor.person)
    await journal.record(tx, "drafted", association=association, circular=id)
    return id


async def find(tx: Tx, circular: CircularId) -> Work:
    """The circular, for those who may write in its association; NotFound for everyone else."""
    if isinstance(tx.actor, System):
        return await tx.one(drafting.ANY, circular=circular)
    return await tx.one(drafting.ONE, circular=circular)


async def texts_of(tx: Tx, circular: CircularId, edition: int) -> Texts:
    return await tx.one(drafting.TEXTS, circular=circular, number=edition)


async def editable(tx: Tx, circular: CircularId) -> Work:
    """The circular while it can still be changed, held until this transaction ends.

    What an officer has scheduled is an officer's to change; what goes round is corrected instead.
    """
    if not await tx.column(drafting.HOLD_DRAFT, circular=circular):
        work = await find(tx, circular)
        if work.kind == Kind.REQUEST:
            raise Conflict(_n("This request has been sent already. Please correct it instead."))
        raise Conflict(_n("This circular is already going round. Please correct it instead."))
    work = await find(tx, circular)
    task = Task.PUBLISH if work.state == State.SCHEDULED else writing_task(work.kind)
    await require(tx, task, work.association)
    return work


async def writable(tx: Tx, circular: CircularId) -> Work:
    """As `editable`, where the words are the writer's own to change."""
    work = await editable(tx, circular)
    if work.issuer:
        raise Conflict(
            _n("These are the town's words. They go round as they are, with a word of yours above.")
        )
    return work


async def save(tx: Tx, circular: CircularId, texts: Texts, choices: Choices) -> Work:
    """Keep what was written so far; nothing needs to be complete."""
    work = await writable(tx, circular)
    obituary = work.kind == Kind.OBITUARY
    if changed(await texts_of(tx, circular, work.edition), texts):
        await tx.run(versions.TO_BE_REVIEWED, circular=circular, of_number=work.edition)
    category = "municipality" if work.kind == Kind.REQUEST else choices.category
    # The town's notices are for every household, members or not.
    for_all = int(category == "municipality")
    await tx.run(
        drafting.SAVE,
        circular=circular,
        for_all=for_all,
        category="obituary" if obituary else category,
        importance="ordinary" if obituary else choices.importance,
        reply_kind="acknowledge" if obituary else choices.reply_kind,
        reply_by=None if obituary else choices.reply_by,
        event_at=choices.event_at,
        permission=choices.permission,
        yearly=0 if obituary else choices.yearly,
    )
    await tx.run(
        drafting.SAVE_TEXTS,
        circular=circular,
        edition_number=work.edition,
        **stored(texts),
    )
    return work


async def choose_audience(tx: Tx, circular: CircularId, chosen: list[Chosen]) -> None:
    """Whom it is for; everything chosen lies in the circular's own association."""
    work = await editable(tx, circular)
    if work.kind == Kind.REQUEST:
        raise NotFound
    if not chosen:
        raise Invalid({"places": _n("Please choose whom it is for.")})
    # A drafter, who does not see the roster, must not learn of single households by counting them.
    if any(line.household for line in chosen):
        await require(tx, Task.SEE_ROSTER, work.association)
    places = set(await tx.column(audience_choices.PLACES, association=work.association))
    households = set(await tx.column(audience_choices.HOUSEHOLDS, association=work.association))
    if (
        not {c.place for c in chosen if c.place} <= places
        or not {c.household for c in chosen if c.household} <= households
    ):
        raise Invalid({"places": _n("Please choose whom it is for.")})
    await tx.run(CLEAR_AUDIENCE, circular=circular)
    for line in chosen:
        await tx.value(
            ADD_AUDIENCE,
            circular=circular,
            place=line.place,
            role=line.role,
            household=line.household,
        )


async def audience(tx: Tx, circular: CircularId) -> list[Chosen]:
    return await tx.all(AUDIENCE, circular=circular)


async def count_addressed(tx: Tx, circular: CircularId) -> Addressed:
    return await tx.one(COUNT_ADDRESSED, circular=circular)


async def count_left_out(tx: Tx, circular: CircularId) -> int:
    """How many are chosen but no members; not for a drafter, who might learn of single households."""
    work = await find(tx, circular)
    if not await may(tx, Task.SEE_ROSTER, work.association):
        return 0
    number: int = await tx.value(LEFT_OUT, circular=circular)
    return number


async def discard(tx: Tx, circular: CircularId) -> Work:
    """Throw a draft away; what has gone round is never thrown away."""
    work = await editable(tx, circular)
    await tx.run(attachments.REMOVE_ALL_FILES, circular=circular)
    await tx.run(drafting.DISCARD, circular=circular)
    await journal.record(tx, "discarded", association=work.association, circular=circular)
    return work
