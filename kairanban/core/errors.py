"""The few ways in which a request does not succeed; `web/problems.py` turns each into a page."""

from collections.abc import Mapping


class Problem(Exception):
    """Something a reader is told in a sentence: a message of the catalogue and its parameters."""

    def __init__(self, message: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class NotFound(Problem):
    """It is not there, or not there for this actor: the two look the same."""


class Refused(Problem):
    """The actor may see this but may not do it."""


class SignInNeeded(Problem):
    """Nobody is signed in, and the page belongs to somebody."""


class Conflict(Problem):
    """What was asked does not fit the present state, for example an answer after the end."""


class Invalid(Problem):
    """What was typed cannot be taken; `fields` holds a message for each field."""

    def __init__(self, fields: Mapping[str, str], **values: object) -> None:
        super().__init__("; ".join(fields.values()), **values)
        self.fields = dict(fields)


class Unavailable(Problem):
    """It was not recorded: the disk is full or the database does not answer. Asking again is safe."""


class StepUpNeeded(Problem):
    """The task shows or changes much at once: the person shows again who she is."""
