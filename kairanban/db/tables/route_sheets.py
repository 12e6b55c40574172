"""回覧票: whether a block has its paper, and where its board is now. Rows are overwritten; there is no history."""

from kairanban.db.tables.columns import Of, ref, table, whole
from kairanban.db.tables.terms import CIRCULARS, POSITIONS

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

# Printed and handed to the block's leader; said by an officer or the leader.
paper_handed = table(
    "paper_handed",
    ref("circular", "circular", key=True),
    # 0 for households without a block, as in `tally`.
    whole("block", key=True),
    whole("edition"),
    whole("at"),
    kept=CIRCULARS,
)
