"""Circulars: writing, publication, correction, archive, pictures."""

from kairanban.circulation.circulars.pages import (
    archive,
    attachments,
    audience,
    correction,
    correction_slip,
    discarding,
    obituaries,
    pictures,
    preview,
    proof,
    readings,
    versions,
    writing,
)

routes = [
    *archive.routes,
    *writing.routes,
    *preview.routes,
    *discarding.routes,
    *obituaries.routes,
    *attachments.routes,
    *audience.routes,
    *proof.routes,
    *correction.routes,
    *readings.routes,
    *correction_slip.routes,
    *versions.routes,
    *pictures.routes,
]
