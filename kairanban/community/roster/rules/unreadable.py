"""The one refusal of a whole file."""


class Unreadable(Exception):
    """The file cannot be taken; `message` is a msgid for the person who sent it, `params` its values."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
