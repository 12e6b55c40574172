"""The figures that remain: of each circular, and by fiscal year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from kairanban.circulation.progress.rules import Counts
from kairanban.circulation.surveys.rules.totals import Count
from kairanban.core.clock import DAY

# Figure and part, and the number of households, people, days or circulars.
Figures = Mapping[tuple[str, str], int]

# Of a circular. Parts: the method of an answer, or its choice.
OF_CIRCULAR = {
    "addressed": "households it was addressed to, without latecomers",
    "opened": "of these, households that opened it",
    "answered": "of these, households that answered",
    "paper": "of these, households that took paper",
    "by": "answers of these by method (app, paper, phone, visit)",
    "proxy": "answers of these that another person wrote down",
    "days": "whole days until 90 % of these had answered; none if they never did",
    "choice": "households by answer, latecomers too",
    "people": "sum of the numbers in these answers",
    "survey": "households by question and choice of a survey (2:1; 2:0 for a number or words)",
    "survey_sum": "sum of the numbers they gave",
}

# By year. The first three count circulars; those withdrawn, for practice, and obituaries are left out.
OF_YEAR = {
    "circulars": "circulars published in the year",
    "reached": "of these, circulars that 90 % of the households answered",
    "days": "sum of their days until then: divided by `reached` it is the average",
    **{name: OF_CIRCULAR[name] for name in ("addressed", "opened", "answered", "paper", "by", "proxy")},
    "calls": "callbacks by how they were closed",
    "help": "real calls for help by how they were closed",
    "visits": "visits and calls at households by outcome",
}

REACHED = 0.9


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts, of a household that is no latecomer or is one."""

    method: str
    proxy: int
    choice: str
    number: int
    late: int
    households: int


def figures_of(counts: Counts, answers: Iterable[Answer], days: int | None) -> dict[tuple[str, str], int]:
    """Return the figures of a circular; those that are 0 are left out, except the households."""
    found = {
        ("addressed", ""): counts.addressed,
        ("opened", ""): counts.opened,
        ("answered", ""): counts.replied,
        ("paper", ""): counts.paper,
    }
    if days is not None:
        found["days", ""] = days
    for one in answers:
        parts = [(("choice", one.choice), one.households), (("people", one.choice), one.number)]
        if not one.late:
            parts += [(("by", one.method), one.households), (("proxy", ""), one.households * one.proxy)]
        for key, number in parts:
            if number:
                found[key] = found.get(key, 0) + number
    return found


def figures_of_survey(counts: Iterable[Count]) -> dict[tuple[str, str], int]:
    """Return the figures of a survey's questions; those that are 0 are left out."""
    found = dict[tuple[str, str], int]()
    for one in counts:
        part = f"{one.question}:{one.choice}"
        found["survey", part] = one.households
        if one.sum:
            found["survey_sum", part] = one.sum
    return found


def needed(addressed: int) -> int:
    """Return how many answers are 90 % of the households."""
    return ceil(addressed * REACHED)


def days_until(published: int, answered: int | None) -> int | None:
    """Return the whole days, begun ones counted, until the answer that made it 90 %; None without one."""
    return None if answered is None else max(0, ceil((answered - published) / DAY))


def yearly(figures: Figures) -> dict[tuple[str, str], int]:
    """Return what a circular adds to the figures of its year."""
    found = {key: value for key, value in figures.items() if key[0] in OF_YEAR}
    found["circulars", ""] = 1
    if ("days", "") in figures:
        found["reached", ""] = 1
    return found
