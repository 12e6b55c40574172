"""Writing a circular, sending it, and what happens to it afterwards; pictures of papers."""

from kairanban.circulars.pages import (
    archive,
    attachments,
    audience,
    correction,
    pictures,
    proof,
    readings,
    slip,
    versions,
    writing,
)

routes = [
    *archive.routes,
    *writing.routes,
    *attachments.routes,
    *audience.routes,
    *proof.routes,
    *correction.routes,
    *readings.routes,
    *slip.routes,
    *versions.routes,
    *pictures.routes,
]
