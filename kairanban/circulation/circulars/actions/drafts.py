"""Drafts of circulars: texts, settings and audience."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from kairanban.access.permission import may, require, require_here
from kairanban.circulation.circulars.actions import contacts
from kairanban.circulation.circulars.actions.moving import follow
from kairanban.circulation.circulars.queries import audience_choices, drafting, versions
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
from kairanban.circulation.circulars.rules.events import When, differs, following, moved
from kairanban.circulation.circulars.rules.kinds import GROUP_CATEGORIES, Importance, Kind, State
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.circulars.rules.timing import a_year_later
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.actor import System
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Settings of a circular besides its texts."""

    category: str
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    permission: str
    yearly: int = 0
    event_until: int | None = None

    @property
    def when(self) -> When:
        return When(self.event_at, self.event_until)

    @classmethod
    def of(cls, work: Work, **changed: Any) -> "Choices":
        """Return the settings of a draft with some changed."""
        return cls(**{field.name: getattr(work, field.name) for field in fields(cls)} | changed)

    def allowed(self, work: Work) -> "Choices":
        """Return the settings as this circular may have them."""
        if work.kind == Kind.OBITUARY:
            given: dict[str, Any] = {"category": "obituary", "importance": "ordinary", "yearly": 0}
            return replace(self, **given, reply_kind="acknowledge", reply_by=None)
        category = "municipality" if work.kind == Kind.REQUEST else self.category
        importance = self.importance
        if work.of_group and category not in GROUP_CATEGORIES:
            category = "notice"
        if work.of_group and importance == Importance.URGENT:
            importance = Importance.IMPORTANT.value
        return replace(self, category=category, importance=importance)


async def start(tx: Tx, place: PlaceId, kind: Kind = Kind.ORDINARY) -> CircularId:
    """Start a draft for the whole association, with its help contact, or in the name of a group for its households.

    Raise Conflict for an obituary of a group, which is the association's.
    """
    await require_here(tx, writing_task(kind), place)
    issuer = await find_place(tx, place)
    group = place if issuer.kind == PlaceKind.GROUP else None
    if group and kind is Kind.OBITUARY:
        raise Conflict(_n("An obituary is written by the association."))
    category = "obituary" if kind is Kind.OBITUARY else "notice"
    id = await begin(tx, issuer.association or place, kind, category, None, group)
    await contacts.fill_in(tx, id, contacts.of_issuer(issuer, kind))
    await tx.value(ADD_AUDIENCE, circular=id, place=place, role="", household=None)
    return id


async def copy(tx: Tx, source: CircularId) -> CircularId:
    """Start a draft with texts and audience of an earlier circular, dates a year later.

    Raise Conflict for obituaries and municipal requests.
    """
    work = await find(tx, source)
    if work.kind == Kind.OBITUARY:
        raise Conflict(_n("An obituary is not copied."))
    if work.kind == Kind.REQUEST or work.issuer:
        raise Conflict(_n("What the town asked for is not copied. The town asks again."))
    texts = await texts_of(tx, source, work.edition)
    await require_here(tx, writing_task(work.kind), work.place)
    group = work.place if work.of_group else None
    id = await begin(tx, work.association, Kind(work.kind), work.category, source, group)
    await tx.run(COPY_AUDIENCE, circular=source, to_circular=id)
    choices = Choices.of(
        work,
        reply_by=a_year_later(work.reply_by) if work.reply_by else None,
        event_at=a_year_later(work.event_at) if work.event_at else None,
        event_until=a_year_later(work.event_until) if work.event_until else None,
        permission="",
    )
    await save(tx, id, moved(texts, work.kind, work.when, choices.when), choices)
    await tx.run(versions.COPY, circular=source, to_circular=id)
    await follow(tx, id, 1, work.when, choices.when)
    return id


def writing_task(kind: str) -> Task:
    """Return the task required to write this kind."""
    return Task.ASK_ASSOCIATIONS if kind == Kind.REQUEST else Task.DRAFT


