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
    pairing,
    passkeys,
    persons,
    printing,
    settings,
    typed_digits,
)

routes = [
    *cards.routes,
    *devices.routes,
    *pairing.routes,
    *typed_digits.routes,
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
