"""Show both versions of fields that two officers changed; take one choice for each field."""

from dataclasses import dataclass
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions.offers import FIELD_NAMES as OFFERED_NAMES
from kairanban.circulation.circulars.actions.saving import WrittenByTwo
from kairanban.circulation.circulars.queries.drafting import Hand
from kairanban.circulation.circulars.rules.kinds import CATEGORIES, IMPORTANCE_NAMES, REPLY_KIND_NAMES
from kairanban.circulation.surveys.rules.questions import shown_lines
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import actor
from kairanban.web.render import staff_page

FIELD_NAMES = {
    **OFFERED_NAMES,
    "gist": _n("In one line"),
    "category": _n("Kind"),
    "importance": _n("How important"),
    "reply_kind": _n("What do you ask?"),
    "questions": _n("Questions"),
    "event_at": _n("Day and hour of the event"),
    "event_until": _n("End of the event"),
    "permission": _n("Who of the family has agreed"),
    "yearly": _n("Every year"),
}
# What a value of a choice is called.
_CHOICES = {
    "category": CATEGORIES,
    "importance": IMPORTANCE_NAMES,
    "reply_kind": REPLY_KIND_NAMES,
    "yearly": {"on": _n("Yes"), "": _n("No")},
}


class Version(NamedTuple):
    value: str
    """As the form holds it."""
    shown: str
    choice: bool
    """Whether `shown` is a message to be translated."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    field_name: str
    mine: Version
    theirs: Version


@dataclass(frozen=True, slots=True)
class ChoosingPage:
    lines: list[Line]
    same: dict[str, str]
    """The fields that need no choice."""
    base: str
    hand: Hand
    own: bool
    """Whether it was the same person, on another screen."""
    action: str
    back: str


def choosing_page(request: Request, two: WrittenByTwo, action: str, back: str, **more: str) -> Response:
    """Return a form that posts the chosen values to `action`, with the other fields and `more` as they were sent."""
    lines = [
        Line(name, FIELD_NAMES[name], _version(name, two.mine[name]), _version(name, two.stored[name]))
        for name in two.both
    ]
    same = {name: value for name, value in two.mine.items() if name not in two.both} | more
    person = getattr(actor(request), "person", None)
    own = two.hand.person is not None and two.hand.person == person
    view = ChoosingPage(lines, same, two.base, two.hand, own, action, back)
    return staff_page(request, "circulation/circulars/choosing.html", view, 409)


def _version(name: str, value: str) -> Version:
    if name in _CHOICES:
        return Version(value, _CHOICES[name].get(value, ""), True)
    if name == "questions":
        return Version(value, shown_lines(value), False)
    return Version(
        value, value.replace("T", " ") if name in ("event_at", "event_until", "reply_by") else value, False
    )
