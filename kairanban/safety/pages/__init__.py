"""Starting a check, answering it, the board, the round, calls for help, and paper."""

from kairanban.safety.pages import answering, board, helping, paper, rounds, starting, towns

routes = [
    *starting.routes,
    *helping.routes,
    *answering.routes,
    *board.routes,
    *towns.routes,
    *rounds.routes,
    *paper.routes,
]
