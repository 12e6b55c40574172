"""The pages on which people say how they want to be told."""

from kairanban.notify.pages import push

routes = [*push.routes]
