"""Begin long work, and see how far it is."""

from itertools import accumulate

from kairanban.access.permission import require
from kairanban.community.long_work import queries
from kairanban.community.long_work.rules import KINDS, LASTS, LongWork, Part, unseal
from kairanban.core.errors import NotFound
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx


async def begin(tx: Tx, kind: str, association: PlaceId, about: int, total: int) -> int:
    """Write down that it begins; return its id."""
    await require(tx, KINDS[kind].task, association)
    id: int = await tx.value(
        queries.BEGIN,
        session=tx.actor.session,
        association=association,
        kind=kind,
        about=about,
        total=total,
        made=tx.now,
        touched=tx.now,
    )
    return id


async def find(tx: Tx, id: int) -> LongWork:
    """Return it to the sign-in that began it, for half an hour; raise NotFound."""
    work = await tx.one(queries.ONE, work=id, within=LASTS)
    await require(tx, KINDS[work.kind].task, work.association)
    return work


async def about(tx: Tx, kind: str, what: int) -> LongWork | None:
    """Return the work about a thing, None if there is none. The caller has asked for permission."""
    return await tx.first(queries.ABOUT, of_kind=kind, of_what=what, within=LASTS)


async def mine(tx: Tx) -> list[LongWork]:
    """Return what this sign-in began in the last half hour, newest first."""
    return await tx.all(queries.MINE, within=LASTS)


async def parts(tx: Tx, work: LongWork) -> list[Part]:
    held = await tx.all(queries.PARTS, work=work.id)
    ends = accumulate(one.holds for one in held)
    return [Part(one.number, end - one.holds + 1, end) for one, end in zip(held, ends, strict=True)]


async def result(tx: Tx, id: int, number: int, token: str) -> tuple[LongWork, bytes]:
    """Return a part of the result; raise NotFound."""
    work = await find(tx, id)
    sealed = await tx.value(queries.SEALED, work=id, number=number)
    data = unseal(token, sealed) if sealed is not None else None
    if data is None:
        raise NotFound
    return work, data
