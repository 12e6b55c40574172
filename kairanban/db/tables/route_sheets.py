"""回覧票: where the paper board of a block is now. The row is overwritten; there is no history."""

from kairanban.db.tables.columns import Of, ref, table, whole
from kairanban.db.tables.terms import POSITIONS

board_position = table(
    "board_position",
    ref("circular", "circular", key=True),
    ref("block", "place", key=True),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # Valid while it is not older than the circular's asked_edition, as a reply.
    whole("edition"),
    whole("since", of=Of.HOUSEHOLD),
    kept=POSITIONS,
)
