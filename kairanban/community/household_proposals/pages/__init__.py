"""お宅のこと: what is written down about a household, on its own device and at the desk."""

from kairanban.community.household_proposals.pages import household, members, office, particulars

routes = [*household.routes, *particulars.routes, *members.routes, *office.routes]
