"""Progress of circulars, surveys, and notice boards, for officers, leaders and contacts."""

from kairanban.circulation.progress.pages import (
    block,
    coming,
    notice_boards,
    overview,
    printing,
    survey,
    survey_entry,
)

routes = [
    *overview.routes,
    *block.routes,
    *coming.routes,
    *survey.routes,
    *survey_entry.routes,
    *printing.routes,
    *notice_boards.routes,
]
