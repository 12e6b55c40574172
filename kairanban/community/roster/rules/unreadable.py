"""The error for a file that cannot be read."""


class Unreadable(Exception):
    """The file cannot be read; `message` is a msgid for the sender, `params` its values."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
