"""開示: what is held about a household, for itself and at the desk."""

from kairanban.accountability.disclosure.pages import desk, own

routes = [*own.routes, *desk.routes]
