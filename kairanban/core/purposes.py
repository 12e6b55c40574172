"""The purposes an adult can consent to, one by one; their wording is in `consents/rules.py`."""

from enum import StrEnum


class Purpose(StrEnum):
    SUPPORTER = "supporter"
    COMMISSIONER = "commissioner"
    CHECK_IN = "check_in"
    PHONE_TO_LEADER = "phone_to_leader"
