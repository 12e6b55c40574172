"""The supporter's board, one household on it, and the month's report."""

from kairanban.care.visits.pages import day_list, emergency, household, report

routes = [*day_list.routes, *household.routes, *emergency.routes, *report.routes]
