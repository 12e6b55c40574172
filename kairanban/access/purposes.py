"""Purposes of access in words, as the household reads them in だれが見たか."""

from kairanban.i18n.marks import N as _n

# 開示 of one adult's own part: the household's page does not list it.
OWN_PART = "own_part"

# What is printed or saved leaves the screen: another look than reading.
ON_PAPER = "_paper"

WORDS = {
    "audience": _n("%(name)s chose whom a circular goes to"),
    "board": _n("%(name)s saw on the day's list that a word with you might be kind"),
    "board_paper": _n("%(name)s printed the day's list, with your household on it"),
    "building": _n("%(name)s looked at who lives in the building"),
    "call": _n("%(name)s looked at your wish to be rung"),
    "consents": _n("%(name)s entered or printed the sheets of consent"),
    "cards": _n("%(name)s printed household cards"),
    "disclosure": _n("%(name)s made a copy of what is held about your household"),
    "own_part": _n("%(name)s made a copy of what is held about one person, who asked for it"),
    "export": _n("%(name)s saved the roster as a file"),
    "emergency": _n("%(name)s looked up your household in an emergency"),
    "follow_up": _n("%(name)s looked at who in the block has a circular"),
    "follow_up_paper": _n("%(name)s printed or saved the list of who in the block answered a circular"),
    "follow_up_group_paper": _n("%(name)s printed or saved the list of who in the group answered a circular"),
    "follow_up_group": _n("%(name)s looked at who in the group has a circular"),
    "group": _n("%(name)s looked at who belongs to the group"),
    "headquarters": _n("%(name)s printed the page of a safety check for the disaster headquarters"),
    "help": _n("%(name)s saw that you asked for help"),
    "hiding": _n("%(name)s settled whether your name is shown, or who knows it"),
    "help_address": _n("%(name)s saw your address and telephone, because you asked for help"),
    "household": _n("%(name)s looked at your household's page in the roster"),
    "joining": _n("%(name)s answered somebody who asks to join"),
    "languages": _n("%(name)s looked at which languages are read"),
    "proposals": _n("%(name)s looked at what households asked to change"),
    "provisions": _n("%(name)s looked at the records of what was given to others"),
    "reachability": _n("%(name)s looked at how your household can be reached"),
    "renewal": _n("%(name)s asked, printed or entered whether what is written down is right"),
    "requests": _n("%(name)s looked at what households asked to correct or erase"),
    "roster": _n("%(name)s looked at the roster"),
    "safety": _n("%(name)s looked at who is safe"),
    "safety_paper": _n("%(name)s printed the sheets of a safety check, with your household on them"),
    "route_sheet_paper": _n("%(name)s printed the sheet that goes round with the paper circular"),
    "route_sheet": _n("%(name)s looked at the round of the paper circular"),
    "visit": _n("%(name)s looked at your household's page before or after a visit or call"),
    "silence": _n("%(name)s looked at whom a circular may not have reached"),
}
