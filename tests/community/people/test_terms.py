"""任期: who is caretaker after an elected term, decided from the terms alone."""

from kairanban.community.people.rules.terms import CARRIES_ON, CarryingOn, Served, carrying_on
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PersonId

END = 1000 * DAY
LAST = END + CARRIES_ON
CHAIR, OFFICER, NEXT = 1, 2, 3


def term(
    person: int,
    starts: int,
    ends: int | None,
    *,
    chairs: int = 1,
    can_sign_in: int = 1,
    lives: int = 1,
    id: int = 0,
) -> Served:
    return Served(AppointmentId(id or person), PersonId(person), chairs, starts, ends, can_sign_in, lives)


def on(*terms: Served, now: int = END) -> dict[int, tuple[int, int]]:
    """Return the caretakers with the time of each."""
    return {one.person: (one.starts, one.ends) for one in carrying_on(list(terms), now)}


OLD = term(CHAIR, 0, END)
STAYS = term(OFFICER, 0, None, chairs=0)


def test_without_a_successor_the_chair_and_one_officer_go_on_for_ninety_days() -> None:
    assert on(OLD, STAYS) == {CHAIR: (END, LAST), OFFICER: (END, LAST)}
    assert carrying_on([OLD], END) == {CarryingOn(PersonId(CHAIR), Moment(END), Moment(LAST))}
    assert on(term(CHAIR, 0, None), STAYS) == {}


def test_it_is_over_after_ninety_days() -> None:
    assert on(OLD, STAYS, now=LAST - 1) != {}
    assert on(OLD, STAYS, now=LAST) == {}


def test_the_first_chair_to_follow_within_that_time_ends_it() -> None:
    assert on(OLD, term(NEXT, END + 1, None), now=END) == {CHAIR: (END, END + 1)}
    later = term(4, END + 5 * DAY, None)
    assert on(OLD, later, term(NEXT, END + 2 * DAY, None), now=END) == {CHAIR: (END, END + 2 * DAY)}
    assert on(OLD, term(NEXT, LAST, None), now=END) == {CHAIR: (END, LAST)}


def test_a_successor_ends_it_at_once_when_able_to_sign_in() -> None:
    assert on(OLD, term(NEXT, END, None), STAYS) == {}
    assert on(OLD, term(NEXT, END, None, can_sign_in=0), STAYS) == {CHAIR: (END, LAST)}
    # A chair whose term has ended by then is no successor.
    assert on(OLD, term(NEXT, 0, END), now=END).keys() == {CHAIR, NEXT}
    assert on(OLD, term(NEXT, 0, END + 1), now=END) == {NEXT: (END + 1, END + 1 + CARRIES_ON)}


def test_nobody_goes_on_after_death() -> None:
    assert on(term(CHAIR, 0, END, lives=0), STAYS) == {OFFICER: (END, LAST)}
    assert on(OLD, term(OFFICER, 0, None, chairs=0, lives=0)) == {CHAIR: (END, LAST)}


def test_of_several_officers_the_one_whose_term_ends_last_goes_on() -> None:
    short = term(OFFICER, 0, END, chairs=0)
    long = term(NEXT, 0, END + DAY, chairs=0)
    assert on(OLD, short, long).keys() == {CHAIR, NEXT}
    # Of equal terms the first appointed.
    assert on(OLD, term(OFFICER, 0, END, chairs=0, id=9), term(NEXT, 0, END, chairs=0, id=8)).keys() == {
        CHAIR,
        NEXT,
    }
    assert on(OLD, term(OFFICER, 0, END - DAY, chairs=0)).keys() == {CHAIR}
    assert on(OLD, term(OFFICER, END - DAY, None, chairs=0)).keys() == {CHAIR, OFFICER}
    assert on(OLD, term(OFFICER, END, None, chairs=0)).keys() == {CHAIR}
