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
    own_page,
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
    *own_page.routes,
    *settings.routes,
]
