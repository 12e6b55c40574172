"""利用目的のお知らせ: what stands in the notice that goes with a household's card."""

from dataclasses import dataclass

from kairanban.accountability.data_rules.rules import CARE, PURPOSES


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of one association, the same for each household."""

    association: str
    contact: str
    contact_phone: str
    purposes: tuple[str, ...]
    in_town: bool
    """Whether a municipality sees numbers."""
    answered_days: int


def purposes(*, cares: bool) -> tuple[str, ...]:
    """Return the purposes of an association; care is one where its office is held."""
    return tuple(one for one in PURPOSES if cares or one != CARE)
