"""世帯の変わりごと: one screen for each kind of change, with its day and without a reason."""

from kairanban.community.household_changes.pages import (
    association,
    empty_houses,
    household,
    members,
    particulars,
)

routes = [
    *household.routes,
    *particulars.routes,
    *members.routes,
    *association.routes,
    *empty_houses.routes,
]
