"""E-mail addresses as people write them: one rule for what a household types and what a roster holds."""

import re
import unicodedata

LONGEST = 254
# Narrower than RFC 5321 in the domain, wider in the name: Japanese carriers gave out a..b@ and abc.@.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def written_address(text: str) -> str:
    """Return the address in half-width letters, without spaces around it and signs that cannot be seen."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()


def is_mail_address(text: str) -> bool:
    """Tell whether a text, as `written_address` returns it, is a complete address."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
