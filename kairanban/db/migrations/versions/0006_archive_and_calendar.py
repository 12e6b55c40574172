"""Archive and calendar"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AT_ONCE = 500
TEXTS = ("title", "gist", "facts_when", "facts_where", "facts_bring", "facts_ask", "facts_phone", "body")
TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
TO_HIRAGANA |= {ord("ヵ"): ord("か"), ord("ヶ"): ord("け"), ord("ゕ"): ord("か"), ord("ゖ"): ord("け")}


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "made", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "revoked",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household"], ["household.id"], name=op.f("fk_calendar_feed_household"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_calendar_feed_household"), "calendar_feed", ["household"], unique=False)
    op.create_index("uq_calendar_feed_token", "calendar_feed", ["token_hash"], unique=True)
    op.add_column("edition", sa.Column("search", sa.Text(), server_default="", nullable=False))
    _fill_search()


def _fill_search() -> None:
    """What is there is found from the first day. The rule stands here as it was, whatever becomes of it later."""
    connection = op.get_bind()
    edition = sa.table("edition", *map(sa.column, ("circular", "number", "language", "search", *TEXTS)))
    key = (edition.c.circular, edition.c.number, edition.c.language)
    fill = (
        edition.update()
        .where(*(column == sa.bindparam(f"of_{column.name}") for column in key))
        .values(search=sa.bindparam("folded"))
    )
    last = connection.execute(sa.select(sa.func.max(edition.c.circular))).scalar() or 0
    for start in range(1, last + 1, AT_ONCE):
        here = edition.c.circular.between(start, start + AT_ONCE - 1)
        rows = connection.execute(sa.select(*key, *(edition.c[name] for name in TEXTS)).where(here)).all()
        filled = [
            {"of_circular": row[0], "of_number": row[1], "of_language": row[2], "folded": _folded(row[3:])}
            for row in rows
        ]
        if filled:
            connection.execute(fill, filled)


def _folded(texts: tuple[str, ...]) -> str:
    whole = (unicodedata.normalize("NFKC", text).lower().translate(TO_HIRAGANA) for text in texts if text)
    return "\n".join(" ".join(text.split()) for text in whole)
