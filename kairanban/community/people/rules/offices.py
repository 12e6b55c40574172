"""Names of roles, and the roles that a chair gives."""

from kairanban.community.places.rules import DWELLING, PlaceKind
from kairanban.core.roles import Role
from kairanban.i18n.marks import N as _n

BY_CHAIR = frozenset({Role.CHAIR, Role.OFFICER, Role.DRAFTER, Role.BLOCK_LEADER, Role.BUILDING_CONTACT})
GIVEN_BY_ASSOCIATION = BY_CHAIR | {Role.CARETAKER, Role.SUCCESSOR}
# An operator's office is given by a command alone.
GIVEN_BY_TOWN = frozenset({Role.MUNICIPAL_OFFICER, Role.SETTLEMENT_SUPPORTER, Role.WELFARE_COMMISSIONER})

# At one place; a new one follows the one before.
ONE_AT_A_TIME = frozenset({Role.CHAIR, Role.BLOCK_LEADER, Role.BUILDING_CONTACT})

# The chair's, before, in and after the term.
HANDED_ON = frozenset({Role.CHAIR.value, Role.CARETAKER.value, Role.SUCCESSOR.value})

_ELECTED = frozenset({PlaceKind.ASSOCIATION, PlaceKind.GROUP})
_CARING = frozenset(
    {PlaceKind.MUNICIPALITY, PlaceKind.DISTRICT, PlaceKind.ASSOCIATION, PlaceKind.SETTLEMENT, PlaceKind.BLOCK}
)
_TOWN = frozenset({PlaceKind.MUNICIPALITY})
SERVES_AT: dict[Role, frozenset[PlaceKind]] = {
    Role.CHAIR: _ELECTED,
    Role.OFFICER: _ELECTED,
    Role.CARETAKER: frozenset({PlaceKind.ASSOCIATION}),
    Role.SUCCESSOR: _ELECTED,
    Role.DRAFTER: _ELECTED,
    # Of a group: 自主防災会, which answers calls for help.
    Role.BLOCK_LEADER: frozenset({*DWELLING, PlaceKind.GROUP}),
    Role.BUILDING_CONTACT: frozenset({PlaceKind.BUILDING}),
    Role.SETTLEMENT_SUPPORTER: _CARING,
    Role.WELFARE_COMMISSIONER: _CARING,
    Role.MUNICIPAL_OFFICER: _TOWN,
    # The machine may be one association's.
    Role.OPERATOR: _TOWN | {PlaceKind.ASSOCIATION},
}
"""The kinds of place each office is held at; a leader of a whole association would see all its households."""


def serves_at(role: Role, kind: str, *, is_association: bool) -> bool:
    """Tell whether the office exists at this kind of place; a settlement can be an association of its own."""
    kinds = {PlaceKind(kind)} | ({PlaceKind.ASSOCIATION} if is_association else set())
    return not kinds.isdisjoint(SERVES_AT[role])


ROLE_NAMES = {
    Role.CHAIR.value: _n("Chair"),
    Role.OFFICER.value: _n("Officer"),
    Role.CARETAKER.value: _n("Carries on until there is a successor"),
    Role.SUCCESSOR.value: _n("Next chair, looking on"),
    Role.DRAFTER.value: _n("Drafter"),
    Role.BLOCK_LEADER.value: _n("Block leader"),
    Role.BUILDING_CONTACT.value: _n("Contact of the building"),
    Role.SETTLEMENT_SUPPORTER.value: _n("Settlement supporter"),
    Role.WELFARE_COMMISSIONER.value: _n("Welfare commissioner"),
    Role.MUNICIPAL_OFFICER.value: _n("Officer of the town"),
    Role.OPERATOR.value: _n("Operator"),
}
