"""Which names a page reads aloud to those who chose furigana; asked anew every few minutes."""

from weakref import WeakKeyDictionary

from kairanban.community.signin.queries.known_names import KNOWN
from kairanban.core.actor import Actor, System
from kairanban.core.clock import MINUTE
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.engine import Database
from kairanban.i18n.named import Names, readings_of

_KEPT = 5 * MINUTE
_MOST = 500
_READING = System("read names")

Key = tuple[PlaceId, HouseholdId | None]
_found: WeakKeyDictionary[Database, dict[Key, tuple[int, Names]]] = WeakKeyDictionary()


async def known_names(database: Database, actor: Actor) -> Names:
    """Return the reading of each name; empty for who has neither a household nor an office."""
    home = actor.homes[0] if actor.homes else None
    place = home.association if home else next((one.place for one in actor.appointments), None)
    if place is None:
        return {}
    key, now = (place, home.household if home else None), database.clock()
    kept = _found.setdefault(database, {})
    asked, names = kept.get(key, (0, {}))
    if not 0 <= now - asked < _KEPT:
        async with database.point_read(_READING) as tx:
            rows = await tx.all(KNOWN, association=place, household=key[1] or 0)
        names = readings_of((one.name, one.reading) for one in rows)
        if len(kept) >= _MOST:
            kept.clear()
        kept[key] = (now, names)
    return names
