"""The article of a circular, the same for every reader."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.kinds import CATEGORIES
from kairanban.circulation.surveys.rules.shown import Survey, survey
from kairanban.core.ids import AttachmentId
from kairanban.i18n.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page picture with its size for layout before it loads."""

    attachment: AttachmentId
    number: int
    width: int
    height: int
    kind: str
    name: str

    @property
    def anchor(self) -> str:
        """Its place in the circular's page."""
        return f"sheet-{self.attachment}-{self.number}"


@dataclass(frozen=True, slots=True)
class Article:
    """Texts and attributes of a circular; frozen, so that its rendered part can be cached."""

    kind: str
    category: str
    importance: str
    published: int | None
    issuer: str
    passed_by: str
    note: str
    within: str
    """The association of a group that issues; else empty."""
    title: str
    gist: str
    facts_when: str
    facts_where: str
    facts_bring: str
    facts_ask: str
    facts_phone: str
    body: str
    language: str
    """The language of the texts, which can differ from the page's."""
    furigana: str | None
    questions: str = ""
    """Of a survey, as `Texts` has them, for its author; residents have them beside the article."""
    sheets: tuple[Sheet, ...] = ()
    opens: str = ""
    """The address below which each sheet has a page of its own; empty where it has none."""
    home: str = ""
    """The query that names the household in it."""

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]

    @property
    def survey(self) -> Survey:
        """Its questions in its own words."""
        return survey(self.questions, language=self.language, furigana=self.furigana)

    @property
    def tag(self) -> str:
        """Value of the `lang` attribute."""
        return LANGUAGES[self.language].tag

    def count(self, sheet: Sheet) -> int:
        """Return how many sheets its paper has."""
        return sum(one.attachment == sheet.attachment for one in self.sheets)
