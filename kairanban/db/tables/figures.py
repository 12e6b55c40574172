"""What remains of data that was deleted by retention: counts, frozen before."""

from kairanban.db.tables.columns import key, ref, table, text, whole

# Answers of a circular, counted once: `accountability/retention/rules/figures.py` names the figures.
circular_figure = table(
    "circular_figure",
    ref("circular", "circular", key=True),
    text("figure", key=True),
    text("part", key=True),
    whole("value", default=0),
)

# By fiscal year (April to March, named by the year it begins in). A row that is deleted is added in the same transaction.
yearly_figure = table(
    "yearly_figure",
    ref("association", "place", key=True),
    whole("year", key=True),
    text("figure", key=True),
    text("part", key=True),
    whole("value", default=0),
)

# One line per term and run: how many rows were deleted or emptied.
retention_run = table(
    "retention_run",
    key(),
    whole("at"),
    text("term", default=None),
    whole("number", default=0),
)
