"""Language versions, published to households once a person has reviewed them."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions.drafts import find, texts_of, writing_task
from kairanban.circulation.circulars.queries import relayed_versions, versions
from kairanban.circulation.circulars.queries.versions import Reader, Version
from kairanban.circulation.circulars.rules.archive_search import stored
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import addition, as_read
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.surveys.rules.asking import untranslated
from kairanban.circulation.surveys.rules.questions import read
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n


async def versions_of(tx: Tx, circular: CircularId) -> dict[str, Version]:
    """Return the current edition's versions by language. The caller has asked for permission."""
    return {one.language: one for one in await tx.all(versions.ALL, circular=circular)}


async def save(tx: Tx, circular: CircularId, language: str, texts: Texts, reviewed_by: str) -> None:
    """Store a version; with the reviewer's name it is published. Raise NotFound, Conflict, Invalid.

    One of a municipal request is stored in the circulars that relay it too.
    """
    # A request whose circulars are brought up to date at this moment: the version comes before or after.
    await tx.column(relayed_versions.HOLD, circular=circular)
    work = await find(tx, circular)
    await require(tx, Task.PUBLISH if work.published else writing_task(work.kind), work.place)
    if language not in LANGUAGES or language == DEFAULT:
        raise NotFound
    if work.withdrawn is not None:
        raise Conflict(_n("Only a circular that is going round can be corrected."))
    if work.issuer:
        raise Conflict(_n("These are the town's own words. Only the town changes them."))
    if reviewed_by and not (texts.title and texts.gist):
        raise Invalid({"title": _n("Please write a title and one line at least.")})
    original = await texts_of(tx, circular, work.edition)
    wrong = {
        f"q{number}": why for number, why in untranslated(read(original.questions), read(texts.questions))
    }
    if wrong:
        raise Invalid(wrong)
    await tx.run(
        versions.SAVE,
        circular=circular,
        number=work.edition,
        language=language,
        made_by=tx.actor.person,
        reviewed_by=reviewed_by,
        reviewed_at=tx.now if reviewed_by else None,
        **stored(texts),
    )
    if work.kind == Kind.REQUEST:
        relayed = {"circular": circular, "of_number": work.edition, "language": language}
        await tx.run(relayed_versions.DROP_FROM_COPIES, **relayed)
        await tx.run(relayed_versions.RELAY_TO_COPIES, **relayed)
    await journal.record(tx, "version_saved", association=work.association, circular=circular)


async def save_form(tx: Tx, circular: CircularId, language: str, typed: Texts, reviewed_by: str) -> None:
    """Store a version of a form, whose line 日時 is made from the event; raise as `save`."""
    work, found = await find(tx, circular), (await versions_of(tx, circular)).get(language)
    kept = found.texts if found else Texts()
    # A line that says the day in other words is the translator's, until it is emptied.
    own = typed.facts_when and kept.facts_when and addition(language, kept.facts_when, work.when) is None
    texts = typed if own else as_read(typed, work.kind, work.when, kept, work.when, language)
    await save(tx, circular, language, texts, reviewed_by)


async def readers(tx: Tx, circular: CircularId, *, of_request: bool = False) -> dict[str, int]:
    """Count addressed households by language, without Japanese; of a request all of the asked associations."""
    counted = versions.READERS_ASKED if of_request else versions.READERS
    return {one.language: one.households for one in await tx.all(counted, circular=circular)}


async def reading(tx: Tx, work: Work) -> list[Reader]:
    """Return those households by name, for officers."""
    await require(tx, Task.SEE_ROSTER, work.place)
    return await tx.all(versions.READING, circular=work.id)


def without_version(readers: dict[str, int], found: dict[str, Version]) -> dict[str, int]:
    """Return languages that households read without a reviewed version, with the number of households."""
    return {
        language: number
        for language, number in readers.items()
        if language not in found or found[language].reviewed is None
    }
