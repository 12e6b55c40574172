"""Appointments of the demo: present officers and their predecessors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kairanban.core.clock import Moment
from kairanban.core.roles import Role
from kairanban.operations.demo.days import before, latest, next_weekday, opening, year_on
from kairanban.operations.demo.people import BUILDING, CHILDREN, MOUNTAIN, SUBURB, House

TOWN = "若葉市"


@dataclass(frozen=True, slots=True)
class Office:
    """An appointment. `code` is the person's household, empty for people from elsewhere."""

    name: str
    reading: str
    code: str
    role: Role
    place: str
    title: str
    starts: Moment
    ends: Moment | None


# Not block leaders: they have another office, or are plain residents in the examples.
_NOT_LEADING = {"M-001", "M-002", "M-007", "M-014", "M-015", "M-027", "M-043", "M-058", "M-096", "M-021", "K-01", "K-13", "K-22"}  # fmt: skip


def offices(houses: list[House], today: date) -> list[Office]:
    """Return all appointments in a fixed order."""
    return [*_elected(houses, today), *_leaders(houses, today), *_appointed(houses, today)]


def _elected(houses: list[House], today: date) -> Iterator[Office]:
    meeting = _general_meeting(today)
    elected, fiscal = opening(_third_sunday(meeting.year - 2)), latest(4, 1, today)
    yield _of(houses, "M-001", Role.CHAIR, SUBURB, "会長", opening(meeting), None)
    yield _of(houses, "M-007", Role.CHAIR, SUBURB, "会長", elected, before(meeting))
    yield _of(houses, "M-015", Role.OFFICER, SUBURB, "副会長", opening(meeting), None)
    yield _of(houses, "M-043", Role.OFFICER, SUBURB, "書記", elected, None)
    yield _of(houses, "M-002", Role.OFFICER, SUBURB, "会計", elected, None)
    yield _of(houses, "M-014", Role.DRAFTER, SUBURB, "広報", elected, None)
    yield _of(houses, "M-060", Role.CHAIR, CHILDREN, "子ども会会長", elected, None)
    yield _of(houses, "M-107", Role.BUILDING_CONTACT, BUILDING, "掲示担当", elected, None)
    yield _of(houses, "K-01", Role.CHAIR, MOUNTAIN, "区長", opening(fiscal), None)
    yield _of(houses, "K-13", Role.CHAIR, MOUNTAIN, "区長", opening(year_on(fiscal, -2)), before(fiscal))
    yield _of(houses, "K-22", Role.OFFICER, MOUNTAIN, "会計", opening(year_on(fiscal, -2)), None)


def _leaders(houses: list[House], today: date) -> Iterator[Office]:
    """Yield this and the last fiscal year's block leaders, April to March."""
    fiscal = latest(4, 1, today)
    for place in dict.fromkeys(house.place for house in houses):
        able = [h for h in houses if h.place == place and h.code not in _NOT_LEADING and _able(h)]
        now, last = able[0].code, able[-1].code
        title = "管理担当" if place == BUILDING else "班長"
        yield _of(houses, now, Role.BLOCK_LEADER, place, title, opening(fiscal), before(year_on(fiscal)))
        yield _of(
            houses, last, Role.BLOCK_LEADER, place, title, opening(year_on(fiscal, -2)), opening(fiscal)
        )


def _appointed(houses: list[House], today: date) -> Iterator[Office]:
    """Yield appointments by the town; supporter and commissioner for three years from 1 December, which was two days ago or longer."""
    # Some tasks open a day after the announcement of a term.
    winter = latest(12, 1, today - timedelta(days=2))
    starts, ends = opening(winter), before(year_on(winter, 3))
    supporter = Office("林 久美子", "はやし くみこ", "", Role.SETTLEMENT_SUPPORTER, MOUNTAIN, "集落支援員", starts, ends)  # fmt: skip
    yield supporter
    yield _of(houses, "M-021", Role.WELFARE_COMMISSIONER, SUBURB, "民生委員", starts, ends)
    fiscal = opening(year_on(latest(4, 1, today), -1))
    yield Office("清水 博", "しみず ひろし", "", Role.MUNICIPAL_OFFICER, TOWN, "市民協働課", fiscal, None)
    yield _of(houses, "M-058", Role.OPERATOR, TOWN, "運用", fiscal, None)


def _general_meeting(today: date) -> date:
    """総会: return the latest third Sunday of April."""
    this = _third_sunday(today.year)
    return this if this < today else _third_sunday(today.year - 1)


def _third_sunday(year: int) -> date:
    return next_weekday(date(year, 4, 15), "日")


def _able(house: House) -> bool:
    return house.standing == "full" and not house.hidden


def _of(
    houses: list[House], code: str, role: Role, place: str, title: str, starts: Moment, ends: Moment | None
) -> Office:
    who = next(house for house in houses if house.code == code).members[0]
    return Office(who.name, who.reading, code, role, place, title, starts, ends)
