"""A circular as its authors see it."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.events import When
from kairanban.core.ids import CircularId, PlaceId


@dataclass(frozen=True, slots=True)
class Work:
    """A circular with its settings and state, as its authors see it."""

    id: CircularId
    association: PlaceId
    place: PlaceId
    """Where it is issued and permission is asked: the group it is written for, else the association."""
    association_name: str
    group: str
    """Name of the group; empty for the association's own."""
    state: str
    kind: str
    category: str
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    permission: str
    yearly: int
    for_all: int
    changed: int
    scheduled_for: int | None
    published: int | None
    withdrawn: int | None
    edition: int
    asked_edition: int
    issuer: str
    own_note: str
    counted: int | None = None
    """When the answers were counted; nobody is asked again."""
    event_until: int | None = None
    """The end of the event, where it is known."""

    @property
    def when(self) -> When:
        return When(self.event_at, self.event_until)

    @property
    def of_group(self) -> bool:
        return self.place != self.association
