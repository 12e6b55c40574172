"""Sign-in, devices, cards and offices."""

from kairanban.community.signin.pages import (
    approvals,
    cards,
    demo,
    devices,
    keys,
    leaders,
    leaving,
    offices,
    passkeys,
    persons,
    printing,
    settings,
)

routes = [
    *cards.routes,
    *devices.routes,
    *leaving.routes,
    *persons.routes,
    *keys.routes,
    *demo.routes,
    *offices.routes,
    *leaders.routes,
    *printing.routes,
    *approvals.routes,
    *passkeys.routes,
    *settings.routes,
]
