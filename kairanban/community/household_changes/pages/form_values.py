"""Form values kept while a field is invalid."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kairanban.community.household_changes.rules import understood
from kairanban.community.roster.rules.fields import Field
from kairanban.core.errors import Invalid
from kairanban.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Common part of these pages: the submitted values and their errors."""

    today: str
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str, otherwise: object = "") -> str:
        """Return the submitted value of a field, else the initial one."""
        return self.typed.get(name, str(otherwise))


def typed_in(form: Form | None) -> dict[str, str]:
    """Return the first value of each field."""
    return {name: "".join(form.many(name)[:1]) for name in form.names()} if form else {}


def particular(form: Form, means: Field, longest: int = 60) -> str:
    """Read a field by the roster's rules; record its error in the form and return an empty string."""
    try:
        return understood(means, form.text(means.value, longest=longest))
    except Invalid as invalid:
        form.wrong.update(invalid.fields)
        return ""
