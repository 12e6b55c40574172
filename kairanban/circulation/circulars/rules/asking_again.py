"""Whether a correction of a survey asks everybody once more."""

from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.surveys.rules.questions import same_structure
from kairanban.i18n.marks import N as _n

ASKED_OTHERWISE = _n(
    "The questions or their choices are other ones now, so that earlier answers no longer fit. Please choose that everybody is asked once more."
)


def asks_otherwise(work: Work, before: Texts, after: Texts) -> bool:
    """Tell whether answers to the survey before are none to the one after."""
    return work.reply_kind == ReplyKind.SURVEY and not same_structure(before.questions, after.questions)
