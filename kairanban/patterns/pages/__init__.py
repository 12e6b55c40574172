"""Circulars with slots: filled in, and kept."""

from kairanban.patterns.pages import filling, own

routes = [*filling.routes, *own.routes]
