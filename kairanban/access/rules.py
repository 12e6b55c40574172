"""Which role may do what. The only table of it."""

from kairanban.core.clock import DAY
from kairanban.core.purposes import Purpose
from kairanban.core.roles import Role
from kairanban.core.tasks import Task

GRANTS: dict[Role, frozenset[Task]] = {
    Role.CHAIR: frozenset(
        {
            Task.DRAFT,
            Task.PUBLISH,
            Task.PUBLISH_URGENT,
            Task.FOLLOW_UP,
            Task.SEE_ROSTER,
            Task.CHANGE_ROSTER,
            Task.EXPORT_ROSTER,
            Task.PRINT_CARDS,
            Task.APPROVE_DEVICES,
            Task.APPOINT,
            Task.SEE_HIDDEN,
            Task.ANSWER_REQUESTS,
            Task.ANSWER_WAITING_CALLS,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    Role.OFFICER: frozenset(
        {
            Task.DRAFT,
            Task.PUBLISH,
            Task.PUBLISH_URGENT,
            Task.FOLLOW_UP,
            Task.SEE_ROSTER,
            Task.CHANGE_ROSTER,
            Task.PRINT_CARDS,
            Task.APPROVE_DEVICES,
            Task.ANSWER_REQUESTS,
            Task.ANSWER_WAITING_CALLS,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    # The basic work, so that an association is never without anybody; nothing that could not be undone.
    Role.CARETAKER: frozenset(
        {
            Task.DRAFT,
            Task.PUBLISH,
            Task.FOLLOW_UP,
            Task.SEE_ROSTER,
            Task.PRINT_CARDS,
            Task.APPROVE_DEVICES,
            Task.APPOINT,
            Task.ANSWER_WAITING_CALLS,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    # Writes, and never sees the roster.
    Role.DRAFTER: frozenset({Task.DRAFT}),
    # Starts a check of the own block without showing once more who she is: in an earthquake every minute counts.
    Role.BLOCK_LEADER: frozenset(
        {
            Task.FOLLOW_UP_BLOCK,
            Task.APPROVE_DEVICES,
            Task.ANSWER_CALLS,
            Task.START_SAFETY_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    # The notice board of one building, and nothing of who lives there.
    Role.BUILDING_CONTACT: frozenset({Task.POST_NOTICE}),
    # Numbers, and the households that ask to be rung, until others have consented to more.
    Role.SETTLEMENT_SUPPORTER: frozenset({Task.SEE_TOTALS, Task.ANSWER_CALLS, Task.ANSWER_HELP, Task.VISIT}),
    Role.WELFARE_COMMISSIONER: frozenset({Task.SEE_TOTALS, Task.VISIT}),
    # Asks associations, and never sees what is theirs.
    Role.MUNICIPAL_OFFICER: frozenset(
        {
            Task.SEE_TOTALS,
            Task.ASK_ASSOCIATIONS,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.START_TOWN_CHECK,
        }
    ),
    Role.OPERATOR: frozenset({Task.OPERATE}),
}

# The consent that lets somebody of this role see a household by its name.
ENTRUSTED_BY = {
    Role.SETTLEMENT_SUPPORTER: Purpose.SUPPORTER,
    Role.WELFARE_COMMISSIONER: Purpose.COMMISSIONER,
}
# A new supporter is announced by name first: until then she sees numbers.
ANNOUNCED_FOR = DAY

STEP_UP_MINUTES = 10

# Below this a number is somebody.
LEAST_SHOWN = 5


def grants(role: Role, task: Task) -> bool:
    return task in GRANTS[role]


def roles_granting(task: Task) -> tuple[Role, ...]:
    return tuple(role for role, tasks in GRANTS.items() if task in tasks)
