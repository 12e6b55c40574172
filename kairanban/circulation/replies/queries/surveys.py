"""The questions of a survey for its readers, and the answers of a household."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.replies.queries.answers import HOUSEHOLD
from kairanban.circulation.surveys.rules.answers import Part
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.columns import Line
from kairanban.db.tables.replies import reply, survey_answer


@dataclass(frozen=True, slots=True)
class Asked:
    """The author's questions, those of a version, and the readings of that version; of none the version is empty."""

    questions: str
    version: str | None
    furigana: str | None


_author, _version = edition.alias("author"), edition.alias("version")


def _present(one: Any, language: Any) -> Any:
    return (
        (one.c.circular == circular.c.id)
        & (one.c.number == circular.c.edition)
        & (one.c.language == language)
    )


ASKED = Query(
    select(_author.c.questions, _version.c.questions.label("version"), _version.c.furigana)
    .select_from(
        circular.join(_author, _present(_author, "ja")).outerjoin(
            _version, _present(_version, bindparam("language", type_=Line))
        )
    )
    .where(circular.c.id == CIRCULAR),
    Asked,
)

# The reply that was not taken back.
_standing = (
    select(reply.c.id)
    .where(reply.c.circular == CIRCULAR, reply.c.household == HOUSEHOLD, reply.c.taken_back.is_(None))
    .scalar_subquery()
)

PARTS = Query(
    select(
        survey_answer.c.question,
        survey_answer.c.choice,
        survey_answer.c.number,
        # A choice is known by its number.
        case((survey_answer.c.choice == 0, survey_answer.c.words), else_="").label("words"),
    )
    .where(survey_answer.c.reply == _standing)
    .order_by(survey_answer.c.question, survey_answer.c.choice),
    Part,
)

ADD = Statement(
    survey_answer.insert().from_select(
        ["reply", "question", "choice", "circular", "household", "asked_as", "number", "words"],
        select(
            reply.c.id,
            *(
                bindparam(name, type_=survey_answer.c[column].type)
                for name, column in (("of_question", "question"), ("of_choice", "choice"))
            ),
            reply.c.circular,
            reply.c.household,
            bindparam("asked_as", type_=survey_answer.c.asked_as.type),
            bindparam("given", type_=survey_answer.c.number.type),
            bindparam("said", type_=survey_answer.c.words.type),
        ).where(reply.c.circular == CIRCULAR, reply.c.household == HOUSEHOLD, reply.c.taken_back.is_(None)),
    )
)
