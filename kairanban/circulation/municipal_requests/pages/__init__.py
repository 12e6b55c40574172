"""Municipal requests: written, sent and counted by municipalities, received and decided by associations."""

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
