"""A town: its districts and associations, and the people it appoints."""

from kairanban.community.towns.pages import branch, listing, offers, people, town

routes = [*town.routes, *branch.routes, *listing.routes, *people.routes, *offers.routes]
