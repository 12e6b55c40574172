"""Safety checks: start, reports, board, round, help calls, and paper."""

from kairanban.care.safety.pages import (
    answers,
    boards,
    help_calls,
    rounds,
    starting,
    town_checks,
    walk_sheets,
)

routes = [
    *starting.routes,
    *help_calls.routes,
    *answers.routes,
    *boards.routes,
    *town_checks.routes,
    *rounds.routes,
    *walk_sheets.routes,
]
