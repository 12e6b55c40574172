"""Rows by name: labels checked against fields in any order, errors at import."""

from dataclasses import dataclass
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from kairanban.db.shapes import Mismatch, constructor
from kairanban.db.statements import Query
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class Counts:
    addressed: int
    replied: int


@dataclass(frozen=True, slots=True)
class Block:
    id: int
    name: str
    counts: Counts
    seen: tuple[int, ...] = ()


class Pair(NamedTuple):
    id: int
    name: str


def test_columns_find_their_fields_in_any_order() -> None:
    build = constructor(Block, ["replied", "name", "id", "addressed"])
    assert build((3, "1班", 7, 5)) == Block(7, "1班", Counts(5, 3))


def test_a_named_tuple_is_a_shape_too() -> None:
    assert constructor(Pair, ["name", "id"])(("1班", 7)) == Pair(7, "1班")


@pytest.mark.parametrize(
    "labels",
    [
        ["id", "name", "addressed"],
        ["id", "name", "addressed", "replied", "late"],
        ["id", "name", "addressed", None],
        ["id", "id", "name", "addressed", "replied"],
        ["id", "title", "addressed", "replied"],
    ],
)
def test_labels_that_are_not_the_fields_are_refused(labels: list[str | None]) -> None:
    with pytest.raises(Mismatch):
        constructor(Block, labels)


def test_a_statement_is_refused_when_it_is_made() -> None:
    Query(select(place.c.name, place.c.id), Pair)
    with pytest.raises(Mismatch):
        Query(select(place.c.id, func.max(place.c.name)), Pair)
    with pytest.raises(Mismatch):
        Query(select(place.c.id, place.c.name, place.c.kind), Pair)


def test_what_an_insert_gives_back_has_a_shape() -> None:
    Query(lambda insert: insert(place).values(name="x").returning(place.c.id, place.c.name), Pair)
