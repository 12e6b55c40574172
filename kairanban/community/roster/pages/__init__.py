"""The roster: list, import, export."""

from kairanban.community.roster.pages import (
    all_rows,
    association,
    blocks,
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
    *blocks.routes,
    *association.routes,
    *uploading.routes,
    *preview.routes,
    *all_rows.routes,
    *choosing.routes,
    *exporting.routes,
]
