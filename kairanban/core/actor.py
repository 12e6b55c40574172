"""Who acts. A transaction cannot be opened without one of these."""

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


@dataclass(frozen=True, slots=True)
class Home:
    """A household this actor speaks for, on this device or as one of its residents."""

    household: HouseholdId
    resident: ResidentId | None
    label: str
    association: PlaceId


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody signed in: a person, a household's device, or both at once."""

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
    """Somebody who has not signed in."""

    session: None = None
    person: None = None
    homes: tuple[Home, ...] = ()
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """The worker and the commands, acting on nobody's behalf; `why` names the command."""

    why: str
    session: None = None
    person: None = None
    homes: tuple[Home, ...] = ()
    appointments: tuple[Appointment, ...] = ()


Anyone = Actor | Visitor | System
