"""What was typed into a screen, kept while something in it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kairanban.community.household_changes.rules import understood
from kairanban.community.roster.rules.fields import Field
from kairanban.core.errors import Invalid
from kairanban.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The part that every such page has."""

    today: str
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str, otherwise: object = "") -> str:
        """What was typed into a field, or what stands in it to begin with."""
        return self.typed.get(name, str(otherwise))


def typed_in(form: Form | None) -> dict[str, str]:
    """The first value of each field."""
    return {name: "".join(form.many(name)[:1]) for name in form.names()} if form else {}


def particular(form: Form, means: Field, longest: int = 60) -> str:
    """A field named for what it means to a roster, read as a cell of one."""
    try:
        return understood(means, form.text(means.value, longest=longest))
    except Invalid as invalid:
        form.wrong.update(invalid.fields)
        return ""
