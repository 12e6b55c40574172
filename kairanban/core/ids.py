"""One type for each kind of id, so that mypy finds ids that were mixed up."""

from typing import NewType

PlaceId = NewType("PlaceId", int)
HouseholdId = NewType("HouseholdId", int)
ResidentId = NewType("ResidentId", int)
PersonId = NewType("PersonId", int)
AppointmentId = NewType("AppointmentId", int)
SessionId = NewType("SessionId", int)
CircularId = NewType("CircularId", int)
AttachmentId = NewType("AttachmentId", int)
