"""Texts for lock screens, which anybody may read: no names, nothing of a circular's contents."""

from kairanban.i18n.marks import N as _n

CIRCULAR = _n("There is a new circular.")
SEVERAL = _n("There are new circulars.")
CHANGED = _n("A circular has changed. Please look once more.")
REMINDER = _n("Once more, a gentle word: a circular is waiting for your answer.")
URGENT = _n("There is an urgent notice. Please open it.")
TEST = _n("This is a test. Messages arrive on this device.")

SAFETY = _n("Are you safe? Please open this and answer.")
DRILL = _n("Drill. Are you safe? Please open this and answer.")
HELP = _n("Somebody needs help. Please open this.")
HELP_DRILL = _n("During the drill somebody asks for help. It counts as real for now. Please open this.")
HELP_PASSED = _n("Nobody has taken a call for help yet. Please open this.")

LOOK = _n("A household was looked up in an emergency. Please open this.")

CALL = _n("Somebody asks to be rung. Please open this.")

ASKED = _n("The town asks something of your association. Please open this.")
ASK_ENDS = _n("A request of the town still waits for your association's answer. Please open this.")
TOWN_CORRECTED = _n("The town has corrected a request. Please open this.")

VERIFICATION = _n("Please confirm that circulars may come to this address.")

SAID = {
    "circular": CIRCULAR,
    "changed": CHANGED,
    "reminder": REMINDER,
    "test": TEST,
    "safety": SAFETY,
    "drill": DRILL,
    "help": HELP,
    "help_drill": HELP_DRILL,
    "help_passed": HELP_PASSED,
    "call": CALL,
    "look": LOOK,
    "asked": ASKED,
    "ask_ends": ASK_ENDS,
    "town_corrected": TOWN_CORRECTED,
    "verification": VERIFICATION,
}


# Questions to households; help calls to responders.
ASKS_SAFETY = ("safety", "drill")
CALLS_HELP = ("help", "help_drill", "help_passed")
# Of requests of the town.
OF_REQUESTS = ("asked", "ask_ends", "town_corrected")
# Sent to office holders, on the devices they have subscribed.
TO_OFFICES = (*CALLS_HELP, "call", "look", *OF_REQUESTS)


def said(kind: str, urgent: int) -> str:
    """Return the msgid for a kind of notification."""
    return URGENT if urgent and kind in ("circular", "changed") else SAID[kind]
