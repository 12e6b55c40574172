"""世帯の変わりごと: one screen for each kind of change, with its day and without a reason."""

from kairanban.community.household_changes.pages import association, household, particulars

routes = [*household.routes, *particulars.routes, *association.routes]
