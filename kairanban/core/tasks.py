"""The tasks that permission is given for. Pages and actions name tasks, never roles."""

from enum import StrEnum


class Task(StrEnum):
    DRAFT = "draft"
    PUBLISH = "publish"
    PUBLISH_URGENT = "publish_urgent"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_BLOCK = "follow_up_block"
    # How far a circular has come, in numbers.
    SEE_PROGRESS = "see_progress"
    # Which households a circular goes to, one by one.
    CHOOSE_HOUSEHOLDS = "choose_households"
    POST_NOTICE = "post_notice"
    SEE_ROSTER = "see_roster"
    CHANGE_ROSTER = "change_roster"
    EXPORT_ROSTER = "export_roster"
    # 消去: erase a household for good.
    ERASE_HOUSEHOLD = "erase_household"
    # What an association must be able to show: rules, 第三者提供記録, reports of breaches.
    KEEP_RECORDS = "keep_records"
    PRINT_CARDS = "print_cards"
    # Print new household cards; a card binds devices to its household.
    ISSUE_CARDS = "issue_cards"
    APPROVE_DEVICES = "approve_devices"
    APPOINT = "appoint"
    # 役員交代: see how the chair's office is handed on, and take part in it.
    SEE_HANDOVER = "see_handover"
    HAND_OVER = "hand_over"
    # 表示をひかえる: name the officer who knows, where there is none.
    NAME_KEEPER = "name_keeper"
    SEE_TOTALS = "see_totals"
    # The tree of a town above its associations, and the people the town appoints.
    ARRANGE_PLACES = "arrange_places"
    APPOINT_FOR_TOWN = "appoint_for_town"
    ASK_ASSOCIATIONS = "ask_associations"
    ANSWER_REQUESTS = "answer_requests"
    # Callbacks in the actor's own block or settlement, and those waiting longer than a day.
    ANSWER_CALLS = "answer_calls"
    ANSWER_WAITING_CALLS = "answer_waiting_calls"
    # 安否確認: start a drill, start a real check, start one for a whole town, and take help calls.
    START_SAFETY_CHECK = "start_safety_check"
    START_REAL_CHECK = "start_real_check"
    START_TOWN_CHECK = "start_town_check"
    ANSWER_HELP = "answer_help"
    # Care for the households that have consented.
    VISIT = "visit"
    # 緊急閲覧: which there were, and a second person's word.
    OVERSEE = "oversee"
    OPERATE = "operate"


# Either of them opens the pages of a block: the association's officers and the leader of the block.
FOLLOWERS = (Task.FOLLOW_UP, Task.FOLLOW_UP_BLOCK)

# These show or change much at once, so the person authenticates again (STEP_UP_MINUTES in access/rules.py).
STEP_UP = frozenset(
    {
        Task.EXPORT_ROSTER,
        Task.ERASE_HOUSEHOLD,
        Task.APPOINT,
        Task.APPOINT_FOR_TOWN,
        Task.PUBLISH_URGENT,
        Task.START_REAL_CHECK,
        Task.NAME_KEEPER,
        Task.ISSUE_CARDS,
    }
)
