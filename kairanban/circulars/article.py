"""What everybody reads of a circular: the same for each household, and for its author before it goes out."""

from dataclasses import dataclass

from kairanban.circulars.actions.attachments import Sheet
from kairanban.circulars.rules.texts import Texts
from kairanban.circulars.rules.words import CATEGORIES


@dataclass(frozen=True, slots=True)
class Article:
    """Frozen, so that its page part is rendered once and kept."""

    kind: str
    category: str
    importance: str
    published: int | None
    issuer: str
    title: str
    gist: str
    facts_when: str
    facts_where: str
    facts_bring: str
    facts_ask: str
    facts_phone: str
    body: str
    sheets: tuple[Sheet, ...]

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]


def article(
    texts: Texts,
    sheets: list[Sheet],
    *,
    kind: str,
    category: str,
    importance: str,
    published: int | None,
    issuer: str,
) -> Article:
    """An article from the parts an author works with."""
    return Article(
        kind=kind,
        category=category,
        importance=importance,
        published=published,
        issuer=issuer,
        title=texts.title,
        gist=texts.gist,
        facts_when=texts.facts_when,
        facts_where=texts.facts_where,
        facts_bring=texts.facts_bring,
        facts_ask=texts.facts_ask,
        facts_phone=texts.facts_phone,
        body=texts.body,
        sheets=tuple(sheets),
    )
