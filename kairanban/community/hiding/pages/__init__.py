"""表示をひかえる: by the household, its officer, and where nobody knows it, the municipality."""

from kairanban.community.hiding.pages import officer, own, unknown

routes = [*own.routes, *officer.routes, *unknown.routes]
