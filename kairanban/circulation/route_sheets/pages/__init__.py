"""Route sheets: printed, their position, their entry."""

from kairanban.circulation.route_sheets.pages import entering, handing, position, printing

routes = [*position.routes, *printing.routes, *handing.routes, *entering.routes]
