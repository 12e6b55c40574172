"""The pages of paper: the sheet is printed, followed on its way, and entered when it is back."""

from kairanban.circulation.route_sheets.pages import entering, position, printing

routes = [*position.routes, *printing.routes, *entering.routes]
