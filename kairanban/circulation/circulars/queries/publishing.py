"""Publication, and changes while a circular goes round."""

from sqlalchemy import BigInteger, bindparam, exists, func, null, or_, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR, addressed_households
from kairanban.db.statements import NOW, Statement, total
from kairanban.db.tables.circulars import addressee, circular, tally

_now_addressed = addressed_households().subquery()

# Two workers may find the same latecomer.
ADDRESS = Statement(
    lambda insert: (
        insert(addressee)
        .from_select(
            ["circular", "household", "block", "paper", "late"],
            select(
                CIRCULAR,
                _now_addressed.c.household,
                _now_addressed.c.block,
                _now_addressed.c.paper,
                bindparam("late", type_=BigInteger),
            ).where(
                ~exists(
                    select(1).where(
                        addressee.c.circular == CIRCULAR,
                        addressee.c.household == _now_addressed.c.household,
                    )
                )
            ),
        )
        .on_conflict_do_nothing()
    )
)

# The same expression in SELECT and GROUP BY, as PostgreSQL requires.
_counted_under = func.coalesce(addressee.c.block, 0)

TALLY = Statement(
    tally.insert().from_select(
        ["circular", "block", "addressed", "paper"],
        select(CIRCULAR, _counted_under, func.count(), total(addressee.c.paper))
        .where(addressee.c.circular == CIRCULAR, addressee.c.late == 0)
        .group_by(_counted_under),
    )
)

PUBLISH = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.published.is_(None), circular.c.withdrawn.is_(None))
    .values(
        state="published",
        published=NOW,
        # The worker publishes for the person who scheduled it.
        published_by=func.coalesce(bindparam("by", type_=BigInteger), circular.c.published_by),
        gone_at=bindparam("gone_at", type_=BigInteger),
        scheduled_for=null(),
    )
)

SCHEDULE = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.published.is_(None))
    .values(
        state="scheduled",
        scheduled_for=bindparam("at", type_=BigInteger),
        published_by=bindparam("by", type_=BigInteger),
    )
)

# The circular becomes a draft and keeps the time it was scheduled for.
HELD_BACK = Statement(
    circular.update().where(circular.c.id == CIRCULAR, circular.c.state == "scheduled").values(state="draft")
)

UNSCHEDULE = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.state == "scheduled")
    .values(state="draft", scheduled_for=null())
)

DUE = Statement(
    select(circular.c.id)
    .where(circular.c.state == "scheduled", circular.c.scheduled_for <= NOW)
    .order_by(circular.c.scheduled_for)
    .limit(20)
)

WITHDRAW = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR, circular.c.state == "published")
    .values(state="withdrawn", withdrawn=NOW, withdrawn_why=bindparam("why"))
)

# A withdrawn circular waits for no replies.
STOP_WAITING = Statement(
    addressee.update().where(addressee.c.circular == CIRCULAR, addressee.c.waiting == 1).values(waiting=0)
)

NEXT_EDITION = Statement(
    circular.update()
    .where(circular.c.id == CIRCULAR)
    .values(
        changed=NOW,
        edition=bindparam("number", type_=BigInteger),
        asked_edition=bindparam("asked", type_=BigInteger),
        reply_by=bindparam("reply_by_then", type_=BigInteger),
        event_at=bindparam("event_at_then", type_=BigInteger),
        event_until=bindparam("event_until_then", type_=BigInteger),
        gone_at=bindparam("gone_at_then", type_=BigInteger),
    )
)

# A change asks again: earlier replies stay in the ledger and no longer count.
ASK_AGAIN = Statement(
    addressee.update()
    .where(addressee.c.circular == CIRCULAR)
    .values(waiting=1, opened=null(), replied=null())
)
TALLY_AGAIN = Statement(tally.update().where(tally.c.circular == CIRCULAR).values(opened=0, replied=0))

OPENED = Statement(
    addressee.update()
    .where(
        addressee.c.circular == CIRCULAR,
        addressee.c.household == bindparam("for_household"),
        addressee.c.opened.is_(None),
        # Once the replies are counted, who opens it is no longer kept.
        exists(select(1).where(circular.c.id == CIRCULAR, circular.c.counted.is_(None))),
    )
    .values(opened=NOW)
)

_block_of = (
    select(func.coalesce(addressee.c.block, 0))
    .where(
        addressee.c.circular == CIRCULAR,
        addressee.c.household == bindparam("for_household"),
        addressee.c.late == 0,
    )
    .scalar_subquery()
)


def tally_by_one(column: str) -> Statement:
    """Add `step` (1 or -1) to one count of the household's block; a latecomer is not counted."""
    return Statement(
        tally.update()
        .where(tally.c.circular == CIRCULAR, tally.c.block == _block_of)
        .values({column: tally.c[column] + bindparam("step", type_=BigInteger)})
    )


TALLY_OPENED = tally_by_one("opened")
TALLY_REPLIED = tally_by_one("replied")

SETTLE = Statement(
    addressee.update()
    .where(addressee.c.circular == CIRCULAR, addressee.c.household == bindparam("for_household"))
    .values(waiting=0, replied=NOW)
)

UNSETTLE = Statement(
    addressee.update()
    .where(addressee.c.circular == CIRCULAR, addressee.c.household == bindparam("for_household"))
    .values(waiting=1, replied=null())
)

# Yearly circulars whose next draft is due.
DUE_AGAIN = Statement(
    select(circular.c.id)
    .where(
        circular.c.yearly == 1,
        circular.c.state == "published",
        func.coalesce(circular.c.event_at, circular.c.published) < NOW - bindparam("after", type_=BigInteger),
    )
    .order_by(circular.c.id)
)

COMES_BACK = Statement(
    circular.update()
    .where(
        circular.c.id == CIRCULAR,
        circular.c.yearly == bindparam("was", type_=BigInteger),
        circular.c.kind != "obituary",
    )
    .values(yearly=bindparam("yearly", type_=BigInteger))
)

# Circulars of an association that latecomers still get.
GOING_ROUND = Statement(
    select(circular.c.id).where(
        circular.c.state == "published",
        circular.c.association == bindparam("association"),
        # Latecomers get no obituaries and nothing that has ended.
        circular.c.kind != "obituary",
        or_(circular.c.reply_by.is_(None), circular.c.reply_by >= NOW),
        or_(circular.c.event_at.is_(None), circular.c.event_at >= NOW),
        or_(circular.c.gone_at.is_(None), circular.c.gone_at > NOW),
        circular.c.published > NOW - bindparam("within", type_=BigInteger),
    )
)
