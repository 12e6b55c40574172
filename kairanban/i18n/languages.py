"""The languages there are catalogues for. Adding one is a line here and a folder in `locale/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    """The code of the catalogue and of Babel's formats."""
    tag: str
    """What `lang` says."""
    name: str
    """Its own name for itself."""


LANGUAGES = {
    language.code: language
    for language in (
        Language("ja", "ja", "日本語"),
        Language("en", "en", "English"),
    )
}

DEFAULT = "ja"


def choose(wanted: str | None, accept: str = "") -> str:
    """The language chosen, else the first the browser asks for that exists, else Japanese."""
    if wanted in LANGUAGES:
        return str(wanted)
    for part in accept.split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return DEFAULT
