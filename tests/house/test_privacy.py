"""docs/privacy.md says what the column marks say."""

from kairanban.db.tables import Of, metadata
from tests.house.privacy import PAGE, page


def test_the_page_is_of_these_marks() -> None:
    assert PAGE.read_text() == page(), "run python -m tests.house.privacy"


def test_every_personal_column_stands_on_the_page() -> None:
    lines = PAGE.read_text().splitlines()
    for table in metadata.sorted_tables:
        of_table = ", ".join(line for line in lines if line.startswith(f"| {table.name} |"))
        for column in table.columns:
            if column.info["personal"] is not Of.NOBODY:
                assert column.name in of_table.replace("|", ",").replace(" ", "").split(","), str(column)
