"""What a message says where anybody may look on: never a name, nor what a circular is about."""

from kairanban.i18n.marks import N as _n

CIRCULAR = _n("There is a new circular.")
SEVERAL = _n("There are new circulars.")
CHANGED = _n("A circular has changed. Please look once more.")
REMINDER = _n("Once more, a gentle word: a circular is waiting for your answer.")
URGENT = _n("There is an urgent notice. Please open it.")
TEST = _n("This is a test. Messages arrive on this device.")

VERIFICATION = _n("Please confirm that circulars may come to this address.")

SAID = {
    "circular": CIRCULAR,
    "changed": CHANGED,
    "reminder": REMINDER,
    "test": TEST,
    "verification": VERIFICATION,
}


def said(kind: str, urgent: int) -> str:
    """The sentence for a kind of notification."""
    return URGENT if urgent and kind in ("circular", "changed") else SAID[kind]
