"""Meanings of a roster's columns, and findings about its rows."""

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
    RELATION = "relation"
    HEAD = "head"
    AGE = "age"
    BIRTH = "birth"
    MEMBERS = "members"
    NEVER = "never"
    IGNORED = "ignored"


# Several columns with one of these meanings make one value; any other meaning has one column.
JOINED = frozenset({Field.ADDRESS, Field.REMARK, Field.MEMBERS})

# Recognised and not stored: a serial number is only a position in a list, the rest is never asked.
LEFT_IN_FILE = frozenset(
    {
        Field.SERIAL, Field.SIZE, Field.NEVER, Field.IGNORED, Field.REMARK, Field.RELATION, Field.HEAD, Field.AGE,
        Field.BIRTH, Field.MEMBERS,
    }
)  # fmt: skip

# They tell who is whose child in the confined reading, and leave it only as "adult" or "child".
OF_PERSONS = frozenset({Field.RELATION, Field.HEAD, Field.AGE, Field.BIRTH})

# Not shown either, in no sample and no first row.
NEVER_SHOWN = OF_PERSONS | {Field.NEVER}

Values = Mapping[Field, str]
"""Normalised values of a row; a missing key says nothing, an empty value says "none"."""


class Severity(StrEnum):
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a row is refused or doubtful; `message` is a msgid."""

    table: int
    line: int
    severity: Severity
    message: str
    params: Mapping[str, str] = field(default_factory=dict)
