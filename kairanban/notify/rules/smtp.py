"""Whose fault the refusal of a mail is, by the step of SMTP and the codes of the reply (RFC 5321, 3463)."""

import re
from enum import StrEnum

from kairanban.notify.rules.faults import Why
from kairanban.notify.rules.outcomes import Answer, Outcome

_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")
# Authentication is required, too weak or wrong.
_LOGIN = (454, 530, 534, 535, 538)
# 5.1.7 and 5.1.8 are about the sender's address, the others of 5.1 about the recipient's.
_OF_SENDER = (7, 8)


class Step(StrEnum):
    BEFORE = "before"
    """Greeting, TLS, authentication, MAIL FROM: nothing was said of a recipient yet."""
    RECIPIENT = "recipient"
    TEXT = "text"


def of_reply(step: Step, code: int, text: str) -> Outcome:
    """Map a refusal to an outcome; 4xx is temporary, 5.7.x is policy against this server."""
    found = _ENHANCED.match(text.strip())
    subject, detail = (int(found[2]), int(found[3])) if found else (None, None)
    if code in (530, 534, 535, 538) or (step is Step.BEFORE and code in _LOGIN):
        return Outcome(Answer.OURS, code, why=Why.LOGIN)
    if code < 500:
        return (
            Outcome(Answer.OURS, code, why=Why.BUSY) if step is Step.BEFORE else Outcome(Answer.LATER, code)
        )
    if step is Step.BEFORE or subject == 7 or (subject == 1 and detail in _OF_SENDER):
        return Outcome(Answer.OURS, code, why=Why.SENDER)
    if subject == 1 or (step is Step.RECIPIENT and code in (550, 551, 553)):
        return Outcome(Answer.UNKNOWN, code)
    return Outcome(Answer.REFUSED, code)
