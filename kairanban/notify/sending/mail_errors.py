"""The errors of the mail library as outcomes; all that happens before a recipient is named is a fault of ours."""

import ssl
from collections.abc import Iterator

import aiosmtplib

from kairanban.notify.rules.faults import Why
from kairanban.notify.rules.outcomes import Answer, Outcome
from kairanban.notify.rules.smtp import Step, of_reply


def outcome_of(error: Exception) -> Outcome:
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            return of_reply(Step.RECIPIENT, refused.code, refused.message)
        case aiosmtplib.SMTPDataError():
            return of_reply(Step.TEXT, error.code, error.message)
        case aiosmtplib.SMTPResponseException():
            return of_reply(Step.BEFORE, error.code, error.message)
    if any(isinstance(one, ssl.SSLError) for one in _causes(error)):
        return Outcome(Answer.OURS, why=Why.SECURITY)
    match error:
        case TimeoutError():
            return Outcome(Answer.OURS, why=Why.TIMEOUT)
        case aiosmtplib.SMTPException() if "STARTTLS extension not" in error.message:
            # The library has no class for it.
            return Outcome(Answer.OURS, why=Why.SECURITY)
        case aiosmtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return Outcome(Answer.OURS, why=Why.CUT_OFF)
        case OSError():
            return Outcome(Answer.OURS, why=Why.UNREACHABLE)
    # No method of authentication that both sides know.
    return Outcome(Answer.OURS, why=Why.LOGIN)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
