"""連絡のつきかた for chair and supporters, and the household's own choice of paper or screen."""

from kairanban.care.reachability.pages import choosing, ledger

routes = [*ledger.routes, *choosing.routes]
