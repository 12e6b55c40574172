"""Marks messages that are translated later, when the reader's language is known."""


def N(message: str) -> str:
    """Return the message unchanged; the name marks it for extraction."""
    return message
