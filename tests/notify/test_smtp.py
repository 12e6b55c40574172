"""Whose fault a refused mail is, by the step at which the server refuses it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.notify.rules.faults import Why
from kairanban.notify.rules.outcomes import Answer
from kairanban.notify.rules.smtp import Step, of_reply


@pytest.mark.parametrize(
    ("step", "code", "text", "answer", "why"),
    [
        (Step.BEFORE, 535, "5.7.8 Bad credentials", Answer.OURS, Why.LOGIN),
        (Step.BEFORE, 530, "5.7.0 Authentication required", Answer.OURS, Why.LOGIN),
        (Step.BEFORE, 454, "4.7.0 Temporary authentication failure", Answer.OURS, Why.LOGIN),
        (Step.BEFORE, 550, "5.1.8 No such sender domain", Answer.OURS, Why.SENDER),
        (Step.BEFORE, 553, "5.1.7 Bad sender", Answer.OURS, Why.SENDER),
        (Step.BEFORE, 554, "No SMTP service here", Answer.OURS, Why.SENDER),
        (Step.BEFORE, 421, "Too many connections", Answer.OURS, Why.BUSY),
        (Step.RECIPIENT, 530, "Must issue STARTTLS first", Answer.OURS, Why.LOGIN),
        (Step.RECIPIENT, 550, "5.7.1 Relaying denied", Answer.OURS, Why.SENDER),
        (Step.RECIPIENT, 554, "5.7.1 Blocked", Answer.OURS, Why.SENDER),
        (Step.TEXT, 554, "5.7.26 Unauthenticated mail is refused", Answer.OURS, Why.SENDER),
        (Step.RECIPIENT, 550, "5.1.1 No such user", Answer.UNKNOWN, ""),
        (Step.RECIPIENT, 550, "no such user", Answer.UNKNOWN, ""),
        (Step.RECIPIENT, 551, "User not local", Answer.UNKNOWN, ""),
        (Step.RECIPIENT, 553, "Mailbox name not allowed", Answer.UNKNOWN, ""),
        (Step.RECIPIENT, 556, "5.1.10 Null MX", Answer.UNKNOWN, ""),
        (Step.TEXT, 550, "5.1.1 No such user", Answer.UNKNOWN, ""),
        (Step.TEXT, 550, "spam", Answer.REFUSED, ""),
        (Step.RECIPIENT, 552, "5.2.2 Mailbox full", Answer.REFUSED, ""),
        (Step.RECIPIENT, 450, "4.7.1 Greylisted", Answer.LATER, ""),
        (Step.TEXT, 451, "4.3.0 later", Answer.LATER, ""),
    ],
)
def test_a_reply_is_the_fault_of_whom_it_is_about(
    step: Step, code: int, text: str, answer: Answer, why: str
) -> None:
    found = of_reply(step, code, text)
    assert (found.answer, found.code, found.why) == (answer, code, why)


@given(st.integers(400, 599), st.text(max_size=40))
def test_nothing_before_the_recipient_counts_against_one(code: int, text: str) -> None:
    assert of_reply(Step.BEFORE, code, text).answer is Answer.OURS


@given(st.sampled_from(Step), st.integers(400, 599), st.integers(0, 999))
def test_policy_never_counts_against_a_recipient(step: Step, code: int, detail: int) -> None:
    answer = of_reply(step, code, f"5.7.{detail} policy").answer
    assert answer in (Answer.OURS, Answer.LATER)
