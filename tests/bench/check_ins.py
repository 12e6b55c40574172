"""False alarms and delays of 声かけ over simulated years of households, compared with "no sign for N days".

Run with `.venv/bin/python -m tests.bench.check_ins`; it prints the figures of docs/check-in.md and draws docs/pictures/check-in.svg.
The reading habits are assumptions; both rules run on the same households.
"""

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from kairanban.care.visits.rules.check_in_after_silence import Contact, History, Received, silent_since
from kairanban.core.clock import DAY

Rule = Callable[[list[float], float], bool]
"""Whether it speaks on a day, by the days on which a sign was given."""

YEAR = 365
SEED = 20261201
HOUSEHOLDS = 400
# Circulars per month of a typical association, most at the beginning of the month.
CIRCULARS_A_MONTH = 6
DAYS_TRIED = (3, 5, 7, 10, 14, 21, 30, 45, 60)


@dataclass(frozen=True)
class Habit:
    """A reading habit: share of circulars opened, days until then, trips per year and their length."""

    name: str
    share: int
    opens: float
    after: float
    trips: float
    trip_days: float


HABITS = (
    Habit("at once", 40, 0.97, 1, 3, 4),
    Habit("once a week", 35, 0.85, 4, 2, 5),
    Habit("now and then", 20, 0.55, 9, 2, 7),
    Habit("seldom", 5, 0.25, 14, 2, 10),
)


def circulars(dice: random.Random) -> list[float]:
    """Return the days with circulars in a year, half of them in the first week of a month."""
    found = []
    for month in range(12):
        for _ in range(CIRCULARS_A_MONTH):
            day = dice.uniform(0, 7) if dice.random() < 0.5 else dice.uniform(0, 30)
            found.append(month * 30.4 + day)
    return sorted(found)


def signs(dice: random.Random, habit: Habit, published: list[float]) -> list[float]:
    """Return the days on which the household opened something."""
    away = [(start, start + dice.expovariate(1 / habit.trip_days)) for start in _trips(dice, habit)]
    found = []
    for day in published:
        if dice.random() < habit.opens:
            opened = day + dice.expovariate(1 / habit.after)
            for start, end in away:
                if start <= opened < end:
                    opened = end + dice.random()
            if opened < YEAR:
                found.append(opened)
    return sorted(found)


def _trips(dice: random.Random, habit: Habit) -> list[float]:
    return sorted(dice.uniform(0, YEAR) for _ in range(round(dice.expovariate(1 / habit.trips))))


def speaks(published: list[float], given: list[float], day: float) -> bool:
    """The rule as it is in the application, asked on a day."""
    home = History(
        agreed=True,
        method="digital",
        rests_until=None,
        received=[Received(round(one * DAY)) for one in published if one <= day],
        contacts=[Contact("met", round(one * DAY)) for one in given if one <= day],
    )
    return silent_since(home, round(day * DAY)) is not None


def no_sign(days: int, given: list[float], day: float) -> bool:
    last = max((one for one in given if one <= day), default=0.0)
    return day - last > days


@dataclass
class Outcome:
    """False alarms per household and year; days from the last sign until the rule applies."""

    needless: list[int]
    waits: list[float]

    @property
    def a_year(self) -> float:
        return sum(self.needless) / len(self.needless)

    @property
    def silent(self) -> float:
        return median(self.waits)


def simulate() -> tuple[Outcome, dict[int, Outcome], dict[str, Outcome]]:
    """Return the outcomes of our rule, of "no sign for N days", and of ours by habit."""
    dice = random.Random(SEED)
    ours, theirs = Outcome([], []), {days: Outcome([], []) for days in DAYS_TRIED}
    by_habit = {habit.name: Outcome([], []) for habit in HABITS}
    for _ in range(HOUSEHOLDS):
        habit = dice.choices(HABITS, [one.share for one in HABITS])[0]
        published = circulars(dice)
        given = signs(dice, habit, published)
        last = dice.uniform(90, 270)
        ended = [day for day in given if day < last]
        rules: list[tuple[Outcome, Rule]] = [(ours, partial(speaks, published))]
        rules += [(theirs[n], partial(no_sign, n)) for n in DAYS_TRIED]
        for outcome, rule in rules:
            needless, waited = _spells(rule, given), _wait(rule, ended, last)
            outcome.needless.append(needless)
            outcome.waits.append(waited)
            if outcome is ours:
                by_habit[habit.name].needless.append(needless)
                by_habit[habit.name].waits.append(waited)
    return ours, theirs, by_habit


def _spells(rule: Rule, given: list[float]) -> int:
    """Count false alarms in a year without incident, without the first month."""
    before, found = False, 0
    for day in range(30, YEAR):
        now = rule(given, float(day))
        found += now and not before
        before = now
    return found


def _wait(rule: Rule, given: list[float], last: float) -> float:
    """Return the days from the household's last sign until the rule applies."""
    for day in range(int(last), YEAR + 120):
        if rule(given, float(day)):
            return max(day - last, 0)
    return YEAR


def draw(ours: Outcome, theirs: dict[int, Outcome]) -> str:
    """Draw false alarms per year against delay; nearer to the corner is better, where no rule is."""
    width, height, left, bottom = 720, 440, 80, 60
    most_x, most_y = 60.0, max(one.a_year for one in theirs.values()) * 1.05

    def place(outcome: Outcome) -> tuple[float, float]:
        x = left + (width - left - 30) * min(outcome.silent, most_x) / most_x
        return x, height - bottom - (height - bottom - 30) * outcome.a_year / most_y

    points = {days: place(outcome) for days, outcome in theirs.items()}
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points.values())
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/><text x="{x + 8:.1f}" y="{y - 8:.1f}">{days}日</text>'
        for days, (x, y) in points.items()
    )
    x, y = place(ours)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="15">'
        '<rect width="100%" height="100%" fill="#fff"/>'
        f'<path d="M{left} 20V{height - bottom}H{width - 20}" fill="none" stroke="#555"/>'
        f'<text x="{left}" y="{height - 18}">だまってしまってから気づくまでの日数（中央値、0〜60日）</text>'
        '<text x="12" y="16">いらない声かけ（一世帯・一年あたりの回数）</text>'
        f'<polyline points="{line}" fill="none" stroke="#777" stroke-width="2"/>{marks}'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#14532d"/>'
        f'<text x="{x + 12:.1f}" y="{y - 12:.1f}" fill="#14532d" font-weight="700">声かけの決まり</text></svg>\n'
    )


def main() -> None:
    ours, theirs, by_habit = simulate()
    lines = [("three circulars and 30 days", ours)]
    lines += [(f"no sign for {days} days", outcome) for days, outcome in theirs.items()]
    lines += [
        (f"three circulars and 30 days, who reads {name}", outcome) for name, outcome in by_habit.items()
    ]
    sys.stdout.write(
        "| rule | needless words a household and year | days until it speaks (median) |\n| --- | --- | --- |\n"
    )
    for name, outcome in lines:
        sys.stdout.write(f"| {name} | {outcome.a_year:.2f} | {outcome.silent:.0f} |\n")
    picture = Path(__file__).parents[2] / "docs" / "pictures" / "check-in.svg"
    picture.write_text(draw(ours, theirs))


if __name__ == "__main__":
    main()
