"""Scope of circulars an actor may read: the same for pages, pictures and lists."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from kairanban.access.scope import own_households, places_for
from kairanban.circulation.circulars.queries.audience import for_board_of
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW
from kairanban.db.tables.circulars import addressee, circular, edition, tally
from kairanban.db.tables.municipal_requests import asked_association, municipal_request
from kairanban.db.tables.places import place


def not_gone() -> Any:
    """Condition that excludes obituaries seven days after the funeral, also for their authors."""
    return or_(circular.c.gone_at.is_(None), circular.c.gone_at > NOW)


# The current edition in its original language.
as_written = and_(
    edition.c.circular == circular.c.id, edition.c.number == circular.c.edition, edition.c.language == "ja"
)


def out() -> Any:
    """Condition for published circulars that are not gone."""
    return and_(circular.c.published.is_not(None), not_gone())


def readable() -> tuple[Any, ...]:
    """Conditions, any of which permits reading: addressed, own association, own block, own notice board."""
    addressed = exists(
        select(1).where(addressee.c.circular == circular.c.id, addressee.c.household.in_(own_households()))
    )
    in_block = exists(
        select(1).where(
            tally.c.circular == circular.c.id, tally.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK))
        )
    )
    on_board = exists(
        select(1).where(
            place.c.kind == "building", place.c.id.in_(places_for(Task.POST_NOTICE)), for_board_of(place.c.id)
        )
    )
    return (
        and_(out(), addressed),
        and_(not_gone(), circular.c.association.in_(places_for(Task.DRAFT))),
        and_(out(), in_block),
        and_(out(), on_board),
    )


def asked_of() -> tuple[Any, ...]:
    """Conditions for municipal requests: the actor's own, or sent to an association she answers for."""
    to_mine = exists(
        select(1)
        .select_from(
            asked_association.join(
                municipal_request, municipal_request.c.circular == asked_association.c.municipal_request
            )
        )
        .where(
            asked_association.c.municipal_request == circular.c.id,
            municipal_request.c.sent.is_not(None),
            asked_association.c.association.in_(places_for(Task.ANSWER_REQUESTS)),
        )
    )
    request = circular.c.kind == Kind.REQUEST.value
    return (
        and_(request, circular.c.association.in_(places_for(Task.ASK_ASSOCIATIONS))),
        and_(request, to_mine),
    )
