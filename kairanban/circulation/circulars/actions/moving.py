"""A day that is moved: every language's line 日時 follows it."""

from dataclasses import replace

from kairanban.circulation.circulars.queries import versions
from kairanban.circulation.circulars.rules.archive_search import searched
from kairanban.circulation.circulars.rules.events import When, addition, line
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx


async def follow(tx: Tx, circular: CircularId, number: int, before: When, when: When) -> None:
    """Make the line of each version anew; one that says the day in other words has to be reviewed again."""
    if when == before:
        return
    for version in await tx.all(versions.OF_EDITION, circular=circular, of_number=number):
        texts, language = version.texts, version.language
        found = addition(language, texts.facts_when, before) if texts.facts_when else ""
        if found is None:
            await tx.run(
                versions.ONE_TO_BE_REVIEWED, circular=circular, of_number=number, of_language=language
            )
            continue
        said = line(language, when, found)
        if said != texts.facts_when:
            await tx.run(
                versions.SAY_WHEN,
                circular=circular,
                of_number=number,
                of_language=language,
                said=said,
                searched=searched(replace(texts, facts_when=said)),
            )
