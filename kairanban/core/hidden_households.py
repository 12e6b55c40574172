"""表示をひかえる: how a household that asked not to be shown appears to others."""

# In place of the label of a household that left, which is deleted after 30 days.
LEFT = "（転出）"


def shown_as(label: str, hidden: int, place: str, route_order: int) -> str:
    """Return the label, or place and route order (「3班の12」) for a hidden household."""
    return f"{place}の{route_order}" if hidden else label or LEFT
