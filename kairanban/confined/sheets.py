"""What a page of a paper is, and how its words were read."""

from enum import StrEnum


class Sheet(StrEnum):
    """What a page is, as its child sees it."""

    TYPED = "typed"
    SCAN = "scan"
    """A picture of letters."""
    PICTURE = "picture"
    """A picture that is not mostly paper: a photograph, until letters are read from it."""
    EMPTY = "empty"
    UNDRAWN = "undrawn"
    """Has letters that were not drawn, because neither the file nor this machine has their font."""


class Reading(StrEnum):
    """How the words of a page were read; of a paper, the one its author has to know of."""

    TYPED = "typed"
    BY_MACHINE = "by_machine"
    NOTHING = "nothing"
    NO_READER = "no_reader"
    BUSY = "busy"
    PHOTOGRAPH = "photograph"
    EMPTY = "empty"
    UNDRAWN = "undrawn"
