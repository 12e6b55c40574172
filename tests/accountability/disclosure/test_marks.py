"""Every personal column is in the bundle, or named with a reason why it is not."""

import pytest
from sqlalchemy import Column

from kairanban.accountability.disclosure.queries.everything import PARTS
from kairanban.accountability.disclosure.queries.exempt import EXEMPT
from kairanban.accountability.disclosure.rules.fields import COUNTS, DAYS, FLAGS, TIMES
from kairanban.accountability.disclosure.rules.labels import FIELDS, NAMES
from kairanban.db.tables import Of, metadata
from kairanban.db.tables.columns import table, text
from kairanban.db.tables.terms import LEAVERS
from tests.db.test_correlation import names_twice
from tests.house.disclosure import PAGE, page

PERSONAL = [
    column
    for one in metadata.sorted_tables
    for column in one.columns
    if column.info["personal"] is not Of.NOBODY
]


def is_told(column: Column[object]) -> bool:
    return any(part.table is column.table and column.name in part.columns for part in PARTS)


@pytest.mark.parametrize("column", PERSONAL, ids=str)
def test_every_personal_column_is_in_the_bundle_or_exempt_with_a_reason(column: Column[object]) -> None:
    assert is_told(column) != (str(column) in EXEMPT), f"{column} is in the bundle and exempt, or neither"


def test_a_new_personal_column_is_found() -> None:
    made = table("undisclosed", text("words", of=Of.HOUSEHOLD), kept=LEAVERS)
    try:
        assert not is_told(made.c.words)
        assert str(made.c.words) not in EXEMPT
    finally:
        metadata.remove(made)


def test_what_is_exempt_exists_and_says_why() -> None:
    assert EXEMPT.keys() <= {str(column) for column in PERSONAL}
    assert all(len(reason) > 20 for reason in EXEMPT.values())


def test_no_part_has_a_secret() -> None:
    for part in PARTS:
        assert not {name for name in part.columns if "hash" in name or "token" in name}, part.name


def test_every_number_says_what_it_is() -> None:
    known = [TIMES, DAYS, FLAGS, COUNTS]
    for part in PARTS:
        for name in part.columns:
            column = None if name in part.instead else part.table.c.get(name)
            if column is not None and column.type.python_type is int and not column.foreign_keys:
                assert sum(name in kind for kind in known) == 1, f"{part.name}.{name}"


def test_every_part_and_field_has_a_label() -> None:
    assert NAMES.keys() == {part.name for part in PARTS}
    assert FIELDS.keys() >= {name for part in PARTS for name in part.columns}


def test_sub_queries_of_the_parts_read_under_names_of_their_own() -> None:
    assert [part.name for part in PARTS if names_twice(part.rows)] == []


def test_the_documentation_names_every_part_and_field() -> None:
    assert PAGE.read_text() == page(), "run python -m tests.house.disclosure"
