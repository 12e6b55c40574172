"""The notices that go with freshly printed cards."""

from kairanban.accountability.data_requests.rules import ANSWERED_WITHIN
from kairanban.accountability.data_rules import queries
from kairanban.accountability.purpose_notices.rules import Notice, purposes
from kairanban.community.consents.actions import receivers
from kairanban.community.people.queries.offices import TOWN_OF
from kairanban.community.signin.actions import printing
from kairanban.core.clock import DAY
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.purposes import Purpose
from kairanban.db.tx import Tx


async def notice(tx: Tx, association: PlaceId) -> Notice:
    """Return what the association says about the data it holds. The caller has asked for permission."""
    rules = await tx.one(queries.RULES, association=association)
    receive = await receivers(tx, association)
    return Notice(
        association=rules.name,
        contact=rules.contact,
        contact_phone=rules.contact_phone,
        purposes=purposes(cares=bool(receive[Purpose.SUPPORTER] or receive[Purpose.COMMISSIONER])),
        in_town=await tx.value(TOWN_OF, place=association) is not None,
        answered_days=ANSWERED_WITHIN // DAY,
    )


async def for_households(tx: Tx, association: PlaceId, chosen: set[HouseholdId]) -> tuple[Notice, list[str]]:
    """Return the notice, and the languages of these households in the order of their cards."""
    households = await printing.printable(tx, association)
    return await notice(tx, association), [one.language for one in households if one.id in chosen]


async def of_batch(tx: Tx, batch: int, session_token: str) -> tuple[Notice, list[str]]:
    """As `for_households`, of a batch of cards; raise Conflict as `open_batch`."""
    association, made = await printing.open_batch(tx, batch, session_token)
    return await for_households(tx, association, {HouseholdId(household) for household, _token in made})
