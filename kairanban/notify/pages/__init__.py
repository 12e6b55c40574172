"""The pages on which people say how they want to be told, and those that links in mail open."""

from kairanban.notify.pages import answering, mail, notices, push

routes = [*push.routes, *answering.routes, *notices.routes, *mail.routes]
