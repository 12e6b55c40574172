"""Names of devices on the household's page, from their user agent."""

from kairanban.i18n.marks import N as _n

KINDS = {
    "ipad": _n("iPad"),
    "iphone": _n("iPhone"),
    "android_tablet": _n("Android tablet"),
    "android": _n("Android phone"),
    "computer": _n("Computer"),
}
# How a device was bound (`device.how`) that showed six digits.
PAIRED = "paired"


def kind_of(user_agent: str) -> str:
    """Return a key of KINDS; iPads that send a Mac's user agent count as computers."""
    if "iPad" in user_agent:
        return "ipad"
    if "iPhone" in user_agent:
        return "iphone"
    if "Android" in user_agent:
        return "android" if "Mobile" in user_agent else "android_tablet"
    return "computer"
