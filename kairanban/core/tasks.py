"""What one may be allowed to do. Pages and actions name tasks, never roles."""

from enum import StrEnum


class Task(StrEnum):
    DRAFT = "draft"
    PUBLISH = "publish"
    PUBLISH_URGENT = "publish_urgent"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_BLOCK = "follow_up_block"
    POST_NOTICE = "post_notice"
    SEE_ROSTER = "see_roster"
    CHANGE_ROSTER = "change_roster"
    EXPORT_ROSTER = "export_roster"
    PRINT_CARDS = "print_cards"
    APPROVE_DEVICES = "approve_devices"
    APPOINT = "appoint"
    SEE_HIDDEN = "see_hidden"
    SEE_TOTALS = "see_totals"
    ASK_ASSOCIATIONS = "ask_associations"
    ANSWER_REQUESTS = "answer_requests"
    # Calls that were asked for near by, and those that have waited for a day.
    ANSWER_CALLS = "answer_calls"
    ANSWER_WAITING_CALLS = "answer_waiting_calls"
    # 安否確認: starting one, starting one that is no drill or in a whole town, and answering who needs help.
    START_SAFETY_CHECK = "start_safety_check"
    START_REAL_CHECK = "start_real_check"
    START_TOWN_CHECK = "start_town_check"
    ANSWER_HELP = "answer_help"
    # Looks after the households that have consented.
    VISIT = "visit"
    OPERATE = "operate"


# Tasks that show or change much at once ask again who is there (within 10 minutes).
STEP_UP = frozenset({Task.EXPORT_ROSTER, Task.APPOINT, Task.PUBLISH_URGENT, Task.START_REAL_CHECK})
