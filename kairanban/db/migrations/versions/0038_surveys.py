"""Surveys: the questions of an edition, and their answers"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("edition", sa.Column("questions", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "survey_answer",
        sa.Column("reply", whole, nullable=False),
        sa.Column("question", whole, autoincrement=False, nullable=False),
        sa.Column("choice", whole, autoincrement=False, nullable=False),
        sa.Column("circular", whole, nullable=False),
        sa.Column("household", whole, nullable=False),
        sa.Column("asked_as", sa.Text(), server_default="", nullable=False),
        sa.Column("number", whole, autoincrement=False, nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["circular"], ["circular.id"], name=op.f("fk_survey_answer_circular"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["household"], ["household.id"], name=op.f("fk_survey_answer_household"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply"], ["reply.id"], name=op.f("fk_survey_answer_reply"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reply", "question", "choice", name=op.f("pk_survey_answer")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_circular", "survey_answer", ["circular", "question"], unique=False)
    op.create_index(op.f("ix_survey_answer_household"), "survey_answer", ["household"], unique=False)
