"""任期: who is caretaker after an elected term, decided from the terms alone."""

from kairanban.community.people.rules.terms import CARRIES_ON, OVERLAP, CarryingOn, Served, carrying_on
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
    lives: int = 1,
    id: int = 0,
    reached: int | None = None,
    accepted: int | None = None,
    handed: int | None = None,
) -> Served:
    return Served(
        AppointmentId(id or person), PersonId(person), chairs, starts, ends, lives, reached, accepted, handed
    )


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


def test_beside_a_successor_who_has_not_signed_in_the_chair_goes_on_for_ninety_days() -> None:
    assert on(OLD, term(NEXT, END, None), STAYS) == {CHAIR: (END, LAST)}
    assert on(OLD, term(NEXT, END + 5 * DAY, None)) == {CHAIR: (END, LAST)}
    # A chair whose term has ended by then is no successor.
    assert on(OLD, term(NEXT, 0, END), now=END).keys() == {CHAIR, NEXT}


def test_until_the_successor_begins_one_officer_goes_on_too() -> None:
    later = term(4, END + 5 * DAY, None)
    sooner = term(NEXT, END + 2 * DAY, None)
    assert on(OLD, later, sooner, STAYS) == {CHAIR: (END, LAST), OFFICER: (END, END + 2 * DAY)}
    assert on(OLD, later, STAYS, now=END + 5 * DAY) == {CHAIR: (END, LAST)}


def test_from_the_first_sign_in_both_serve_for_fourteen_days() -> None:
    assert on(OLD, term(NEXT, END, None, reached=END + DAY)) == {CHAIR: (END, END + DAY + OVERLAP)}
    # Signed in while looking on: the days count from the term.
    early = term(NEXT, END, None, reached=END - 20 * DAY)
    assert on(OLD, early) == {CHAIR: (END, END + OVERLAP)}
    assert on(OLD, early, now=END + OVERLAP) == {}
    # Never longer than without a successor.
    late = term(NEXT, END, None, reached=LAST - DAY)
    assert on(OLD, late, now=LAST - DAY) == {CHAIR: (END, LAST)}


def test_it_ends_when_both_have_said_so() -> None:
    handed = term(CHAIR, 0, END, handed=END + 3 * DAY)
    one_sided = term(NEXT, END, None, reached=END)
    assert on(handed, one_sided) == {CHAIR: (END, END + OVERLAP)}
    assert on(OLD, term(NEXT, END, None, reached=END, accepted=END + DAY)) == {CHAIR: (END, END + OVERLAP)}
    both = term(NEXT, END, None, reached=END, accepted=END + 5 * DAY)
    assert on(handed, both) == {CHAIR: (END, END + 5 * DAY)}
    assert on(handed, both, now=END + 5 * DAY) == {}
    # Said before the day: over when the term begins.
    ready = term(NEXT, END, None, reached=0, accepted=END - DAY)
    assert on(term(CHAIR, 0, END, handed=END - 2 * DAY), ready) == {}


def test_a_term_that_was_taken_back_was_none() -> None:
    assert on(term(CHAIR, END, END - 1), term(NEXT, END + DAY, END - DAY), now=0) == {}
    assert on(OLD, term(NEXT, END, END - 1)) == {CHAIR: (END, LAST)}


def test_who_is_elected_again_is_no_caretaker() -> None:
    assert on(OLD, term(CHAIR, END, None, id=7), STAYS) == {}


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
