"""The roster: list, import, export."""

from kairanban.community.roster.pages import (
    association,
    choosing,
    exporting,
    household,
    listing,
    places,
    preview,
    uploading,
)

routes = [
    *listing.routes,
    *household.routes,
    *places.routes,
    *association.routes,
    *uploading.routes,
    *preview.routes,
    *choosing.routes,
    *exporting.routes,
]
