"""The officer chosen in a form."""

from kairanban.core.ids import PersonId
from kairanban.web.forms import Form


def chosen_keeper(form: Form) -> PersonId | None:
    number = form.whole("keeper", 1, 2**53)
    return PersonId(number) if number else None
