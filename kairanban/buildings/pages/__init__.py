"""Buildings: the contact and the poster for officers, and the way in for those who scan it."""

from kairanban.buildings.pages import answering, building, joining, posters

routes = [*building.routes, *posters.routes, *answering.routes, *joining.routes]
