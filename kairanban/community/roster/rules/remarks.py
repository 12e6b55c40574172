"""Possible meanings of a roster's remarks; applied only if a person accepts them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind, RosterLine

NOT_TAKEN = ""
LEAVE_OUT = "leave_out"

_FIELDS = {"method": Field.METHOD, "language": Field.LANGUAGE, "membership": Field.MEMBERSHIP}


@dataclass(frozen=True, slots=True)
class Remark:
    """One distinct remark, its rows, and the proposed meaning ("" for none).

    A meaning is "method:paper", "language:vi", "membership:none", "appointment:block_leader" or "leave_out".
    """

    text: str
    rows: tuple[str, ...]
    proposed: str


def distinct(lines: Iterable[RosterLine]) -> tuple[Remark, ...]:
    """Return each remark once, in the order of the file."""
    rows: dict[str, list[str]] = {}
    for line in lines:
        if line.kind is Kind.HOUSEHOLD:
            for text in line.remarks:
                rows.setdefault(text, []).append(line.key)
    return tuple(Remark(text, tuple(keys), proposed_meaning(text)) for text, keys in rows.items())


def proposed_meaning(text: str) -> str:
    """Return the likely meaning of a remark, "" if there is none."""
    key = vocabulary.key(text)
    if key in vocabulary.REMARKS:
        return vocabulary.REMARKS[key]
    language = vocabulary.LANGUAGES.get(key, "ja")
    return NOT_TAKEN if language == "ja" else f"language:{language}"


def is_meaning(text: str) -> bool:
    """Tell whether a submitted choice is a valid meaning."""
    kind, _, value = text.partition(":")
    allowed = {
        "method": set(vocabulary.METHODS.values()),
        "language": set(vocabulary.LANGUAGES.values()),
        "membership": set(vocabulary.MEMBERSHIPS.values()),
        "appointment": set(vocabulary.ROLES.values()),
    }
    return text in (NOT_TAKEN, LEAVE_OUT) or value in allowed.get(kind, ())


def applied(line: RosterLine, accepted: Mapping[str, str]) -> RosterLine | None:
    """Return the row with the accepted meanings of its remarks, None if one leaves it out.

    A remark never overrides a column of the file.
    """
    values = dict(line.values)
    for text in line.remarks:
        kind, _, value = accepted.get(text, NOT_TAKEN).partition(":")
        if kind == LEAVE_OUT:
            return None
        if kind in _FIELDS and is_meaning(f"{kind}:{value}"):
            values.setdefault(_FIELDS[kind], value)
    return replace(line, values=values)


def role_of(line: RosterLine, accepted: Mapping[str, str]) -> tuple[str, str]:
    """Return role and title that a row's remarks were accepted to mean, else two empty texts."""
    for text in line.remarks:
        kind, _, value = accepted.get(text, NOT_TAKEN).partition(":")
        if kind == "appointment" and is_meaning(f"{kind}:{value}"):
            return value, text
    return "", ""
