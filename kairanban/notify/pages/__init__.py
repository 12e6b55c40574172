"""Pages for notification choices, push subscriptions, and the links in mail."""

from kairanban.notify.pages import help_responders, mail, notices, push

routes = [*push.routes, *help_responders.routes, *notices.routes, *mail.routes]
