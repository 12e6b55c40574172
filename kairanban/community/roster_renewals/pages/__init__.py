"""名簿更新 at the desk: the round, the forms to print, the entry of a block."""

from kairanban.community.roster_renewals.pages import entering, forms, renewal

routes = [*renewal.routes, *forms.routes, *entering.routes]
