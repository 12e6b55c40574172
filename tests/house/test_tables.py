"""About the tables: every column has an owner, and names follow words.md."""

from kairanban.db.tables import Of, metadata

PERSONAL_NAMES = {"name", "label", "address", "phone", "email", "postal", "reading"}


def test_every_column_states_whether_it_is_personal() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert isinstance(column.info.get("personal"), Of), f"{table.name}.{column.name}"


def test_names_and_addresses_of_people_are_marked_personal() -> None:
    for table in (metadata.tables[name] for name in ("household", "resident", "person")):
        for column in table.columns:
            if column.name in PERSONAL_NAMES:
                assert column.info["personal"] is not Of.NOBODY, f"{table.name}.{column.name}"


def test_the_journal_holds_ids_and_kinds_only() -> None:
    journal = metadata.tables["journal"]
    assert {c.name for c in journal.columns if str(c.type) == "TEXT"} == {"kind"}


def test_secrets_are_stored_as_hashes_only() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert column.name not in {"token", "password", "pin", "secret"}, f"{table.name}.{column.name}"
