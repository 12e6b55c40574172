"""Consent as each adult gives it, as sheets are entered, and the sheets themselves."""

from kairanban.community.consents.pages import entering, own, sheets

routes = [*own.routes, *entering.routes, *sheets.routes]
