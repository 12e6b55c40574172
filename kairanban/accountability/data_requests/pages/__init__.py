"""訂正・消去の求め, on the household's device and at the desk."""

from kairanban.accountability.data_requests.pages import office, own

routes = [*own.routes, *office.routes]
