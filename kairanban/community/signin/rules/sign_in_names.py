"""Normal form of sign-in names."""

import re
import unicodedata

LONGEST = 40


def normal(name: str) -> str:
    """Return the name without spaces, half-width, in lower case, cut to 40 characters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()[:LONGEST]
