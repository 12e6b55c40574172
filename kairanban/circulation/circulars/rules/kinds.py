"""Kinds, states and categories of circulars, with their names."""

from enum import StrEnum

from kairanban.i18n.marks import N as _n

# Reviewer of versions that come with a circular template.
DELIVERED = "kairanban"


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ASKED = "asked"
    """A municipal request sent to associations; it is never published itself."""


class Kind(StrEnum):
    ORDINARY = "ordinary"
    OBITUARY = "obituary"
    REQUEST = "request"


class Importance(StrEnum):
    ORDINARY = "ordinary"
    IMPORTANT = "important"
    URGENT = "urgent"


class ReplyKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    ATTENDANCE = "attendance"
    NUMBER = "number"
    TEXT = "text"
    SURVEY = "survey"


class Change(StrEnum):
    """The kind of an edition: a typo keeps the replies, a change asks again."""

    FIRST = "first"
    TYPO = "typo"
    CHANGE = "change"


CATEGORIES = {
    "notice": _n("Notice"),
    "event": _n("Event"),
    "call": _n("Call for helpers"),
    "municipality": _n("From the town"),
    "disaster": _n("Disaster preparedness"),
    "garbage": _n("Garbage and environment"),
    "fee": _n("Membership fee"),
    "obituary": _n("Obituary"),
    "practice": _n("Practice"),
}

# A group has no obituaries and nothing from the town.
GROUP_CATEGORIES = {
    name: words for name, words in CATEGORIES.items() if name not in ("obituary", "municipality")
}

IMPORTANCE_NAMES = {
    Importance.ORDINARY.value: _n("Ordinary"),
    Importance.IMPORTANT.value: _n("Important"),
    Importance.URGENT.value: _n("Urgent"),
}

# What is urgent reaches everybody at once, and is the association's to say.
GROUP_IMPORTANCE_NAMES = {
    name: words for name, words in IMPORTANCE_NAMES.items() if name != Importance.URGENT.value
}

REPLY_KIND_NAMES = {
    ReplyKind.ACKNOWLEDGE.value: _n("Only 'I have seen it'"),
    ReplyKind.ATTENDANCE.value: _n("Attending or not"),
    ReplyKind.NUMBER.value: _n("How many people"),
    ReplyKind.TEXT.value: _n("A short answer"),
    ReplyKind.SURVEY.value: _n("A survey with questions of your own"),
}
