"""Callbacks: the request, and the list of people who answer them."""

from kairanban.care.callbacks.pages import call_list, request

routes = [*request.routes, *call_list.routes]
