"""The names of the terms on the operator's page."""

from kairanban.i18n.marks import N as _n

NAMES = {
    "replies": _n("Answers of households"),
    "circulars": _n("Circulars and whom they went to"),
    "board_positions": _n("Where the paper board is"),
    "visits": _n("Visits and calls at households, with their notes"),
    "access": _n("Records of who saw what"),
    "safety": _n("Safety checks"),
    "calls": _n("Wishes to be rung"),
    "consents": _n("Withdrawn consents"),
    "addresses": _n("Ended addresses for messages"),
    "messages": _n("Messages to households"),
    "sessions": _n("Ended sign-ins and devices"),
    "requests": _n("Requests of devices, invitations and posters"),
    "secrets": _n("Secrets that last minutes"),
    "cards": _n("Cancelled household cards"),
    "calendar_feeds": _n("Ended calendar addresses"),
    "roster_files": _n("Uploaded roster files"),
    "leavers": _n("Households and residents that left"),
    "memberships": _n("Where households lived before"),
    "appointments": _n("Ended appointments"),
    "announcements": _n("What households were told on their devices"),
    "rights": _n("Requests to correct or erase"),
    "proposals": _n("Changes households asked for"),
    "renewals": _n("Yearly renewals of the roster"),
    "provisions": _n("Records of what was given to others"),
    "breaches": _n("Reports of breaches"),
    "earlier_keys": _n("Earlier keys of officers"),
    "sign_in": _n("Sign-in of people without an appointment"),
    "people": _n("Names of people without an appointment"),
}
