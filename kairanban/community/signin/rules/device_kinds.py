"""What a device is called on the household's own page, from what its browser says of itself."""

from kairanban.i18n.marks import N as _n

KINDS = {
    "ipad": _n("iPad"),
    "iphone": _n("iPhone"),
    "android_tablet": _n("Android tablet"),
    "android": _n("Android phone"),
    "computer": _n("Computer"),
}


def kind_of(user_agent: str) -> str:
    """A key of KINDS. iPads call themselves Macs, so a Mac that is touched is said to be a computer."""
    if "iPad" in user_agent:
        return "ipad"
    if "iPhone" in user_agent:
        return "iphone"
    if "Android" in user_agent:
        return "android" if "Mobile" in user_agent else "android_tablet"
    return "computer"
