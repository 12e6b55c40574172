"""Who sees a household's telephone number: one condition, used by every page that shows one."""

from typing import Any

from sqlalchemy import and_, case, exists, false, or_, select

from kairanban.access.hidden import known, sealed
from kairanban.access.scope import consents_to, entrusted_households, looked_up, own_households, places_for
from kairanban.core.purposes import Purpose
from kairanban.core.tasks import Task
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.safety import safety_addressee, safety_check


def number_shown(
    number: Any = household.c.phone, *, entrusted: Any = None, asked: Any = None, helping: Any = None
) -> Any:
    """Return `number` of the joined household where the actor may see it, else an empty text.

    Shown to
    - the household itself;
    - officers who may see the register of the association;
    - the leader of the block the household belongs to, by the consent PHONE_TO_LEADER;
    - the leader of the block in which a real safety check asks the household, while it runs;
    - supporters and commissioners, where the household is entrusted to them or was looked up in an emergency;
    - those who answer a call of the household itself: `asked` is the condition that such a call is open.
    Of a hidden household the officer who knows sees it, and those who answer its call for help: `helping` is the
    condition that such a call is open.

    `entrusted` is a select of household ids a statement has at hand already (default: `entrusted_households()`).
    """
    if entrusted is None:
        entrusted = entrusted_households()
    may_see = or_(
        household.c.id.in_(own_households()),
        household.c.association.in_(places_for(Task.SEE_ROSTER)),
        and_(_in_a_block_of_mine(), consents_to(household.c.id, Purpose.PHONE_TO_LEADER)),
        _asked_in_earnest(),
        household.c.id.in_(entrusted),
        household.c.id.in_(looked_up()),
        false() if asked is None else asked,
        false() if helping is None else helping,
    )
    may_open = or_(known(), false() if helping is None else helping)
    return case(
        (and_(household.c.hidden == 0, may_see), number),
        (and_(household.c.hidden == 1, may_open), sealed(number.name)),
        else_="",
    )


def _in_a_block_of_mine() -> Any:
    lives = membership.alias("lives")
    return exists(
        select(1).where(
            lives.c.household == household.c.id,
            lives.c.until.is_(None),
            lives.c.place.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        )
    )


def _asked_in_earnest() -> Any:
    addressed, check = safety_addressee.alias("addressed"), safety_check.alias("real_check")
    return exists(
        select(1)
        .select_from(addressed.join(check, check.c.id == addressed.c.check))
        .where(
            addressed.c.household == household.c.id,
            check.c.kind == "real",
            check.c.ended.is_(None),
            addressed.c.block.in_(places_for(Task.FOLLOW_UP_BLOCK)),
        )
    )
