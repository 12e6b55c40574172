"""What stands around every page: language, size of text, help, and the way out."""

from dataclasses import dataclass

from starlette.requests import Request

from kairanban.core.actor import Actor, Anyone
from kairanban.i18n.languages import DEFAULT, LANGUAGES, choose

SIZES = ("standard", "large", "largest")
SIZE_COOKIE, LANGUAGE_COOKIE = "text_size", "language"


@dataclass(frozen=True, slots=True)
class Help:
    """A real person to ask, in the same place on every page."""

    association: str = ""
    name: str = ""
    phone: str = ""
    block_word: str = ""
    """What the association calls a block: 班, 組, 隣組."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One a request; templates read it as `frame`."""

    language: str
    text_size: str
    path: str
    signed_in: bool
    home_label: str
    person_name: str
    serves: bool
    """Whether the person holds an office, so that the way to its pages is shown."""
    help: Help
    demo: bool
    new_device: bool = False
    """Another device was added to the household and this one has not said so yet."""

    @property
    def block_word(self) -> str:
        """The association's own word for a block where the page is Japanese, else nothing."""
        return self.help.block_word if LANGUAGES[self.language].tag == DEFAULT else ""


def frame_for(request: Request, actor: Anyone, help: Help, demo: bool, new_device: bool = False) -> Frame:
    cookies = request.cookies
    size = cookies.get(SIZE_COOKIE, "")
    wanted = cookies.get(LANGUAGE_COOKIE)
    home = actor.homes[0] if actor.homes else None
    return Frame(
        language=wanted if wanted in LANGUAGES else choose(None, request.headers.get("accept-language", "")),
        text_size=size if size in SIZES else SIZES[0],
        path=request.scope["path"],
        signed_in=isinstance(actor, Actor),
        home_label=home.label if home else "",
        person_name=actor.name if isinstance(actor, Actor) else "",
        serves=bool(actor.appointments),
        help=help,
        demo=demo,
        new_device=new_device,
    )
