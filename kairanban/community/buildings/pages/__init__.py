"""Buildings: contact and poster for officers, and the request to join for residents who scan it."""

from kairanban.community.buildings.pages import building, join_decisions, join_requests, posters

routes = [*building.routes, *posters.routes, *join_decisions.routes, *join_requests.routes]
