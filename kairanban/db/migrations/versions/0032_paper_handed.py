"""Paper that was handed to the leaders of blocks"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "paper_handed",
        sa.Column("circular", whole, autoincrement=False, nullable=False),
        sa.Column("block", whole, autoincrement=False, nullable=False),
        sa.Column("edition", whole, autoincrement=False, nullable=False),
        sa.Column("at", whole, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["circular"], ["circular.id"], name=op.f("fk_paper_handed_circular"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circular", "block", name=op.f("pk_paper_handed")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
