"""Storage of a plan's entries as new or changed households."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kairanban.community.people.actions import particulars
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.roster.actions.dwellings import Dwellings, wanted
from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.actions.present_roster import stored_households
from kairanban.community.roster.queries import current
from kairanban.community.roster.queries.current import StoredHousehold
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.plan import Entry, EntryKind
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.tx import Tx

_COLUMNS = {
    Field.CODE: "code",
    Field.POSTAL: "postal",
    Field.ADDRESS: "address",
    Field.PHONE: "phone",
    Field.SECOND_PHONE: "second_phone",
    Field.EMAIL: "email",
    Field.LANGUAGE: "language",
    Field.METHOD: "method",
    Field.MEMBERSHIP: "standing",
}
_PLACE = frozenset({Field.BLOCK, Field.SETTLEMENT})


@dataclass(frozen=True, slots=True)
class Slice:
    """One transaction of an import, and its data about the roster."""

    tx: Tx
    association: PlaceId
    dwellings: Dwellings
    households: Mapping[int, StoredHousehold]
    last: dict[PlaceId, int]
    """Highest route order in each place: rows without one follow in the order of the file."""

    @classmethod
    async def begin(cls, tx: Tx, proposal: Proposal) -> "Slice":
        association = proposal.association
        households = {int(row.id): row for row in await stored_households(tx, association)}
        found = await tx.all(current.LAST_IN_ROUTE, association=association)
        last = {one.place: one.route_order for one in found}
        return cls(tx, association, await Dwellings.read(tx, association), households, last)

    async def store(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.kind is EntryKind.NEW:
                await self._add(entry)
            elif entry.household is not None:
                await self._change(entry, self.households[entry.household])

    async def _add(self, entry: Entry) -> None:
        values = entry.values
        place = self.dwellings.find(wanted(values)) or self.association
        own = {name: values[of] for of, name in _COLUMNS.items() if of is not Field.CODE and values.get(of)}
        household = await add_household(
            self.tx,
            NewHousehold(
                association=self.association,
                label=values.get(Field.LABEL) or values[Field.NAME],
                place=place,
                route_order=self._route_order(place, values.get(Field.ROUTE_ORDER, "")),
                code=values.get(Field.CODE) or None,
                **own,
            ),
        )
        name, reading = values[Field.NAME], values.get(Field.READING, "")
        await add_resident(self.tx, household, name, reading, representative=True)
        await self._add_members(household, entry)

    async def _change(self, entry: Entry, row: StoredHousehold) -> None:
        new = {change.field: change.new for change in entry.changes}
        columns: dict[str, str | None] = {
            name: new[of] or (None if of is Field.CODE else "") for of, name in _COLUMNS.items() if of in new
        }
        name = new.get(Field.NAME, row.name)
        unnamed = row.label == (row.name or row.label)
        if Field.LABEL in new or (unnamed and Field.NAME in new):
            columns["label"] = new.get(Field.LABEL) or name or row.label
        if columns:
            await particulars.change(self.tx, self.association, row.id, columns)
        if entry.kind is EntryKind.NEW_HEAD:
            reading = entry.values.get(Field.READING, "")
            await particulars.replace_representative(self.tx, self.association, row.id, name, reading)
        elif Field.NAME in new or Field.READING in new:
            reading = new.get(Field.READING, row.reading)
            await particulars.rename_representative(
                self.tx, self.association, row.id, name or row.label, reading
            )
        await self._place(row, new, entry)
        await self._add_members(HouseholdId(row.id), entry)

    async def _add_members(self, household: HouseholdId, entry: Entry) -> None:
        for member in entry.members:
            await add_resident(self.tx, household, member.name, member.reading, child=member.child)

    async def _place(self, row: StoredHousehold, new: Mapping[Field, str], entry: Entry) -> None:
        id, order = HouseholdId(row.id), new.get(Field.ROUTE_ORDER)
        target = row.place
        if row.place is None or not _PLACE.isdisjoint(new):
            target = self.dwellings.find(wanted(entry.values), row.place) or self.association
        if target is not None and target != row.place:
            place = row.place or target
            order = entry.values.get(Field.ROUTE_ORDER, "")
            await particulars.move(
                self.tx, self.association, id, place, target, self._route_order(target, order)
            )
        elif target is not None and order is not None:
            await particulars.set_route_order(self.tx, self.association, id, target, int(order or 0))

    def _route_order(self, place: PlaceId, written: str) -> int:
        order = int(written) if written else self.last.get(place, 0) + 1
        self.last[place] = max(order, self.last.get(place, 0))
        return order
