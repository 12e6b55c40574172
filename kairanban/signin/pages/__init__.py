"""Signing in and out."""

from kairanban.signin.pages import cards, demo, devices, leaving, persons

routes = [*cards.routes, *devices.routes, *leaving.routes, *persons.routes, *demo.routes]