async def begin(
    tx: Tx,
    association: PlaceId,
    kind: Kind,
    category: str,
    source: CircularId | None,
    group: PlaceId | None = None,
) -> CircularId:
    """Start an empty draft without audience, of the association or a group in it. The caller has asked for permission."""
    id: CircularId = await tx.value(
        drafting.START,
        association=association,
        place=group,
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
    """Return the circular to those who write it (`is_written`); raise NotFound."""
    if isinstance(tx.actor, System):
        return await tx.one(drafting.ANY, circular=circular)
    return await tx.one(drafting.ONE, circular=circular)


async def texts_of(tx: Tx, circular: CircularId, edition: int) -> Texts:
    return await tx.one(drafting.TEXTS, circular=circular, number=edition)


async def editable(tx: Tx, circular: CircularId) -> Work:
    """Return the circular if it can still be changed, locked until the transaction ends.

    Raise Conflict after publication; a scheduled one needs the permission to publish.
    """
    if not await tx.column(drafting.HOLD_DRAFT, circular=circular):
        work = await find(tx, circular)
        if work.kind == Kind.REQUEST:
            raise Conflict(_n("This request has been sent already. Please correct it instead."))
        raise Conflict(_n("This circular is already going round. Please correct it instead."))
    work = await find(tx, circular)
    task = Task.PUBLISH if work.state == State.SCHEDULED else writing_task(work.kind)
    await require(tx, task, work.place)
    return work


async def writable(tx: Tx, circular: CircularId) -> Work:
    """As `editable`; Conflict also for the texts of a municipal request."""
    work = await editable(tx, circular)
    if work.issuer:
        raise Conflict(
            _n("These are the town's words. They go round as they are, with a word of yours above.")
        )
    return work


async def save(tx: Tx, circular: CircularId, texts: Texts, choices: Choices) -> Work:
    """Store a draft, complete or not."""
    work = await writable(tx, circular)
    choices = choices.allowed(work)
    before = await texts_of(tx, circular, work.edition)
    texts = following(texts, before, work.kind, work.when, choices.when)
    if differs(before, work.when, texts, choices.when, work.kind):
        await tx.run(versions.TO_BE_REVIEWED, circular=circular, of_number=work.edition)
    await follow(tx, circular, work.edition, work.when, choices.when)
    # A municipality's notices go to every household, a group's to all of its own, members of the association or not.
    for_all = int(choices.category == "municipality" or work.of_group)
    await tx.run(
        drafting.SAVE, circular=circular, changed_by=tx.actor.person, for_all=for_all, **asdict(choices)
    )
    await tx.run(drafting.SAVE_TEXTS, circular=circular, edition_number=work.edition, **stored(texts))
    return work


async def choose_audience(tx: Tx, circular: CircularId, chosen: list[Chosen]) -> None:
    """Set the audience; Invalid if it is empty or outside the association, for a group's circular outside the group."""
    work = await editable(tx, circular)
    if work.kind == Kind.REQUEST:
        raise NotFound
    if not chosen:
        raise Invalid({"places": _n("Please choose whom it is for.")})
    # A drafter must not learn about single households by counting them.
    if any(line.household for line in chosen):
        await require(tx, Task.CHOOSE_HOUSEHOLDS, work.place)
    places = set(await tx.column(audience_choices.PLACES, issued_at=work.place))
    choosable = await tx.all(audience_choices.HOUSEHOLDS, issued_at=work.place)
    households = {one.id for one in choosable}
    if (
        not {c.place for c in chosen if c.place} <= places
        or not {c.household for c in chosen if c.household} <= households
        or (work.of_group and any(c.role for c in chosen))
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
    """Count chosen households that are no members; 0 for actors who may not see the roster."""
    work = await find(tx, circular)
    if not await may(tx, Task.SEE_ROSTER, work.place):
        return 0
    number: int = await tx.value(LEFT_OUT, circular=circular)
    return number
