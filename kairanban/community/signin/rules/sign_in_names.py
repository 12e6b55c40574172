"""The name a person types to sign in."""

import re
import unicodedata

LONGEST = 40


def normal(name: str) -> str:
    """The same name however it was typed: no spaces, half-width letters, small letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()[:LONGEST]
