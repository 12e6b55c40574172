"""The supporter's board, one household on it, and the month's report."""

from kairanban.visits.pages import board, emergency, household, report

routes = [*board.routes, *household.routes, *emergency.routes, *report.routes]
