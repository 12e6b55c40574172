"""The data around every page: preferences, help contact, sign-in state."""

import re
from dataclasses import dataclass, field, replace

from starlette.requests import Request

from kairanban.core.actor import Actor, Anyone, Home
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.named import Names
from kairanban.web.app_context import app_context
from kairanban.web.needs import Needs, needs_of


@dataclass(frozen=True, slots=True)
class Help:
    """A person to call, shown in the same place on every page."""

    association: str = ""
    name: str = ""
    phone: str = ""
    block_word: str = ""
    """The association's word for a block: 班, 組, 隣組."""
    offices: tuple[str, ...] = ()
    """What the person serves as in the association the address names."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """One per request; templates read it as `context`."""

    needs: Needs
    path: str
    here: str
    """Path and query of a page that can be come back to."""
    signed_in: bool
    home_label: str
    person_name: str
    serves: bool
    """Whether the person holds an office, so that its pages are linked."""
    help: Help
    demo: bool
    asked: int = 0
    """The safety check the device has not answered; negative for a drill."""
    asked_path: str = ""
    names: Names = field(default_factory=dict)
    """Readings of the names around the page, for those who read furigana or another language."""

    @property
    def block_word(self) -> str:
        """The association's word for a block on Japanese pages, else empty."""
        return self.help.block_word if LANGUAGES[self.language].japanese else ""

    @property
    def language(self) -> str:
        return self.needs.language

    @property
    def furigana(self) -> str:
        return self.needs.furigana


def _operators(request: Request, help: Help) -> Help:
    """Use the operator's telephone contact where the association has none."""
    settings = app_context(request).settings
    return replace(help, name=settings.help_name, phone=settings.help_phone)


def page_context_for(
    request: Request, actor: Anyone, help: Help, demo: bool, kept_needs: str = ""
) -> PageContext:
    home = actor.homes[0] if actor.homes else None
    # A real check of one household goes before a drill of another.
    asked = max(actor.homes, key=lambda one: (one.asked > 0, one.asked < 0), default=None)
    return PageContext(
        needs=needs_of(request, kept_needs),
        path=request.scope["path"],
        here=_here(request),
        signed_in=isinstance(actor, Actor),
        home_label=home.label if home else "",
        person_name=actor.name if isinstance(actor, Actor) else "",
        serves=bool(actor.appointments),
        help=help if help.phone else _operators(request, help),
        demo=demo,
        asked=asked.asked if asked else 0,
        asked_path=_path(asked, len(actor.homes) > 1) if asked else "",
    )


def _here(request: Request) -> str:
    # What was said once is not said again.
    query = re.sub(r"(?:^|&)done=[^&]*", "", request.url.query) if request.method == "GET" else ""
    path: str = request.scope["path"]
    return path + (f"?{query}" if query else "")


def _path(asked: Home, several: bool) -> str:
    """Return the page of the check that waits for an answer."""
    return f"/safety/{abs(asked.asked)}" + (f"?home={asked.household}" if several else "")
