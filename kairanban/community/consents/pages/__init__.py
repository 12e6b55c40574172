"""Consents: given by each adult, entered from sheets, and the sheets to print."""

from kairanban.community.consents.pages import entering, own, sheets

routes = [*own.routes, *entering.routes, *sheets.routes]
