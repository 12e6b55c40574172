"""Work that takes minutes shows how far it is"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "long_work",
        sa.Column("id", whole, nullable=False),
        sa.Column("session", whole, nullable=False),
        sa.Column("association", whole, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("about", whole, autoincrement=False, nullable=False),
        sa.Column("total", whole, autoincrement=False, nullable=False),
        sa.Column("done", whole, server_default="0", autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), server_default="running", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("made", whole, autoincrement=False, nullable=False),
        sa.Column("touched", whole, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["association"], ["place.id"], name=op.f("fk_long_work_association"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], name=op.f("fk_long_work_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_work")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "long_work_part",
        sa.Column("long_work", whole, autoincrement=False, nullable=False),
        sa.Column("number", whole, autoincrement=False, nullable=False),
        sa.Column("holds", whole, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["long_work"], ["long_work.id"], name=op.f("fk_long_work_part_long_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("long_work", "number", name=op.f("pk_long_work_part")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
