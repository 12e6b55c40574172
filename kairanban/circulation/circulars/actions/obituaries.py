"""Words of an obituary, and the house that is in mourning."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions.drafts import Choices, save, texts_of, writable
from kairanban.circulation.circulars.queries import audience_choices, obituaries
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.obituaries import Family, worded
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def compose(tx: Tx, circular: CircularId, family: Family, household: HouseholdId | None) -> None:
    """Write the words into the draft, and leave out the bereaved household.

    Its contact stays. Raise Conflict for other kinds, Invalid for a household of another association.
    """
    work = await writable(tx, circular)
    if work.kind != Kind.OBITUARY:
        raise Conflict(_n("This circular is no obituary."))
    if household is not None:
        await require(tx, Task.CHOOSE_HOUSEHOLDS, work.place)
        known = await tx.all(audience_choices.HOUSEHOLDS, issued_at=work.place)
        if household not in {one.id for one in known}:
            raise Invalid({"household": _n("Please choose a household of the list.")})
    before = await texts_of(tx, circular, work.edition)
    texts = worded(family, ask=before.facts_ask, phone=before.facts_phone)
    await save(tx, circular, texts, Choices.of(work, event_at=family.funeral or work.event_at))
    await tx.run(obituaries.BEREAVED, circular=circular, bereaved=household)


async def bereaved(tx: Tx, circular: CircularId) -> HouseholdId | None:
    """Return the household that does not get it. The caller has asked for permission."""
    found: HouseholdId | None = await tx.value(obituaries.WHOSE, circular=circular)
    return found
