"""Whose the words about a person are: notes of visits, and what was said of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lived:
    """A resident's time in the household; a new representative's row begins where the earlier one ends."""

    id: int
    name: str
    since: int
    until: int | None


def may_read_note(made: int, lived: Sequence[Lived], adult: int | None) -> bool:
    """Tell whether a note of a visit is the adult's to read.

    It does not say whom it is about: it is hers only if by the roster nobody else lived there at that time. So nobody
    reads what a visitor wrote about another adult, nor about a person who has died or moved out.
    """
    her = next((one.name for one in lived if one.id == adult), None)
    there = {one.name for one in lived if one.since <= made and (one.until is None or one.until > made)}
    return her is not None and there == {her}


def are_of_others(about: str, lived: Iterable[Lived]) -> bool:
    """Tell whether words name a former resident, dead or moved out."""
    here = {one.name for one in lived if one.until is None}
    return bool(about) and about not in here
