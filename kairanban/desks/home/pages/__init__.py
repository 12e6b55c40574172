"""Routes of the first page, the settings door, and the news poll of open pages."""

from kairanban.desks.home.pages import first_page, now, our_home

routes = [*first_page.routes, *now.routes, *our_home.routes]
