"""The pages of those who look after circulars: who has what, and what is on notice boards."""

from kairanban.circulation.progress.pages import block, notice_boards, overview, printing

routes = [*overview.routes, *block.routes, *printing.routes, *notice_boards.routes]
