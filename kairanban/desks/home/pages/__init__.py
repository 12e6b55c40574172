"""The first page, the door to what is set, and the small look for what came since."""

from kairanban.desks.home.pages import first_page, now, our_home

routes = [*first_page.routes, *now.routes, *our_home.routes]
