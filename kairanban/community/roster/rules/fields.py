"""What a column of a roster can mean, and what is said about a line of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    CODE = "code"
    BLOCK = "block"
    SETTLEMENT = "settlement"
    ROUTE_ORDER = "route_order"
    SERIAL = "serial"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    READING = "reading"
    FAMILY_READING = "family_reading"
    GIVEN_READING = "given_reading"
    LABEL = "label"
    POSTAL = "postal"
    ADDRESS = "address"
    BUILDING = "building"
    ROOM = "room"
    PHONE = "phone"
    SECOND_PHONE = "second_phone"
    EMAIL = "email"
    LANGUAGE = "language"
    METHOD = "method"
    MEMBERSHIP = "membership"
    REMARK = "remark"
    SIZE = "size"
    NEVER = "never"
    IGNORED = "ignored"


# Several columns of these together make one value; of every other field a sheet has one column.
JOINED = frozenset({Field.ADDRESS, Field.REMARK})

# Recognised so that nobody wonders, and left in the file: a serial is only a place in a list,
# the rest is never asked of anybody.
LEFT_IN_FILE = frozenset({Field.SERIAL, Field.SIZE, Field.NEVER, Field.IGNORED, Field.REMARK})

Values = Mapping[Field, str]
"""Normalised values of a line. A missing key: the file says nothing. An empty value: it says "none"."""


class Severity(StrEnum):
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Finding:
    """Why one line is not imported, or should be looked at; the message is a msgid."""

    sheet: int
    line: int
    severity: Severity
    message: str
    params: Mapping[str, str] = field(default_factory=dict)
