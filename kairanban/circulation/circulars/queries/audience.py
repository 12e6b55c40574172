"""The audience of a circular, resolved to households in SQL."""

from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select

from kairanban.access.terms import in_term
from kairanban.community.people.queries.dwellings import current, lives
from kairanban.db.statements import NOW
from kairanban.db.tables.circulars import addressee, audience, circular
from kairanban.db.tables.people import appointment, household, membership, resident
from kairanban.db.tables.places import place, place_within

CIRCULAR: Any = bindparam("circular")


def _chosen_place() -> Any:
    return exists(
        select(1)
        .select_from(audience)
        .join(place_within, place_within.c.ancestor == audience.c.place)
        .join(membership, membership.c.place == place_within.c.place)
        .where(audience.c.circular == CIRCULAR, membership.c.household == household.c.id, current)
    )


def _chosen_household() -> Any:
    return exists(select(1).where(audience.c.circular == CIRCULAR, audience.c.household == household.c.id))


def _chosen_role() -> Any:
    """Condition for households in which people with a chosen role live."""
    return exists(
        select(1)
        .select_from(audience)
        .join(appointment, appointment.c.role == audience.c.role)
        .join(resident, resident.c.person == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .where(
            audience.c.circular == CIRCULAR,
            audience.c.role != "",
            place.c.association == household.c.association,
            resident.c.household == household.c.id,
            resident.c.until.is_(None),
            in_term(appointment),
        )
    )


def _in_its_group() -> Any:
    """Condition for a circular of the association, or a household that now belongs to the group that issues it."""
    belongs = membership.alias("belongs")
    return or_(
        circular.c.place.is_(None),
        exists(
            select(1).where(
                belongs.c.household == household.c.id,
                belongs.c.place == circular.c.place,
                or_(belongs.c.until.is_(None), belongs.c.until > NOW),
            )
        ),
    )


def addressed_households() -> Any:
    """Select each addressed household once with its current block: household, block, paper.

    A municipality's notices go to all households, others to members; a group's to its own households only; an
    obituary not to the house in mourning.
    """
    return (
        select(
            household.c.id.label("household"),
            lives().label("block"),
            case((household.c.method != "digital", 1), else_=0).label("paper"),
        )
        .select_from(household.join(circular, circular.c.id == CIRCULAR))
        .where(
            household.c.association == circular.c.association,
            household.c.gone.is_(None),
            or_(circular.c.for_all == 1, household.c.standing != "none"),
            _in_its_group(),
            or_(circular.c.bereaved.is_(None), circular.c.bereaved != household.c.id),
            or_(_chosen_place(), _chosen_household(), _chosen_role()),
        )
    )


def left_out() -> Any:
    """Count chosen households that are no members; only a municipality's notices go to them."""
    return (
        select(func.count())
        .select_from(household.join(circular, circular.c.id == CIRCULAR))
        .where(
            household.c.association == circular.c.association,
            household.c.gone.is_(None),
            circular.c.for_all == 0,
            household.c.standing == "none",
            or_(_chosen_place(), _chosen_household(), _chosen_role()),
        )
    )


def for_board_of(building: Any) -> Any:
    """Condition for circulars on a building's notice board: for it, or a place its residents belong to.

    The circular is the one of any query around it. A board is public: circulars for chosen households or roles
    only do not appear, nor obituaries, which the family permitted for the neighbours.
    """
    goes_to, within = audience.alias("goes_to"), place_within.alias("within")
    member, addressed = membership.alias("member"), addressee.alias("addressed")
    mine = (goes_to, within, member, addressed)
    places = goes_to.join(within, within.c.ancestor == goes_to.c.place)
    chosen = exists(
        select(1)
        .select_from(places)
        .where(goes_to.c.circular == circular.c.id, within.c.place == building)
        .correlate_except(*mine)
    )
    lives_there = exists(
        select(1)
        .select_from(
            places.join(member, member.c.place == within.c.place).join(
                addressed, addressed.c.household == member.c.household
            )
        )
        .where(
            goes_to.c.circular == circular.c.id,
            addressed.c.circular == circular.c.id,
            addressed.c.block == building,
            or_(member.c.until.is_(None), member.c.until > NOW),
        )
        .correlate_except(*mine)
    )
    return and_(circular.c.kind != "obituary", or_(chosen, lives_there))
