"""Signing in and out."""

from kairanban.signin.pages import (
    approvals,
    cards,
    demo,
    devices,
    leaving,
    offices,
    passkeys,
    persons,
    printing,
)

routes = [
    *cards.routes,
    *devices.routes,
    *leaving.routes,
    *persons.routes,
    *demo.routes,
    *offices.routes,
    *printing.routes,
    *approvals.routes,
    *passkeys.routes,
]
