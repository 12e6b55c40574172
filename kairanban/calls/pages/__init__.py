"""Asking for a call, and the list of those who ring."""

from kairanban.calls.pages import asking, ringing

routes = [*asking.routes, *ringing.routes]
