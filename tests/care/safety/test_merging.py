"""A household's state does not depend on the order in which reports arrive."""

from hypothesis import given
from hypothesis import strategies as st

from kairanban.care.safety.rules import PASSES_ON_AFTER, Sighting, Source, State, counts, state_of
from kairanban.core.clock import MINUTE

sightings = st.builds(
    Sighting,
    state=st.sampled_from(["safe", "help", "unknown"]),
    source=st.sampled_from([one.value for one in Source]),
    about=st.sampled_from(["", "節子", "おばあさん"]),
    made=st.integers(0, 5),
)


def merged(found: list[Sighting]) -> Sighting | None:
    standing: Sighting | None = None
    for one in found:
        standing = one if counts(one, standing) else standing
    return standing


@given(
    st.lists(sightings, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found)))
)
def test_the_order_of_arrival_changes_nothing(both: tuple[list[Sighting], list[Sighting]]) -> None:
    assert merged(both[0]) == merged(both[1])


@given(st.lists(sightings, max_size=8), st.integers(1, 3))
def test_an_open_call_for_help_outweighs_everything_that_is_said(found: list[Sighting], calls: int) -> None:
    assert state_of(merged(found), calls) is State.HELP


@given(st.lists(sightings, max_size=8))
def test_nothing_known_of_all_of_them_is_never_safe(found: list[Sighting]) -> None:
    known = [one for one in found if one.settles]
    assert (state_of(merged(found), 0) is State.UNKNOWN) == (known == [])


def test_silence_stays_unknown() -> None:
    assert state_of(None, 0) is State.UNKNOWN


def test_one_of_the_family_being_safe_says_nothing_of_the_others() -> None:
    assert state_of(Sighting("safe", "family", "節子", 1), 0) is State.UNKNOWN
    assert state_of(Sighting("safe", "family", "", 1), 0) is State.SAFE
    assert state_of(Sighting("help", "family", "節子", 1), 1) is State.HELP


def test_nobody_met_at_the_door_does_not_undo_an_answer() -> None:
    own = Sighting("safe", "own", "", 1)
    assert not counts(Sighting("unknown", "walk", "", 9), own)
    assert counts(Sighting("safe", "sign", "", 9), own)
    assert not counts(Sighting("safe", "sign", "", 0), own)


def test_a_closed_call_is_not_the_same_as_safe() -> None:
    help = Sighting("help", "own", "", 1)
    assert state_of(help, 0) is State.HELPED
    assert state_of(Sighting("safe", "walk", "", 2), 0) is State.SAFE


def test_a_call_is_passed_on_after_ten_minutes() -> None:
    assert PASSES_ON_AFTER == 10 * MINUTE
