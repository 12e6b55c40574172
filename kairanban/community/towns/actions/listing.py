"""Adding the associations of a town's list; what is known already stays as it is."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.people.actions.offices import add_person
from kairanban.community.people.actions.town_offices import appoint_first_chair
from kairanban.community.places.rules import PlaceKind
from kairanban.community.roster.rules.spelling import plain
from kairanban.community.towns.actions import associations
from kairanban.community.towns.actions.associations import Listed
from kairanban.community.towns.rules.listing import Entry, Listing
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Proposal:
    """What taking a list over would do."""

    new: list[Entry]
    known: list[tuple[Entry, Listed]]
    """By number, else by name; the name may differ, and stays."""
    districts: list[str]
    """Districts of the list that are not there yet."""

    @property
    def chairs(self) -> int:
        return sum(bool(one.chair) for one in self.new)


async def propose(tx: Tx, town: PlaceId, listing: Listing) -> Proposal:
    """Compare the list with the town. A number decides, else the name."""
    there = await associations.listed(tx, town)
    acting = [one for one in there if one.branch.acts]
    by_code = {plain(one.branch.code): one for one in acting if one.branch.code}
    by_name = {plain(one.branch.name): one for one in acting}
    new: list[Entry] = []
    known: list[tuple[Entry, Listed]] = []
    for entry in listing.entries:
        found = by_code.get(entry.code) if entry.code else None
        found = found or by_name.get(plain(entry.name))
        if found is None:
            new.append(entry)
        else:
            known.append((entry, found))
    names = {plain(one.branch.name) for one in there if not one.branch.acts}
    wanted = dict.fromkeys(one.district for one in new if one.district)
    return Proposal(new, known, [name for name in wanted if plain(name) not in names])


async def take(tx: Tx, town: PlaceId, listing: Listing, *, chairs: bool) -> Proposal:
    """Add what is new, with its chair if `chairs`; a second call adds nothing. Return what was done."""
    await require(tx, Task.APPOINT_FOR_TOWN if chairs else Task.ARRANGE_PLACES, town)
    proposal = await propose(tx, town, listing)
    for name in proposal.districts:
        await associations.add(tx, town, PlaceKind.DISTRICT, name)
    districts = {
        plain(one.branch.name): one.branch.id
        for one in await associations.listed(tx, town)
        if not one.branch.acts
    }
    for entry in proposal.new:
        into = districts.get(plain(entry.district)) if entry.district else None
        id = await associations.add(tx, town, PlaceKind.ASSOCIATION, entry.name, entry.code, into)
        if chairs and entry.chair:
            person = PersonId(await add_person(tx, entry.chair))
            await appoint_first_chair(tx, person, id)
    return proposal
