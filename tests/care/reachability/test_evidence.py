"""What each event on a channel proves of it."""

from dataclasses import fields, replace

import pytest

from kairanban.care.reachability.rules import (
    ChannelTimes,
    Evidence,
    State,
    evidence_of,
    may_give_up_paper,
    reachable,
)

NOTHING = replace(
    ChannelTimes(*(None for _ in fields(ChannelTimes))),  # type: ignore[arg-type]
    method="digital",
    has_phone=0,
)


@pytest.mark.parametrize(
    ("channel", "times", "evidence"),
    [
        ("screen", {}, Evidence(False)),
        ("screen", {"bound": 1, "replied_on_screen": 2, "removed": 3}, Evidence(True, 2, 3)),
        ("push", {"push": 1, "pushed": 5, "replied_on_screen": 5}, Evidence(True, 5)),
        ("push", {"push": 1, "pushed": 5, "replied_on_screen": 4}, Evidence(True)),
        ("push", {"push": 1, "replied_on_screen": 5}, Evidence(True)),
        ("push", {"pushed": 5, "push_gone": 6}, Evidence(False, lost=6)),
        ("mail", {"mail": 1, "mailed": 5, "replied_on_screen": 6, "mail_gone": 7}, Evidence(True, 6, 7)),
        ("mail", {"mailed": 5}, Evidence(False)),
        ("paper", {"replied_on_paper": 4, "handed_paper": 5}, Evidence(False, 5)),
        ("paper", {"method": "both", "replied_on_paper": 5}, Evidence(True, 5)),
        ("phone", {"has_phone": 1, "replied_by_phone": 5, "called": 4}, Evidence(True, 5)),
        ("visit", {}, Evidence(False)),
        ("visit", {"met": 5}, Evidence(True, 5)),
        ("visit", {"replied_at_door": 5}, Evidence(True, 5)),
    ],
)  # fmt: skip
def test_an_event_proves_its_own_channel(channel: str, times: dict[str, int], evidence: Evidence) -> None:
    assert evidence_of(replace(NOTHING, **times))[channel] == evidence  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("proven", "reached", "without_paper"),
    [("screen", True, True), ("mail", True, True), ("paper", True, False), ("visit", False, False)],
)
def test_only_a_proven_screen_or_message_replaces_paper_and_a_visit_reaches_nobody(
    proven: str, reached: bool, without_paper: bool
) -> None:
    states = dict.fromkeys(evidence_of(NOTHING), State.NONE) | {proven: State.PROVEN}
    assert (reachable(states), may_give_up_paper(states)) == (reached, without_paper)
