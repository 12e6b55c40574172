"""声かけ in SQL, for all households in the actor's care; the rule is `rules/check_in_after_silence.py`."""

from sqlalchemy import BigInteger, and_, bindparam, case, func, select

from kairanban.care.visits.queries.homes import FROM, WHO, agrees_to_check_in, reached_by, rests
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.db.statements import NOW
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.people import household
from kairanban.db.tables.visits import visit

_long_ago = NOW - bindparam("silent_for", type_=BigInteger)
_opened, _replied = func.coalesce(addressee.c.opened, 0), func.coalesce(addressee.c.replied, 0)

# The last signs of each household, looked up once before any circular is counted.
_signs = (
    select(
        *WHO,
        select(func.max(case((_opened > _replied, _opened), else_=_replied)))
        .where(addressee.c.household == household.c.id)
        .scalar_subquery()
        .label("gave"),
        select(func.coalesce(func.max(visit.c.made), 0))
        .where(visit.c.household == household.c.id, visit.c.corrected.is_(None), reached_by)
        .scalar_subquery()
        .label("met"),
    )
    .distinct()
    .select_from(FROM)
    # A household on paper only gives no sign on a screen.
    .where(agrees_to_check_in, household.c.method != "paper", ~rests)
    .subquery()
)
_who = tuple(_signs.c[one.key] for one in WHO)

# A household and when its first circular without a sign was published.
SILENT = (
    select(*_who, func.min(circular.c.published))
    .select_from(
        _signs.join(addressee, addressee.c.household == _signs.c.household).join(
            circular,
            and_(
                circular.c.id == addressee.c.circular,
                circular.c.state == "published",
                circular.c.kind != Kind.OBITUARY.value,
                # Who opened or answered is no longer kept.
                circular.c.counted.is_(None),
            ),
        )
    )
    # The first two narrow the rows early; they follow from the last two and the date below.
    .where(
        _signs.c.gave < _long_ago,
        _signs.c.met < _long_ago,
        circular.c.published > _signs.c.gave,
        circular.c.published > _signs.c.met,
    )
    .group_by(*_who)
    .having(func.count() >= bindparam("least", type_=BigInteger), func.min(circular.c.published) <= _long_ago)
)
