"""What a household sees: what is going round, one circular, its answer, and what it can look up."""

from kairanban.circulation.replies.pages import answers, archive, calendar, circular, events, printing

routes = [
    *archive.routes,
    *events.routes,
    *calendar.routes,
    *circular.routes,
    *answers.routes,
    *printing.routes,
]
