"""Expected failures of a request; `web/problems.py` maps each to a page."""

from collections.abc import Mapping


class Problem(Exception):
    """A failure with a message for the reader: a msgid and its parameters."""

    def __init__(self, message: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class NotFound(Problem):
    """It does not exist, or the actor may not know that it does; the two cases look the same."""


class Refused(Problem):
    """The actor may see this but may not do it."""


class SignInNeeded(Problem):
    """The page needs a session and there is none."""


class Conflict(Problem):
    """The request does not fit the present state, for example an answer after the deadline."""


class Invalid(Problem):
    """The input is not valid; `fields` maps each field to its message."""

    def __init__(self, fields: Mapping[str, str], **values: object) -> None:
        super().__init__("; ".join(fields.values()), **values)
        self.fields = dict(fields)


class Unavailable(Problem):
    """Nothing was recorded, because the disk is full or the database does not answer. Retrying is safe."""


class StepUpNeeded(Problem):
    """The task shows or changes much at once: the person must authenticate again."""
