"""Circular templates: filled in, and an association's own."""

from kairanban.circulation.circular_templates.pages import filling, own

routes = [*filling.routes, *own.routes]
