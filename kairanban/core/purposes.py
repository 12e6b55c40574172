"""What an adult can consent to, each by itself. The wording of each is in `consents.words`."""

from enum import StrEnum


class Purpose(StrEnum):
    SUPPORTER = "supporter"
    COMMISSIONER = "commissioner"
    CHECK_IN = "check_in"
    PHONE_TO_LEADER = "phone_to_leader"
