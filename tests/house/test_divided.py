"""Every table can be divided among municipalities, or says why not; docs/scale.md names the key of each."""

import pytest
from sqlalchemy import Column, MetaData, Table

from kairanban.db.tables import metadata
from tests.house import divided
from tests.house.divided import BEGIN, DOCUMENT, END, NAMED, SHARED, listed, way


def test_every_table_names_the_key_it_would_be_divided_by() -> None:
    found = divided.divided()
    assert found.keys() == metadata.tables.keys()
    assert found["reply"] in (
        "`reply.circular` → `circular.association`",
        "`reply.household` → `household.association`",
    )
    assert found["household"] == "`household.association`"
    assert found["passkey"] == "`passkey.person`"


def test_what_is_said_by_hand_is_needed_and_true() -> None:
    assert metadata.tables.keys() >= {*SHARED, *NAMED}
    for name in SHARED:
        assert way(name) is None, f"{name} reaches a place by itself"
    for name, columns in NAMED.items():
        assert set(columns) <= set(metadata.tables[name].c.keys())


def test_a_table_without_a_way_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    more = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(more)
    Table("lonely", more, Column("id"))
    monkeypatch.setattr(divided, "metadata", more)
    with pytest.raises(LookupError, match="lonely"):
        divided.divided()


def test_the_document_lists_them() -> None:
    text = DOCUMENT.read_text()
    assert text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip() == listed().strip(), (
        "run python -m tests.house.divided"
    )
