"""The actor of a request or job. A transaction cannot be opened without one."""

from dataclasses import dataclass

from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, PlaceId, ResidentId, SessionId
from kairanban.core.roles import Role


@dataclass(frozen=True, slots=True)
class Appointment:
    id: AppointmentId
    role: Role
    place: PlaceId
    ends: Moment | None
    at_group: bool = False
    """Whether the place is a group: offices grant less there."""


@dataclass(frozen=True, slots=True)
class Home:
    """A household the actor represents, through this device or as a resident."""

    household: HouseholdId
    resident: ResidentId | None
    label: str
    association: PlaceId
    family: int | None = None
    """The same for linked households: one family in two associations."""
    asked: int = 0
    """The running safety check this device has not answered; negative for a drill, 0 for none."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, a household's device, or both."""

    session: SessionId
    person: PersonId | None = None
    name: str = ""
    homes: tuple[Home, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    stepped_up_at: Moment | None = None
    kiosk: bool = False

    @property
    def home(self) -> Home | None:
        return self.homes[0] if self.homes else None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request without a session."""

    session: None = None
    person: None = None
    homes: tuple[Home, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    kiosk: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """The worker or a command, without a person; `why` names the command."""

    why: str
    session: None = None
    person: None = None
    homes: tuple[Home, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    kiosk: bool = False


Anyone = Actor | Visitor | System
