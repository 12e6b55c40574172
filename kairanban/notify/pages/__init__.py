"""The pages on which people say how they want to be told, and those that links in mail open."""

from kairanban.notify.pages import help_responders, mail, notices, push

routes = [*push.routes, *help_responders.routes, *notices.routes, *mail.routes]
