"""Starting a check, answering it, the board, the round, calls for help, and paper."""

from kairanban.safety.pages import answering, board, helping, paper, rounds, starting

routes = [
    *starting.routes,
    *helping.routes,
    *answering.routes,
    *board.routes,
    *rounds.routes,
    *paper.routes,
]
