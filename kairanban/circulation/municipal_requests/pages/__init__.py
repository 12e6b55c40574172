"""What the town asks of associations: written, sent and counted there, received and answered here."""

from kairanban.circulation.municipal_requests.pages import (
    associations,
    copies,
    corrections,
    proof,
    received,
    received_copies,
    status,
    stocktaking,
    town_list,
)

routes = [
    *town_list.routes,
    *stocktaking.routes,
    *copies.routes,
    *associations.routes,
    *proof.routes,
    *corrections.routes,
    *status.routes,
    *received.routes,
    *received_copies.routes,
]
