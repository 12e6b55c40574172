"""世帯の変わりごと: each case on one screen, with its day and without a reason."""

from kairanban.community.household_changes.pages import association, household, particulars

routes = [*household.routes, *particulars.routes, *association.routes]
