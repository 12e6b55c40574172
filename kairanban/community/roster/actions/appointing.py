"""Appointments proposed by a file, made only for the ticked ones."""

from collections import defaultdict
from dataclasses import dataclass

from kairanban.access.permission import may
from kairanban.community.people.actions.offices import add_person, appoint, officers
from kairanban.community.people.rules.offices import BY_CHAIR
from kairanban.community.roster.actions.dwellings import Dwellings, Wanted
from kairanban.community.roster.actions.planning import Proposal
from kairanban.community.roster.queries import holders
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.officers import Office
from kairanban.community.roster.rules.spelling import block_key, name_key
from kairanban.core.clock import Moment, at, end_of
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

_ROLES = {role.value: role for role in BY_CHAIR}
_OF_BLOCK = "block_leader"


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposed appointment; `place` is None if the file does not name the leader's block."""

    office: Office
    place: PlaceId | None
    held: bool
    over: bool

    @property
    def starts(self) -> Moment | None:
        return at(self.office.starts) if self.office.starts else None

    @property
    def until(self) -> Moment | None:
        return end_of(self.office.until) if self.office.until else None

    @property
    def can_be_taken(self) -> bool:
        return not self.held and not self.over and self.place is not None


async def offered(tx: Tx, proposal: Proposal) -> list[Offered]:
    """Return every proposed appointment of the file. The caller has asked for permission."""
    association = proposal.association
    dwellings = await Dwellings.read(tx, association)
    held = {
        (name_key(officer.name), officer.role, block_key(officer.place) if officer.role == _OF_BLOCK else "")
        for officer in await officers(tx, association)
    }
    coming = {block_key(entry.values.get(Field.BLOCK, "")) for entry in proposal.taken}
    found = []
    for office in proposal.plan.offices:
        leads = office.role == _OF_BLOCK
        place: PlaceId | None = association
        if leads:
            place = dwellings.find(Wanted("", office.block)) if office.block else None
            # The block will exist once the file is taken.
            if place is None and office.block and block_key(office.block) in coming:
                place = association
        key = (name_key(office.name), office.role, block_key(office.block) if leads else "")
        over = office.until is not None and end_of(office.until) < tx.now
        found.append(Offered(office, place, key in held, over))
    return found


async def appoint_chosen(tx: Tx, proposal: Proposal) -> None:
    """Make the appointments that were ticked or that a remark was accepted to mean, each at its current place."""
    chosen = proposal.choices.offices
    by_remark = any(office.by_remark for office in proposal.plan.offices)
    if not chosen and not (by_remark and await may(tx, Task.APPOINT, proposal.association)):
        return
    dwellings = await Dwellings.read(tx, proposal.association)
    for one in await offered(tx, proposal):
        office = one.office
        if not (office.by_remark or office.key in chosen) or not one.can_be_taken:
            continue
        place: PlaceId | None = proposal.association
        if office.role == _OF_BLOCK:
            place = dwellings.find(Wanted("", office.block))
        if place is None:
            continue
        await appoint(
            tx,
            await _person(tx, proposal.association, office.name),
            _ROLES[office.role],
            place,
            title=office.title,
            starts=one.starts or tx.now,
            ends=one.until,
        )


async def _person(tx: Tx, association: PlaceId, name: str) -> PersonId:
    """Return the one known person with this name, else a new one.

    Link her to the resident of the same name if there is exactly one.
    """
    key = name_key(name)
    living = [
        one for one in await tx.all(holders.RESIDENTS, association=association) if name_key(one.name) == key
    ]
    known: dict[str, set[PersonId]] = defaultdict(set)
    for holder in await tx.all(holders.OFFICE_HOLDERS, association=association):
        known[name_key(holder.name)].add(holder.id)
    known[key].update(one.person for one in living if one.person is not None)
    person = known[key].pop() if len(known[key]) == 1 else await add_person(tx, name)
    if len(living) == 1:
        await tx.run(holders.LINK_RESIDENT, resident_id=living[0].id, person_id=person)
    return person
