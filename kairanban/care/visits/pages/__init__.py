"""The supporter's day list, one household, emergency access, and the monthly report."""

from kairanban.care.visits.pages import day_list, emergency, household, report

routes = [*day_list.routes, *household.routes, *emergency.routes, *report.routes]
