"""Route sheets: printed, their position, their entry."""

from kairanban.circulation.route_sheets.pages import entering, position, printing

routes = [*position.routes, *printing.routes, *entering.routes]
