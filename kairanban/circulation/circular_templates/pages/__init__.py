"""Circulars with slots: filled in, and kept."""

from kairanban.circulation.circular_templates.pages import filling, own

routes = [*filling.routes, *own.routes]
