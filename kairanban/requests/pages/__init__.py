"""What the town asks of associations: written, sent and counted there, received and answered here."""

from kairanban.requests.pages import (
    asking,
    changing,
    choosing,
    copies,
    proof,
    received,
    received_copies,
    standing,
    stocktaking,
)

routes = [
    *asking.routes,
    *stocktaking.routes,
    *copies.routes,
    *choosing.routes,
    *proof.routes,
    *changing.routes,
    *standing.routes,
    *received.routes,
    *received_copies.routes,
]
