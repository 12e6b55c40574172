"""回覧票: where the board of a block is now. One row, overwritten; where it was before is kept nowhere."""

from kairanban.db.tables.columns import Of, ref, table, whole

board_position = table(
    "board_position",
    ref("circular", "circular", key=True),
    ref("block", "place", key=True),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # It counts while the circular asks no newer edition, as a reply does.
    whole("edition"),
    whole("since", of=Of.HOUSEHOLD),
)
