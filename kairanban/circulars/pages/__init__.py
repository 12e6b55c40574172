"""Pictures of papers; writing and sending."""

from kairanban.circulars.pages import pictures

routes = [*pictures.routes]
