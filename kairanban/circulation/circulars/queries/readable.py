"""Scope of circulars an actor may read: the same for pages, pictures and lists."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.access.scope import entrusted_households, own_households, places_for
from kairanban.circulation.circulars.queries.audience import for_board_of
from kairanban.circulation.circulars.queries.issued import is_written, issued_at
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW
from kairanban.db.tables.circulars import addressee, circular, edition, tally
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.places import place


def not_gone(circular: Any = circular) -> Any:
    """Condition that excludes obituaries seven days after the funeral, also for their authors."""
    return or_(circular.c.gone_at.is_(None), circular.c.gone_at > NOW)


# The current edition in its original language.
as_written = and_(
    edition.c.circular == circular.c.id, edition.c.number == circular.c.edition, edition.c.language == "ja"
)


def out(circular: Any = circular) -> Any:
    """Condition for published circulars that are not gone."""
    return and_(circular.c.published.is_not(None), not_gone(circular))


def readable() -> tuple[Any, ...]:
    """Conditions, any of which permits reading: addressed, written or followed, own block, own notice board, in the actor's care."""
    to, counted, building = addressee.alias("to"), tally.alias("counted"), place.alias("building")
    addressed = exists(
        select(1).where(to.c.circular == circular.c.id, to.c.household.in_(own_households()))
    ).correlate_except(to)
    in_block = exists(
        select(1).where(
            counted.c.circular == circular.c.id, counted.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
        )
    ).correlate_except(counted)
    on_board = exists(
        select(1).where(
            building.c.kind == "building",
            building.c.id.in_(places_for(Task.POST_NOTICE)),
            for_board_of(building.c.id),
        )
    ).correlate_except(building)
    entrusted_to = addressee.alias("entrusted_to")
    # Read to a household that cannot; no obituary, which it did not choose to pass on.
    in_care = exists(
        select(1).where(
            entrusted_to.c.circular == circular.c.id, entrusted_to.c.household.in_(entrusted_households())
        )
    ).correlate_except(entrusted_to)
    return (
        and_(out(), addressed),
        and_(out(), circular.c.kind != Kind.OBITUARY.value, in_care),
        and_(not_gone(), is_written()),
        and_(out(), issued_at().in_(places_for(Task.SEE_PROGRESS))),
        and_(out(), in_block),
        and_(out(), on_board),
    )


def asked_by() -> Any:
    """Condition for municipal requests of the actor's municipality."""
    return and_(
        circular.c.kind == Kind.REQUEST.value,
        circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS)),
    )


def asked_of() -> tuple[Any, ...]:
    """Conditions for municipal requests: the actor's own, or sent to an association she answers for."""
    asked, sent = asked_association.alias("asked"), municipal_request.alias("sent")
    to_mine = exists(
        select(1)
        .select_from(asked.join(sent, sent.c.circular == asked.c.municipal_request))
        .where(
            asked.c.municipal_request == circular.c.id,
            sent.c.sent.is_not(None),
            asked.c.association.in_(places_for(Task.ANSWER_REQUESTS)),
        )
        .correlate_except(asked, sent)
    )
    return asked_by(), and_(circular.c.kind == Kind.REQUEST.value, to_mine)
