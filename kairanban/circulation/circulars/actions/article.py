"""The article of a circular: what readers see, and its author before publication."""

from kairanban.circulation.circulars.queries.attribution import Attribution
from kairanban.circulation.circulars.rules.article import Article, Sheet
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.i18n.languages import DEFAULT


def attribution_of(work: Work) -> Attribution:
    """Return the attribution of a circular."""
    if work.issuer:
        return Attribution(work.issuer, work.association_name, work.own_note)
    if work.of_group:
        return Attribution(work.group, within=work.association_name)
    return Attribution(work.association_name)


def article(
    texts: Texts,
    sheets: list[Sheet],
    *,
    kind: str,
    category: str,
    importance: str,
    published: int | None,
    attribution: Attribution,
    language: str = DEFAULT,
    furigana: str | None = None,
) -> Article:
    """Build an article from its parts."""
    return Article(
        kind=kind,
        category=category,
        importance=importance,
        published=published,
        issuer=attribution.issuer,
        passed_by=attribution.passed_by,
        note=attribution.note,
        within=attribution.within,
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
        questions=texts.questions,
        sheets=tuple(sheets),
    )
