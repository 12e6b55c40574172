"""The first page, and the small look for what came since."""

from kairanban.desks.home.pages import first_page, now

routes = [*first_page.routes, *now.routes]
