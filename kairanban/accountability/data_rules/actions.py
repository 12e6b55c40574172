"""個人情報取扱規程 of an association, for its residents and for its chair."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.accountability.data_rules import queries
from kairanban.accountability.data_rules.queries import Reader, Rules
from kairanban.accountability.data_rules.rules import RegisterLine
from kairanban.community.consents.actions import receivers
from kairanban.core.errors import NotFound
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Document:
    """The rules as they are printed."""

    rules: Rules
    readers: list[Reader]
    receivers: dict[str, list[str]]
    register: list[RegisterLine]


async def document(tx: Tx, association: PlaceId) -> Document:
    """Return the rules of an association the actor belongs to or keeps the records of; raise NotFound."""
    if association not in {home.association for home in tx.actor.homes}:
        await require(tx, Task.KEEP_RECORDS, association)
    rules = await tx.one(queries.RULES, association=association)
    return Document(
        rules,
        await tx.all(queries.READERS, association=association),
        await receivers(tx, association),
        queries.register(rules.circular_years),
    )


async def set_rules(tx: Tx, association: PlaceId) -> Rules:
    """Return what is set, to change it."""
    await require(tx, Task.KEEP_RECORDS, association)
    return await tx.one(queries.RULES, association=association)


async def save(
    tx: Tx, association: PlaceId, *, contact: str, contact_phone: str, decided: int | None, measures: str
) -> None:
    """Store contact, day of the decision (its ordinal) and own measures; empty ones fall back."""
    await require(tx, Task.KEEP_RECORDS, association)
    if await tx.first(queries.RULES, association=association) is None:
        raise NotFound
    await tx.run(
        queries.SAVE, association=association, contact=contact, contact_phone=contact_phone, decided=decided,
        measures=measures,
    )  # fmt: skip
    await journal.record(tx, "data_rules_changed", association=association)
