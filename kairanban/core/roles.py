"""The roles an appointment can give. Only `core` and `access` look at them."""

from enum import StrEnum


class Role(StrEnum):
    CHAIR = "chair"
    OFFICER = "officer"
    # Keeps the basic work after an elected term, while there is no successor.
    CARETAKER = "caretaker"
    DRAFTER = "drafter"
    BLOCK_LEADER = "block_leader"
    BUILDING_CONTACT = "building_contact"
    SETTLEMENT_SUPPORTER = "settlement_supporter"
    WELFARE_COMMISSIONER = "welfare_commissioner"
    MUNICIPAL_OFFICER = "municipal_officer"
    OPERATOR = "operator"
