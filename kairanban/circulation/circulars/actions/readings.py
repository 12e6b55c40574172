"""Furigana of circulars: looked up in a child process, with the association's own readings first."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions.drafts import find
from kairanban.circulation.circulars.queries import readings
from kairanban.circulation.circulars.rules.archive_search import searched
from kairanban.circulation.circulars.rules.names import hiragana, is_reading, name_readings
from kairanban.circulation.circulars.rules.readings import READ, pack, texts_to_read
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.confined.errors import Unreadable
from kairanban.confined.furigana import read_aloud
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.tx import Tx
from kairanban.i18n.furigana import Spans
from kairanban.i18n.kanji import is_kanji
from kairanban.i18n.marks import N as _n

AT_ONCE = 20
# Older circulars keep their readings.
STILL_READ = 365 * DAY


async def look_up(database: Database, worker: System) -> int:
    """Store furigana for published texts without it; return the number of texts."""
    async with database.read(worker) as tx:
        unread = await tx.all(readings.UNREAD, most=AT_ONCE)
        own = {one.place: await _known(tx, one.association, one.place) for one in unread}
    for one in unread:
        read = dict(zip(READ, await spans_of(one.texts, own[one.place]), strict=True))
        async with database.write(worker) as tx:
            await tx.run(
                readings.KEEP,
                circular=one.circular,
                of_number=one.number,
                of_language=one.language,
                packed=pack(read),
                searched=searched(one.texts, read),
            )
    return len(unread)


async def spans_of(texts: Texts, own: dict[str, str]) -> list[Spans]:
    """Return the readings of each text of `READ`, empty if the child failed."""
    try:
        return await read_aloud(texts_to_read(texts), own)
    except Unreadable:
        return [()] * len(READ)


async def own_readings(tx: Tx, place: PlaceId) -> dict[str, str]:
    """Return the readings corrected for the circulars of a place. The caller has asked for permission."""
    return {one.written: one.reading for one in await tx.all(readings.OWN, association=place)}


async def known_readings(tx: Tx, circular: CircularId) -> dict[str, str]:
    """Return the readings of names and the corrected ones, for those who write the circular."""
    work = await find(tx, circular)
    return await _known(tx, work.association, work.place)


async def correct(tx: Tx, circular: CircularId, corrected: dict[str, str]) -> None:
    """Store readings for all circulars of its issuer; an empty one is deleted. Raise Invalid by word.

    Those of an association hold for its groups too, where they have no other.
    """
    work = await find(tx, circular)
    await require(tx, Task.DRAFT, work.place)
    wrong = {}
    for word, typed in corrected.items():
        reading = hiragana(typed).replace(" ", "")
        if not word or not any(map(is_kanji, word)):
            wrong[word] = _n("Please write the word in kanji.")
        elif not reading:
            await tx.run(readings.FORGET_OWN, of_association=work.place, word=word)
        elif not is_reading(reading):
            wrong[word] = _n("Please write the reading in hiragana.")
        else:
            await tx.run(readings.SET_OWN, association=work.place, written=word, reading=reading)
    if wrong:
        raise Invalid(wrong)
    await tx.run(readings.READ_ANEW, issued_at=work.place, since=tx.now - STILL_READ)
    await journal.record(tx, "readings_corrected", association=work.association, circular=circular)


async def _known(tx: Tx, association: PlaceId, place: PlaceId) -> dict[str, str]:
    found = await tx.all(readings.NAMES, association=association)
    names = name_readings((one.name, one.reading) for one in found)
    return {**names, **await own_readings(tx, association), **await own_readings(tx, place)}
