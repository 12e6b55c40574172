"""The roles of appointments. Only `core` and `access` may use them."""

from enum import StrEnum


class Role(StrEnum):
    CHAIR = "chair"
    OFFICER = "officer"
    # Continues the basic work after an elected term while there is no successor.
    CARETAKER = "caretaker"
    # The next chair before her term: looks, and changes nothing.
    SUCCESSOR = "successor"
    DRAFTER = "drafter"
    BLOCK_LEADER = "block_leader"
    BUILDING_CONTACT = "building_contact"
    SETTLEMENT_SUPPORTER = "settlement_supporter"
    WELFARE_COMMISSIONER = "welfare_commissioner"
    MUNICIPAL_OFFICER = "municipal_officer"
    OPERATOR = "operator"
