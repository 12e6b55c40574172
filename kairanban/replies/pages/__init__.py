"""What a household sees: what is going round, one circular, and its answer."""

from kairanban.replies.pages import answers, circular, home, paper

routes = [*home.routes, *circular.routes, *answers.routes, *paper.routes]
