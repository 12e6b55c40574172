"""世帯の変わりごと: one screen for each kind of change, with its day and without a reason."""

from kairanban.community.household_changes.pages import (
    association,
    empty_houses,
    household,
    members,
    not_in_file,
    particulars,
    several,
)

routes = [
    *household.routes,
    *particulars.routes,
    *members.routes,
    *association.routes,
    *empty_houses.routes,
    *not_in_file.routes,
    *several.routes,
]
