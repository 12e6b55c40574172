"""The tasks each role grants; the only place that says so."""

from collections.abc import Iterable

from kairanban.core.actor import Appointment
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
            Task.CHOOSE_HOUSEHOLDS,
            Task.SEE_HANDOVER,
            Task.HAND_OVER,
            Task.SEE_ROSTER,
            Task.CHANGE_ROSTER,
            Task.EXPORT_ROSTER,
            Task.ERASE_HOUSEHOLD,
            Task.KEEP_RECORDS,
            Task.PRINT_CARDS,
            Task.ISSUE_CARDS,
            Task.APPROVE_DEVICES,
            Task.APPOINT,
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
            Task.CHOOSE_HOUSEHOLDS,
            Task.SEE_HANDOVER,
            Task.HAND_OVER,
            Task.SEE_ROSTER,
            Task.CHANGE_ROSTER,
            Task.PRINT_CARDS,
            Task.ISSUE_CARDS,
            Task.APPROVE_DEVICES,
            Task.ANSWER_REQUESTS,
            Task.ANSWER_WAITING_CALLS,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    # The basic work, so that an association can always act; nothing that cannot be undone.
    Role.CARETAKER: frozenset(
        {
            Task.DRAFT,
            Task.PUBLISH,
            Task.FOLLOW_UP,
            Task.CHOOSE_HOUSEHOLDS,
            Task.SEE_HANDOVER,
            Task.HAND_OVER,
            Task.SEE_ROSTER,
            Task.PRINT_CARDS,
            Task.ISSUE_CARDS,
            Task.APPROVE_DEVICES,
            Task.APPOINT,
            Task.ANSWER_WAITING_CALLS,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    # Looks only, until her term as chair begins.
    Role.SUCCESSOR: frozenset({Task.SEE_ROSTER, Task.SEE_HANDOVER}),
    # Writes circulars without access to the roster.
    Role.DRAFTER: frozenset({Task.DRAFT}),
    # May start a check of the own block without step-up: in an earthquake every minute counts.
    Role.BLOCK_LEADER: frozenset(
        {
            Task.FOLLOW_UP_BLOCK,
            Task.APPROVE_DEVICES,
            Task.ANSWER_CALLS,
            Task.START_SAFETY_CHECK,
            Task.ANSWER_HELP,
        }
    ),
    # The notice board of one building, without access to its households.
    Role.BUILDING_CONTACT: frozenset({Task.POST_NOTICE}),
    # Totals and callbacks; more only for households that have consented.
    Role.SETTLEMENT_SUPPORTER: frozenset({Task.SEE_TOTALS, Task.ANSWER_CALLS, Task.ANSWER_HELP, Task.VISIT}),
    Role.WELFARE_COMMISSIONER: frozenset({Task.SEE_TOTALS, Task.VISIT}),
    # Sends requests to associations and sees totals only.
    Role.MUNICIPAL_OFFICER: frozenset(
        {
            Task.SEE_TOTALS,
            Task.ARRANGE_PLACES,
            Task.APPOINT_FOR_TOWN,
            Task.ASK_ASSOCIATIONS,
            Task.NAME_KEEPER,
            Task.OVERSEE,
            Task.START_SAFETY_CHECK,
            Task.START_REAL_CHECK,
            Task.START_TOWN_CHECK,
        }
    ),
    Role.OPERATOR: frozenset({Task.OPERATE}),
}

_HEADS = frozenset(
    {Task.DRAFT, Task.PUBLISH, Task.FOLLOW_UP, Task.SEE_PROGRESS, Task.CHOOSE_HOUSEHOLDS, Task.ANSWER_HELP}
)
# What an office grants where it is held at a group: its circulars, and calls for help that are passed on to 自主防災会.
# Roster, cards, safety checks, urgent circulars and appointments are the association's.
GRANTS_AT_GROUP: dict[Role, frozenset[Task]] = GRANTS | {
    Role.CHAIR: _HEADS,
    Role.OFFICER: _HEADS,
    # A group's office ends with its term: nobody carries on.
    Role.CARETAKER: frozenset(),
    Role.SUCCESSOR: frozenset({Task.SEE_PROGRESS}),
}

# The consent purpose that lets each role see a household by name.
ENTRUSTED_BY = {
    Role.SETTLEMENT_SUPPORTER: Purpose.SUPPORTER,
    Role.WELFARE_COMMISSIONER: Purpose.COMMISSIONER,
}
# Who sees what each consent allows, by role.
RECEIVED_BY: dict[Purpose, frozenset[str]] = {
    Purpose.SUPPORTER: frozenset({Role.SETTLEMENT_SUPPORTER.value}),
    Purpose.COMMISSIONER: frozenset({Role.WELFARE_COMMISSIONER.value}),
    Purpose.CHECK_IN: frozenset(role.value for role in ENTRUSTED_BY),
    Purpose.PHONE_TO_LEADER: frozenset({Role.BLOCK_LEADER.value}),
}
# Households learn the name of a new supporter first; until this has passed she sees totals only.
ANNOUNCED_FOR = DAY

STEP_UP_MINUTES = 10

# Totals below this are not shown: they would identify people.
LEAST_SHOWN = 5


def grants(held: Appointment, task: Task) -> bool:
    """Tell whether an appointment grants the task where it is held."""
    return task in (GRANTS_AT_GROUP if held.at_group else GRANTS)[held.role]


def roles_granting(task: Task, *, at_group: bool) -> frozenset[Role]:
    """Return the roles that grant the task; in SQL, use `terms.granting`."""
    table = GRANTS_AT_GROUP if at_group else GRANTS
    return frozenset(role for role, tasks in table.items() if task in tasks)


def leads_only(roles: Iterable[Role]) -> bool:
    """Tell whether these are offices of block leaders and building contacts alone, who see less and sign in less often."""
    return all(role in (Role.BLOCK_LEADER, Role.BUILDING_CONTACT) for role in roles)
