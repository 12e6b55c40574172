"""Names of roles, and the roles that a chair gives."""

from kairanban.core.roles import Role
from kairanban.i18n.marks import N as _n

BY_CHAIR = frozenset({Role.CHAIR, Role.OFFICER, Role.DRAFTER, Role.BLOCK_LEADER, Role.BUILDING_CONTACT})

ROLE_NAMES = {
    Role.CHAIR.value: _n("Chair"),
    Role.OFFICER.value: _n("Officer"),
    Role.CARETAKER.value: _n("Carries on until there is a successor"),
    Role.DRAFTER.value: _n("Drafter"),
    Role.BLOCK_LEADER.value: _n("Block leader"),
    Role.BUILDING_CONTACT.value: _n("Contact of the building"),
    Role.SETTLEMENT_SUPPORTER.value: _n("Settlement supporter"),
    Role.WELFARE_COMMISSIONER.value: _n("Welfare commissioner"),
    Role.MUNICIPAL_OFFICER.value: _n("Officer of the town"),
    Role.OPERATOR.value: _n("Operator"),
}
