"""What households are told of, and the words for it."""

from enum import StrEnum

from kairanban.i18n.marks import N as _n


class Told(StrEnum):
    HIDDEN = "hidden"
    SHOWN = "shown"
    KEEPER = "keeper"
    KEYED = "keyed"
    EMERGENCY = "emergency"
    DISCLOSED = "disclosed"
    CORRECTED = "corrected"
    REFUSED = "refused"
    RECOVERY = "recovery"
    RECOVERY_PRESENT = "recovery_present"
    CHANGED = "changed"
    NOT_CHANGED = "not_changed"
    LINKED = "linked"
    PARTED = "parted"


# `name`: the person whose doing it is, or who is named.
WORDS = {
    Told.HIDDEN: _n(
        "From now on others see your household only by its place in the block. %(name)s knows the name."
    ),
    Told.SHOWN: _n("Your household is shown by its name again. %(name)s settled it."),
    Told.EMERGENCY: _n("%(name)s looked up your household in an emergency. 「だれが見たか」 says why."),
    Told.KEYED: _n(
        "%(name)s has a new key for the offices held. Was it not you? Please ring whoever is named below."
    ),
    Told.DISCLOSED: _n("%(name)s made a copy of what is held about your household, for somebody of it."),
    Told.CORRECTED: _n("%(name)s did what your household asked about its data."),
    Told.REFUSED: _n("%(name)s could not do what your household asked about its data, and wrote why."),
    Told.RECOVERY: _n(
        "Nobody can sign in as the chair any more. %(name)s and the town, or the operator, prepare a new key, which is handed over in two days. Does that seem wrong to you? Please ring whoever is named below."
    ),
    Told.RECOVERY_PRESENT: _n(
        "Nobody can sign in as the chair any more. %(name)s came in person to the town's officer, or the operator, and agreed to a new key, which is handed over in two days. Does that seem wrong to you? Please ring whoever is named below."
    ),
    Told.CHANGED: _n("%(name)s wrote down the change your household asked for."),
    Told.NOT_CHANGED: _n(
        "%(name)s left something as it was that your household asked to change, and wrote why."
    ),
    Told.LINKED: _n(
        "%(name)s linked your household with one of the family in another association. What reaches both is answered once."
    ),
    Told.PARTED: _n(
        "%(name)s parted your household from the one in another association. Each is answered for itself."
    ),
    Told.KEEPER: _n("From now on %(name)s is the officer who knows the name of your household."),
}
# Where nobody is named: settled on a device of the household.
OWN_WORDS = {
    Told.HIDDEN: _n("From now on others see your household only by its place in the block."),
    Told.SHOWN: _n("Your household is shown by its name again."),
    Told.EMERGENCY: _n("Your household was looked up in an emergency. 「だれが見たか」 says why."),
    Told.KEYED: _n("There is a new key for an office held by somebody of the household."),
    Told.DISCLOSED: _n("A copy was made of what is held about your household, for somebody of it."),
    Told.CORRECTED: _n("What your household asked about its data has been done."),
    Told.REFUSED: _n("What your household asked about its data could not be done. It is written why."),
    Told.RECOVERY: _n(
        "Nobody can sign in as the chair any more. A new key is prepared and handed over in two days. Does that seem wrong to you? Please ring whoever is named below."
    ),
    Told.RECOVERY_PRESENT: _n(
        "Nobody can sign in as the chair any more. A new key is prepared and handed over in two days. Does that seem wrong to you? Please ring whoever is named below."
    ),
    Told.CHANGED: _n("The change your household asked for is written down."),
    Told.NOT_CHANGED: _n("Something your household asked to change was left as it was. It is written why."),
    Told.LINKED: _n(
        "Your household was linked with one of the family in another association. What reaches both is answered once."
    ),
    Told.PARTED: _n(
        "Your household was parted from the one in another association. Each is answered for itself."
    ),
    Told.KEEPER: _n("Another officer knows the name of your household now."),
}
