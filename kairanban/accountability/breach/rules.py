"""漏えい等の報告 to the 個人情報保護委員会 (APPI, article 26): what needs it, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from kairanban.i18n.marks import N as _n

# The four cases of the commission's rules, article 7.
CASES = {
    "sensitive": _n("It contains special-care data: illness, disability, crime, belief, origin"),
    "property": _n("It could be misused for money: card numbers, account numbers with passwords"),
    "wrongdoing": _n("It may have been done with bad intent: theft, intrusion, taking it along"),
    "thousand": _n("It concerns more than 1,000 people"),
}
WRONGDOING, THOUSAND, THOUSAND_PEOPLE = "wrongdoing", "thousand", 1_000

# The day on which it becomes known is the first. A last day on a holiday would move on: the earlier day is shown.
FIRST_EARLY, FIRST_DAYS = 3, 5
FINAL_DAYS, FINAL_DAYS_WRONGDOING = 30, 60

# The fields of the report's form, in its order, and how they are asked for.
FIELDS = {
    "summary": _n("1. What happened, in short"),
    "items": _n("2. Which data (fields, not contents)"),
    "cause": _n("4. The cause"),
    "secondary": _n("5. Whether further harm came or may come of it"),
    "response": _n("6. What was done for the people concerned"),
    "publication": _n("7. Whether and how it was made public"),
    "prevention": _n("8. What keeps it from happening again"),
    "other": _n("9. Anything else"),
}
TEXT_MOST, PEOPLE_MOST = 2_000, 10_000_000

AT_ONCE = (
    _n("Stop it: end the lost device in “Devices of the household”, change the password, take the paper back, ring the operator."),
    _n("Tell the chair today, and write down when you learned of it."),
    _n("See below whether one of the four cases holds. If so, the commission gets a first report within 3 to 5 days, and a final one within 30 days; 60 if bad intent is suspected."),
    _n("Tell the people concerned, plainly: what happened, which data, what they should do, whom to ring."),
    _n("Write no names and no contents into the report: fields and numbers are enough."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """The days until which the reports are due."""

    early: date
    first: date
    final: date


def due(discovered: date, cases: frozenset[str]) -> Due:
    """Return the last days, the day of discovery counted as the first."""
    final = FINAL_DAYS_WRONGDOING if WRONGDOING in cases else FINAL_DAYS
    first, early, last = (discovered + timedelta(days - 1) for days in (FIRST_DAYS, FIRST_EARLY, final))
    return Due(early, first, last)


def holds(cases: frozenset[str], people: int | None) -> frozenset[str]:
    """Return the cases that hold; more than a thousand people make one without a tick."""
    more = {THOUSAND} if people is not None and people > THOUSAND_PEOPLE else set()
    return cases | more
