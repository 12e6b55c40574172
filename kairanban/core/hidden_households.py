"""表示をひかえる: how a household is written where others read it."""


def shown_as(label: str, hidden: int, place: str, route_order: int) -> str:
    """Its label; 「3班の12」 for a household that asked not to be shown."""
    return f"{place}の{route_order}" if hidden else label
