"""The day list: one card per household with its reasons, in a fixed order."""

from dataclasses import dataclass, field
from datetime import date

from kairanban.access.rules import ANNOUNCED_FOR
from kairanban.care.callbacks import actions as callbacks
from kairanban.care.visits.queries import day_list as queries
from kairanban.care.visits.rules.check_in_after_silence import LEAST_SILENT, SILENT_FOR
from kairanban.care.visits.rules.day_list import OverdueBoard, PlaceCounts, Reason, Whom
from kairanban.circulation.circulars.rules.notification_timing import HEARD_WITHIN, a_month_before
from kairanban.circulation.route_sheets.rules import STANDS_STILL_AFTER
from kairanban.core.clock import DAY, Moment, at, day_of
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Why:
    """One reason; `at` is its time or planned day, `number` counts circulars."""

    reason: Reason
    at: int = 0
    number: int = 0

    def is_overdue(self, now: int) -> bool:
        """Tell whether the planned day is over."""
        return self.reason is Reason.PLANNED and now >= self.at + DAY


@dataclass(frozen=True, slots=True)
class ToSee:
    """A household on the day list."""

    household: HouseholdId
    shown: str
    place: PlaceId
    place_name: str
    phone: str
    address: str
    entrusted: bool
    """Whether its page can be opened; a household that only requested a callback cannot."""
    why: list[Why] = field(default_factory=list)

    @property
    def first(self) -> Reason:
        return min(why.reason for why in self.why)


async def overdue_boards(tx: Tx, place: PlaceId | None = None) -> list[OverdueBoard]:
    """Return overdue boards, longest first; with `place` of that settlement only."""
    found = await tx.all(queries.OVERDUE_BOARDS, before=tx.now - STANDS_STILL_AFTER)
    return [one for one in found if place is None or one.place == place]


async def places(tx: Tx) -> list[PlaceCounts]:
    return await tx.all(queries.PLACES)


async def sees_from(tx: Tx) -> Moment | None:
    """Return when a new supporter sees households, who are told of her first; None once she does."""
    began = await tx.value(queries.FIRST_TERM)
    opens = None if began is None else Moment(began + ANNOUNCED_FOR)
    return opens if opens is not None and opens > tx.now else None


async def open_now(tx: Tx) -> list[HouseholdId]:
    """Return all households whose page the actor may open, on today's list or not."""
    return await tx.column(queries.OPEN_NOW)


async def today(tx: Tx) -> list[ToSee]:
    """Return the households to see in order of their first reason."""
    found: dict[HouseholdId, ToSee] = {}
    for call in await callbacks.to_ring(tx):
        one = ToSee(
            call.household, call.shown, call.place, call.place_name, call.phone, "", False
        )  # fmt: skip
        found.setdefault(call.household, one).why.append(Why(Reason.CALL, call.asked))
    due = await tx.all(
        queries.TODAY,
        today=day_of(tx.now).toordinal(),
        since=a_month_before(tx.now),
        heard_before=tx.now - HEARD_WITHIN,
        least=LEAST_SILENT,
        silent_for=SILENT_FOR,
        before=tx.now - STANDS_STILL_AFTER,
    )
    for one_due in sorted(due, key=lambda due: due.reason):
        _put(found, one_due.whom, _why(Reason(one_due.reason), one_due.said))
    return sorted(found.values(), key=lambda one: (one.first, one.place, one.household))


async def agreed(tx: Tx, place: PlaceId) -> list[ToSee]:
    """Return all households of a settlement in the actor's care, with or without a reason."""
    found: dict[HouseholdId, ToSee] = {}
    for whom in await tx.all(queries.AGREED, chosen=place):
        found.setdefault(whom.household, _to_see(whom))
    return list(found.values())


def _to_see(whom: Whom, why: list[Why] | None = None, phone: str = "") -> ToSee:
    shown = shown_as(whom.label, whom.hidden, whom.place_name, whom.route_order)
    return ToSee(
        household=whom.household,
        shown=shown,
        place=whom.place,
        place_name=whom.place_name,
        phone=phone or whom.phone,
        address=whom.address,
        entrusted=True,
        why=why or [],
    )


def _why(reason: Reason, said: int) -> Why:
    if reason is Reason.PLANNED:
        return Why(reason, at(date.fromordinal(said)))
    return Why(reason, number=said) if reason is Reason.NOT_REACHED else Why(reason, said)


def _put(found: dict[HouseholdId, ToSee], whom: Whom, why: Why) -> None:
    """Add a reason to the household's card; a card without access becomes one with access."""
    known = found.get(whom.household)
    if known is None or not known.entrusted:
        known = _to_see(whom, known.why, known.phone) if known else _to_see(whom)
        found[whom.household] = known
    if why not in known.why:
        known.why.append(why)
