"""The supporter's day list, one household and its circulars, emergency access, and the monthly report."""

from kairanban.care.visits.pages import circulars, day_list, emergency, household, report

routes = [*day_list.routes, *household.routes, *circulars.routes, *emergency.routes, *report.routes]
