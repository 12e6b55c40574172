"""What a reader needs to read well: kept with the device in a cookie, and with the person who is signed in."""

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from starlette.requests import Request

from kairanban.i18n.furigana import Furigana
from kairanban.i18n.languages import LANGUAGES, choose

COOKIE = "needs"

CHOICES: dict[str, tuple[str, ...]] = {
    "size": ("standard", "large", "largest"),
    "theme": ("device", "light", "dark", "high"),
    "spacing": ("standard", "wide", "widest"),
    "furigana": tuple(Furigana),
    "speed": ("slow", "standard", "fast"),
    "motion": ("device", "less"),
    "language": tuple(LANGUAGES),
}
"""What can be chosen, the usual first."""


@dataclass(frozen=True, slots=True)
class Needs:
    size: str = "standard"
    theme: str = "device"
    spacing: str = "standard"
    furigana: str = Furigana.NONE
    speed: str = "standard"
    motion: str = "device"
    language: str = ""
    """Empty: as the browser asks."""

    def chosen(self, name: str, value: str) -> "Needs":
        """With one more choice; what nobody offers changes nothing."""
        return replace(self, **{name: value}) if value in CHOICES.get(name, ()) else self

    def written(self) -> str:
        """As a cookie keeps it: only what is not the usual."""
        usual = Needs()
        return "~".join(
            f"{field.name}:{getattr(self, field.name)}"
            for field in fields(self)
            if getattr(self, field.name) != getattr(usual, field.name)
        )


@lru_cache(maxsize=1024)
def read(written: str) -> Needs:
    """What `written()` wrote; whatever else it may be is passed over."""
    needs = Needs()
    for part in written.split("~") if len(written) < 300 else ():
        name, _, value = part.partition(":")
        needs = needs.chosen(name, value)
    return needs


@lru_cache(maxsize=1024)
def _whole(written: str, accept: str) -> Needs:
    needs = read(written)
    needs = replace(needs, language=choose(needs.language, accept))
    # Easy Japanese is written to be read by everybody: every kanji says how.
    if LANGUAGES[needs.language].easy and "furigana:" not in written:
        needs = replace(needs, furigana=Furigana.ALL)
    return needs


def needs_of(request: Request, kept: str = "") -> Needs:
    """Those of this device, else those `kept` with the person; the language always known."""
    written = request.cookies.get(COOKIE) or kept
    return _whole(written, request.headers.get("accept-language", "")[:200])
