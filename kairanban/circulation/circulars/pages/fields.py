"""The fields of a circular's forms."""

from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.rules.kinds import CATEGORIES, Importance, ReplyKind
from kairanban.circulation.circulars.rules.texts import BODY_MOST, FACT_MOST, GIST_MOST, TITLE_MOST, Texts
from kairanban.core.clock import end_of
from kairanban.core.tasks import Task
from kairanban.web.forms import Form

# Municipalities write requests on the same pages; the draft's place decides who sees it.
WRITERS = (Task.DRAFT, Task.ASK_ASSOCIATIONS)
# A name and twelve hexadecimal digits for each of the fields.
BASE_MOST = 600


def read_texts(form: Form) -> Texts:
    """Read the texts; too long ones are errors in the form."""
    return Texts(
        title=form.text("title", longest=TITLE_MOST),
        gist=form.text("gist", longest=GIST_MOST),
        facts_when=form.text("facts_when", longest=FACT_MOST),
        facts_where=form.text("facts_where", longest=FACT_MOST),
        facts_bring=form.text("facts_bring", longest=FACT_MOST),
        facts_ask=form.text("facts_ask", longest=FACT_MOST),
        facts_phone=form.text("facts_phone", longest=FACT_MOST),
        body=form.paragraphs("body", longest=BODY_MOST),
    )


def read_choices(form: Form) -> Choices:
    reply_by = form.day("reply_by")
    return Choices(
        category=form.choice("category", tuple(CATEGORIES)) or "notice",
        importance=form.choice("importance", tuple(Importance)) or Importance.ORDINARY.value,
        reply_kind=form.choice("reply_kind", tuple(ReplyKind)) or ReplyKind.ACKNOWLEDGE.value,
        reply_by=end_of(reply_by) if reply_by else None,
        event_at=form.moment("event_at"),
        permission=form.text("permission", longest=FACT_MOST),
        yearly=int(form.ticked("yearly")),
    )
