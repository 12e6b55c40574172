"""Asking for a call, and the list of those who ring."""

from kairanban.care.callbacks.pages import call_list, request

routes = [*request.routes, *call_list.routes]
