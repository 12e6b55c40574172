"""What everybody reads of a circular: the same for each household, and for its author before it goes out."""

from dataclasses import dataclass

from kairanban.circulation.circulars.queries.attachments import Sheet
from kairanban.circulation.circulars.queries.attribution import Voice
from kairanban.circulation.circulars.queries.drafting import Work
from kairanban.circulation.circulars.rules.kinds import CATEGORIES
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.i18n.languages import DEFAULT, LANGUAGES


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
    sheets: tuple[Sheet, ...]

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]

    @property
    def tag(self) -> str:
        """What `lang` says of the texts."""
        return LANGUAGES[self.language].tag


def voice_of(work: Work) -> Voice:
    """Whose words an author's circular says."""
    if work.issuer:
        return Voice(work.issuer, work.association_name, work.own_note)
    return Voice(work.association_name)


def article(
    texts: Texts,
    sheets: list[Sheet],
    *,
    kind: str,
    category: str,
    importance: str,
    published: int | None,
    voice: Voice,
    language: str = DEFAULT,
    furigana: str | None = None,
) -> Article:
    """An article from the parts an author works with."""
    return Article(
        kind=kind,
        category=category,
        importance=importance,
        published=published,
        issuer=voice.issuer,
        passed_by=voice.passed_by,
        note=voice.note,
        title=texts.title,
        gist=texts.gist,
        facts_when=texts.facts_when,
        facts_where=texts.facts_where,
        facts_bring=texts.facts_bring,
        facts_ask=texts.facts_ask,
        facts_phone=texts.facts_phone,
        body=texts.body,
        language=language,
        furigana=furigana,
        sheets=tuple(sheets),
    )
