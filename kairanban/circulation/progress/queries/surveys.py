"""Answers to a survey: counted by question, by household, and who has given none yet."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.replies.queries.answers import counting
from kairanban.circulation.route_sheets.queries.sheets import label, order_in, resident_shown
from kairanban.circulation.surveys.rules.totals import Count
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import Query, total
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.figures import circular_figure
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply, survey_answer


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a household to one question."""

    household: HouseholdId
    question: int
    choice: int
    number: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A household the survey asked; `choice` is None before it answered, "acknowledged" where it was only seen."""

    household: HouseholdId
    block: PlaceId
    label: str
    hidden: int
    block_name: str
    route_order: int
    late: int
    choice: str | None
    resident: str | None

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block_name, self.route_order)


@dataclass(frozen=True, slots=True)
class Figure:
    """What remains after the answers were counted."""

    part: str
    """The numbers of question and choice: "2:1"."""
    households: int
    sum: int

    @property
    def count(self) -> Count:
        question, choice = self.part.split(":")
        return Count(int(question), int(choice), self.households, self.sum)


_answers = survey_answer.join(reply, reply.c.id == survey_answer.c.reply).join(
    circular, circular.c.id == reply.c.circular
)
_count = and_(
    survey_answer.c.circular == CIRCULAR,
    reply.c.taken_back.is_(None),
    reply.c.edition >= circular.c.asked_edition,
)

COUNTS = Query(
    select(
        survey_answer.c.question,
        survey_answer.c.choice,
        func.count().label("households"),
        total(survey_answer.c.number).label("sum"),
    )
    .select_from(_answers)
    .where(_count)
    .group_by(survey_answer.c.question, survey_answer.c.choice),
    Count,
)

_sum = circular_figure.alias("sums")

# The same after the answers were counted.
COUNTED = Query(
    select(
        circular_figure.c.part,
        circular_figure.c.value.label("households"),
        func.coalesce(_sum.c.value, 0).label("sum"),
    )
    .select_from(
        circular_figure.outerjoin(
            _sum,
            and_(
                _sum.c.circular == circular_figure.c.circular,
                _sum.c.figure == "survey_sum",
                _sum.c.part == circular_figure.c.part,
            ),
        )
    )
    .where(circular_figure.c.circular == CIRCULAR, circular_figure.c.figure == "survey"),
    Figure,
)

GIVEN = Query(
    select(
        reply.c.household,
        survey_answer.c.question,
        survey_answer.c.choice,
        survey_answer.c.number,
        survey_answer.c.words,
    )
    .select_from(_answers)
    .where(_count)
    .order_by(survey_answer.c.question, survey_answer.c.choice),
    Given,
)

# In the order of the blocks and their routes, with those that have not answered.
# The caller has checked that the circular is in the actor's scope.
ASKED = Query(
    select(
        household.c.id.label("household"),
        func.coalesce(addressee.c.block, 0).label("block"),
        label().label("label"),
        household.c.hidden,
        func.coalesce(place.c.name, "").label("block_name"),
        order_in(addressee.c.block).label("route_order"),
        addressee.c.late,
        reply.c.choice,
        resident_shown(),
    )
    .select_from(
        addressee.join(household, household.c.id == addressee.c.household)
        .join(circular, circular.c.id == addressee.c.circular)
        .outerjoin(reply, counting)
        .outerjoin(place, place.c.id == addressee.c.block)
        .outerjoin(resident, resident.c.id == reply.c.resident)
    )
    .where(addressee.c.circular == CIRCULAR)
    .order_by(place.c.sort, addressee.c.block, order_in(addressee.c.block), household.c.id),
    Asked,
)
