"""Count the answers of a circular, and keep counts by circular and year."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, func, select

from kairanban.accountability.retention.queries.circulars import answers_past
from kairanban.accountability.retention.rules.figures import Answer
from kairanban.circulation.progress.rules import Counts
from kairanban.circulation.surveys.rules.totals import Count
from kairanban.core.ids import CircularId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, total
from kairanban.db.tables.circulars import addressee, circular, tally
from kairanban.db.tables.columns import Line
from kairanban.db.tables.figures import circular_figure, yearly_figure
from kairanban.db.tables.replies import reply, survey_answer


@dataclass(frozen=True, slots=True)
class Due:
    """A circular whose answers are to be counted; `outcome` is 0 if it is left out of the year."""

    id: CircularId
    association: PlaceId
    published: int
    outcome: int


CIRCULAR = bindparam("of_circular", type_=BigInteger)

_outcome = and_(
    circular.c.withdrawn.is_(None), circular.c.kind == "ordinary", circular.c.category != "practice"
)
DUE = Query(
    select(
        circular.c.id,
        circular.c.association,
        circular.c.published,
        case((_outcome, 1), else_=0).label("outcome"),
    )
    .where(circular.c.counted.is_(None), answers_past(circular))
    .order_by(circular.c.id)
    .limit(bindparam("most", type_=BigInteger)),
    Due,
)

# Two workers may find the same circular; only one of them counts it.
COUNTED = Statement(
    circular.update().where(circular.c.id == CIRCULAR, circular.c.counted.is_(None)).values(counted=NOW)
)

COUNTS = Query(
    select(
        total(tally.c.addressed).label("addressed"),
        total(tally.c.opened).label("opened"),
        total(tally.c.replied).label("replied"),
        total(tally.c.paper).label("paper"),
    ).where(tally.c.circular == CIRCULAR),
    Counts,
)

_proxy = case((reply.c.proxy.is_(None), 0), else_=1)
ANSWERS = Query(
    select(
        reply.c.method,
        _proxy.label("proxy"),
        reply.c.choice,
        total(reply.c.number).label("number"),
        addressee.c.late,
        func.count().label("households"),
    )
    .select_from(
        reply.join(
            addressee,
            and_(addressee.c.circular == reply.c.circular, addressee.c.household == reply.c.household),
        ).join(circular, circular.c.id == reply.c.circular)
    )
    .where(
        reply.c.circular == CIRCULAR,
        reply.c.taken_back.is_(None),
        reply.c.edition >= circular.c.asked_edition,
    )
    .group_by(reply.c.method, _proxy, reply.c.choice, addressee.c.late),
    Answer,
)

# Answers to the questions of a survey, latecomers too.
SURVEY = Query(
    select(
        survey_answer.c.question,
        survey_answer.c.choice,
        func.count().label("households"),
        total(survey_answer.c.number).label("sum"),
    )
    .select_from(
        survey_answer.join(reply, reply.c.id == survey_answer.c.reply).join(
            circular, circular.c.id == survey_answer.c.circular
        )
    )
    .where(
        survey_answer.c.circular == CIRCULAR,
        reply.c.taken_back.is_(None),
        reply.c.edition >= circular.c.asked_edition,
    )
    .group_by(survey_answer.c.question, survey_answer.c.choice),
    Count,
)

# When the answer came that is so many-th (from 0).
ANSWERED = Statement(
    select(addressee.c.replied)
    .where(addressee.c.circular == CIRCULAR, addressee.c.late == 0, addressee.c.replied.is_not(None))
    .order_by(addressee.c.replied)
    .offset(bindparam("before_it", type_=BigInteger))
    .limit(1)
)

_value = bindparam("value", type_=BigInteger)
KEEP = Statement(
    lambda insert: (
        insert(circular_figure)
        .values(circular=CIRCULAR, figure=bindparam("figure", type_=Line), part=bindparam("part", type_=Line), value=_value)
        .on_conflict_do_nothing()
    )
)  # fmt: skip

ADD = Statement(
    lambda insert: (
        insert(yearly_figure)
        .values(
            association=bindparam("association", type_=BigInteger),
            year=bindparam("year", type_=BigInteger),
            figure=bindparam("figure", type_=Line),
            part=bindparam("part", type_=Line),
            value=_value,
        )
        .on_conflict_do_update(
            index_elements=[
                yearly_figure.c.association,
                yearly_figure.c.year,
                yearly_figure.c.figure,
                yearly_figure.c.part,
            ],
            set_={"value": yearly_figure.c.value + _value},
        )
    )
)
