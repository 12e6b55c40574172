"""Progress of circulars, and notice boards, for officers, leaders and contacts."""

from kairanban.circulation.progress.pages import block, coming, notice_boards, overview, printing

routes = [*overview.routes, *block.routes, *coming.routes, *printing.routes, *notice_boards.routes]
