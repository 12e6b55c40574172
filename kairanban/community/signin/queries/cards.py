"""Household cards and the devices bound with them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.community.signin.queries.devices_in_use import devices_in_use
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.community.signin.rules.cards import Card
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import card_batch, household_card


@dataclass(frozen=True, slots=True)
class Batch:
    """New cards, their tokens sealed for the session that made them."""

    association: PlaceId
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Printable:
    """A household that a card can be printed for."""

    id: HouseholdId
    label: str
    hidden: int
    language: str
    block: str
    route_order: int
    method: str
    devices: int
    printed: int | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


BY_TOKEN = Query(
    select(
        household_card.c.id,
        household.c.id.label("household"),
        household.c.label,
        household.c.association,
        place.c.name.label("association_name"),
        place.c.help_name,
        place.c.help_phone,
        household_card.c.printed,
        household_card.c.first_used,
        household_card.c.cancelled,
        household.c.gone,
        devices_in_use.label("devices"),
        household.c.pin_hash,
        household.c.pin_wrong,
        household.c.hidden,
        BLOCK_NAME.label("block"),
        ROUTE_ORDER.label("route_order"),
    )
    .select_from(
        household_card.join(household, household.c.id == household_card.c.household).join(
            place, place.c.id == household.c.association
        )
    )
    .where(household_card.c.token_hash == bindparam("token_hash")),
    Card,
)

FIRST_USE = Statement(
    household_card.update()
    .where(household_card.c.id == bindparam("card"), household_card.c.first_used.is_(None))
    .values(first_used=NOW)
)

NEW = inserting(household_card, "household", "token_hash", "printed", "printed_by")

CANCEL = Statement(
    household_card.update()
    .where(household_card.c.household == bindparam("household_id"), household_card.c.cancelled.is_(None))
    .values(cancelled=NOW)
)

NEW_BATCH = inserting(card_batch, "session", "association", "made", "sealed", "kind")

BATCH = Query(
    select(card_batch.c.association, card_batch.c.sealed).where(
        card_batch.c.id == bindparam("batch"),
        card_batch.c.session == ACTOR_SESSION,
        card_batch.c.kind == bindparam("of_kind"),
        card_batch.c.made > NOW - bindparam("within", type_=BigInteger),
    ),
    Batch,
)

FORGET_BATCHES = Statement(
    card_batch.delete().where(card_batch.c.made <= NOW - bindparam("within", type_=BigInteger))
)

_block = place.alias("block")

# Households a card can be printed for, in route order.
TO_PRINT = Query(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        household.c.language,
        func.coalesce(_block.c.name, "").label("block"),
        func.coalesce(membership.c.route_order, 0).label("route_order"),
        household.c.method,
        devices_in_use.label("devices"),
        select(func.max(household_card.c.printed))
        .where(household_card.c.household == household.c.id, household_card.c.cancelled.is_(None))
        .scalar_subquery()
        .label("printed"),
    )
    .select_from(
        household.outerjoin(
            membership,
            and_(
                membership.c.household == household.c.id,
                or_(membership.c.until.is_(None), membership.c.until > NOW),
                membership.c.place.in_(
                    select(place.c.id).where(or_(place.c.kind == "block", place.c.kind == "building"))
                ),
            ),
        ).outerjoin(_block, _block.c.id == membership.c.place)
    )
    .where(household.c.association == bindparam("association"), household.c.gone.is_(None))
    .order_by(_block.c.sort, _block.c.id, membership.c.route_order, household.c.id),
    Printable,
)
