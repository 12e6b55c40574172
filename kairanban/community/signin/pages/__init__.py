"""Sign-in, devices, cards and offices."""

from kairanban.community.signin.pages import (
    appointments,
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
    *appointments.routes,
    *leaders.routes,
    *printing.routes,
    *approvals.routes,
    *passkeys.routes,
    *settings.routes,
]
