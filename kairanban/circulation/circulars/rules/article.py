"""What a reader sees of a circular, whoever it is."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.kinds import CATEGORIES
from kairanban.core.ids import AttachmentId
from kairanban.i18n.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page picture, with the size it is shown at before it has loaded."""

    attachment: AttachmentId
    number: int
    width: int
    height: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """Frozen, so that its page part is rendered once and kept."""

    kind: str
    category: str
    importance: str
    published: int | None
    issuer: str
    passed_by: str
    note: str
    title: str
    gist: str
    facts_when: str
    facts_where: str
    facts_bring: str
    facts_ask: str
    facts_phone: str
    body: str
    language: str
    """The language the texts are in, which need not be that of the page."""
    furigana: str | None
    sheets: tuple[Sheet, ...] = ()

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]

    @property
    def tag(self) -> str:
        """What `lang` says of the texts."""
        return LANGUAGES[self.language].tag
