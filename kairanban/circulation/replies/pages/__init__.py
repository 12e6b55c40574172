"""A household's pages: one circular, its reply, archive, events and calendar."""

from kairanban.circulation.replies.pages import answers, archive, calendar, circular, events, paper, printing

routes = [
    *archive.routes,
    *events.routes,
    *calendar.routes,
    *circular.routes,
    *answers.routes,
    *printing.routes,
    *paper.routes,
]
