"""Reading preferences, kept in a cookie of the device and with the signed-in person."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from starlette.requests import Request

from kairanban.i18n.furigana import Furigana
from kairanban.i18n.languages import LANGUAGES, choose
from kairanban.web.cookies import preference

COOKIE = "needs"

CHOICES: dict[str, tuple[str, ...]] = {
    "size": ("standard", "large", "largest"),
    "theme": ("device", "light", "dark", "high", "high-dark"),
    "spacing": ("standard", "wide", "widest"),
    "furigana": tuple(Furigana),
    "speed": ("slow", "standard", "fast"),
    "motion": ("device", "less"),
    "language": tuple(LANGUAGES),
}
"""Options of each preference, the default first."""


@dataclass(frozen=True, slots=True)
class Needs:
    size: str = "standard"
    theme: str = "device"
    spacing: str = "standard"
    furigana: str = Furigana.NONE
    speed: str = "standard"
    motion: str = "device"
    language: str = ""
    """Empty: from Accept-Language."""

    def chosen(self, name: str, value: str) -> "Needs":
        """Return a copy with one preference changed; ignore unknown values."""
        return replace(self, **{name: value}) if value in CHOICES.get(name, ()) else self

    def written(self) -> str:
        """Serialise for the cookie: only what differs from the defaults."""
        usual = Needs()
        return "~".join(
            f"{field.name}:{getattr(self, field.name)}"
            for field in fields(self)
            if getattr(self, field.name) != getattr(usual, field.name)
        )


@lru_cache(maxsize=1024)
def read(written: str) -> Needs:
    """Parse the output of `written()`, ignoring everything else."""
    needs = Needs()
    for part in written.split("~") if len(written) < 300 else ():
        name, _, value = part.partition(":")
        needs = needs.chosen(name, value)
    return needs


@lru_cache(maxsize=1024)
def _whole(written: str, accept: str) -> Needs:
    needs = read(written)
    needs = replace(needs, language=choose(needs.language, accept))
    # Easy Japanese shows all furigana unless the reader chose otherwise.
    if LANGUAGES[needs.language].easy and "furigana:" not in written:
        needs = replace(needs, furigana=Furigana.ALL)
    return needs


def needs_of(request: Request, kept: str = "") -> Needs:
    """Return the device's preferences, else those `kept` with the person; the language is always set."""
    written = preference(request, COOKIE) or kept
    return _whole(written, request.headers.get("accept-language", "")[:200])
