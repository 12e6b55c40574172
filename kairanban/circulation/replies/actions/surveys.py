"""Surveys: a household's answers held to the questions, and both as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.replies.queries import surveys as queries
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import CurrentReply
from kairanban.circulation.surveys.rules.answers import Part, Parts, understood
from kairanban.circulation.surveys.rules.questions import Questions, read
from kairanban.circulation.surveys.rules.shown import Survey, survey
from kairanban.core.ids import CircularId, HouseholdId
from kairanban.db.statements import Statement
from kairanban.db.tx import Tx
from kairanban.i18n.languages import DEFAULT


@dataclass(frozen=True, slots=True)
class Held:
    """A reply to a survey beside the one that counts now, with what is wrong by q1, q2, …."""

    given: Answer
    current: CurrentReply | None
    questions: Questions = ()
    wrong: dict[str, str] = field(default_factory=dict)


async def hold_to(tx: Tx, of: Mapping[str, int], given: Answer, current: CurrentReply | None) -> Held:
    """Hold a reply to the survey's questions as they stand."""
    asked, standing = await tx.together(
        (queries.ASKED, {"circular": of["circular"], "language": DEFAULT}), (queries.PARTS, of)
    )
    questions = read(queries.ASKED.build(asked.rows[0]).questions)
    if current is not None:
        current = replace(current, parts=tuple(queries.PARTS.of(standing.rows)))
    if given.choice != ReplyKind.SURVEY:
        return Held(given, current, questions, {})
    found = understood(questions, given.filled)
    held = replace(given, choice=found.choice, number=found.number, parts=found.parts)
    return Held(held, current, questions, found.wrong)


def kept(of: Mapping[str, int], held: Held) -> list[tuple[Statement, Mapping[str, object]]]:
    """Return the statements that store the answers of the reply that counts now."""
    return [(queries.ADD, {**of, **_row(held.questions, one)}) for one in held.given.parts]


def _row(questions: Questions, part: Part) -> dict[str, object]:
    of = questions[part.question - 1]
    return {
        "of_question": part.question,
        "of_choice": part.choice,
        "asked_as": of.text,
        "given": part.number,
        "said": of.choices[part.choice - 1] if part.choice else part.words,
    }


async def parts_of(tx: Tx, circular: CircularId, household: HouseholdId) -> Parts:
    """Return the answers of the household's reply that counts."""
    return tuple(await tx.all(queries.PARTS, circular=circular, household=household))


async def survey_of(tx: Tx, circular: CircularId, language: str = DEFAULT) -> Survey:
    """Return the survey in a version's words, and where they are missing in the author's."""
    asked = await tx.one(queries.ASKED, circular=circular, language=language)
    version = (asked.version or "") if language != DEFAULT else ""
    return survey(asked.questions, version, language, asked.furigana)
