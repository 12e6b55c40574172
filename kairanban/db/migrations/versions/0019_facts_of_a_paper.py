"""Facts found in a paper, stored with it"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachment", sa.Column("facts", sa.Text(), server_default="", nullable=False))
