"""What becomes of a submitted reply: every pair of a reply that counts and one that arrives."""

from dataclasses import replace

import pytest

from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import (
    Asked,
    CurrentReply,
    Submitted,
    Taken,
    decide,
    made_at,
)
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import PlaceId

NOW = 1_000
ASKED = Asked(PlaceId(1), PlaceId(1), "attendance", 900, 100, None, 2, 2, 500, PlaceId(2))
OPEN = replace(ASKED, reply_by=None)
COMING = CurrentReply(1, "attending", None, "", "app", 2, 500, 500, "a", None, None)
ON_PAPER = replace(COMING, method="paper")


def sent(choice: str = "absent", *, made: int | None = None, edition: int | None = 2) -> Answer:
    return Answer(choice, "b", made=made, edition=edition)


def press(choice: str = "absent", *, made: int | None = None, edition: int | None = 2) -> Submitted:
    return Submitted(sent(choice, made=made, edition=edition), "app")


def paper(choice: str = "absent", **more: bool) -> Submitted:
    return Submitted(sent(choice, edition=None), "paper", late_too=True, **more)


def test_a_first_reply_and_another_one_are_recorded() -> None:
    assert decide(OPEN, None, press(), NOW) is Taken.RECORDED
    assert decide(OPEN, COMING, press(), NOW) is Taken.RECORDED
    assert decide(OPEN, ON_PAPER, press(), NOW) is Taken.RECORDED
    assert decide(OPEN, ON_PAPER, paper(), NOW) is Taken.RECORDED


def test_the_same_reply_and_the_same_form_change_nothing() -> None:
    assert decide(OPEN, COMING, press("attending"), NOW) is Taken.STOOD
    assert decide(OPEN, ON_PAPER, paper("attending"), NOW) is Taken.STOOD
    assert decide(OPEN, COMING, paper("attending"), NOW) is Taken.STOOD
    assert decide(OPEN, None, paper(known=True), NOW) is Taken.STOOD


def test_a_household_that_presses_what_was_written_down_for_it_is_recorded_also_late() -> None:
    assert decide(ASKED, ON_PAPER, press("attending"), NOW) is Taken.RECORDED
    withdrawn = replace(ASKED, withdrawn=950)
    assert decide(withdrawn, ON_PAPER, press("attending"), NOW) is Taken.STOOD
    assert decide(ASKED, ON_PAPER, press("attending", edition=1), NOW) is Taken.STOOD


def test_the_households_own_reply_stays_beside_paper_and_beside_an_earlier_press_of_its_own() -> None:
    assert decide(OPEN, COMING, paper(), NOW) is Taken.OWN
    assert decide(OPEN, COMING, press(made=499), NOW) is Taken.OWN
    assert decide(OPEN, COMING, press(made=500), NOW) is Taken.RECORDED
    assert decide(OPEN, ON_PAPER, press(made=499), NOW) is Taken.RECORDED
    # Only what waited for the network has a time of its own.
    assert decide(OPEN, replace(COMING, made=2 * NOW), press(), NOW) is Taken.RECORDED


def test_a_reply_to_an_earlier_question_does_not_stand() -> None:
    earlier = replace(COMING, edition=1)
    assert decide(OPEN, earlier, press("attending"), NOW) is Taken.RECORDED
    assert decide(OPEN, earlier, paper(), NOW) is Taken.RECORDED
    with pytest.raises(Invalid):
        decide(OPEN, None, press(edition=1), NOW)
    assert decide(OPEN, None, press(edition=None), NOW) is Taken.RECORDED


def test_after_the_day_only_paper_is_recorded_and_after_a_withdrawal_nothing() -> None:
    assert decide(ASKED, None, press(), 900) is Taken.RECORDED
    with pytest.raises(Conflict):
        decide(ASKED, None, press(), 901)
    assert decide(ASKED, None, paper(), NOW) is Taken.RECORDED
    with pytest.raises(Conflict):
        decide(replace(ASKED, withdrawn=950), None, paper(), NOW)


def test_what_does_not_fit_the_question_is_refused() -> None:
    with pytest.raises(Invalid):
        decide(OPEN, None, press("number"), NOW)


def test_a_device_cannot_answer_before_publication_or_in_the_future() -> None:
    for made, kept in ((None, NOW), (50, 100), (NOW + 1, NOW), (500, 500)):
        assert made_at(ASKED, sent(made=made), NOW) == kept
