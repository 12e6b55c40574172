"""An event has an end; what began at midnight had no hour"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

DAY = 24 * 60 * 60 * 1000
JAPAN = 9 * 60 * 60 * 1000


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("circular", sa.Column("event_until", whole, nullable=True))
    # Patterns wrote days without an hour as midnight.
    op.execute(
        f"UPDATE circular SET event_until = event_at + {DAY - 1} "
        f"WHERE event_at IS NOT NULL AND kind <> 'obituary' AND (event_at + {JAPAN}) % {DAY} = 0"
    )
