"""The fields of a circular's forms."""

import re
from dataclasses import dataclass

from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.rules.events import When, of_fields
from kairanban.circulation.circulars.rules.kinds import CATEGORIES, Importance, ReplyKind
from kairanban.circulation.circulars.rules.texts import BODY_MOST, FACT_MOST, GIST_MOST, TITLE_MOST, Texts
from kairanban.circulation.surveys.pages.fields import arrangement, read_questions
from kairanban.core.clock import Moment, at, end_of
from kairanban.core.tasks import Task
from kairanban.i18n.dates import input_day, input_hour, is_whole_day
from kairanban.i18n.marks import N as _n
from kairanban.web.forms import Form

# Municipalities write requests on the same pages; the draft's place decides who sees it.
WRITERS = (Task.DRAFT, Task.ASK_ASSOCIATIONS)
# A name and twelve hexadecimal digits for each of the fields.
BASE_MOST = 600
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


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
        questions=read_questions(form),
    )


@dataclass(frozen=True, slots=True)
class WhenTyped:
    """The fields of an event as a form holds them."""

    day: str
    since: str
    until: str

    @classmethod
    def of(cls, when: When) -> "WhenTyped":
        if when.begins is None:
            return cls("", "", "")
        if is_whole_day(when.begins, when.ends):
            return cls(input_day(when.begins), "", "")
        return cls(input_day(when.begins), input_hour(when.begins), input_hour(when.ends))

    @classmethod
    def submitted(cls, form: Form) -> "WhenTyped | None":
        """Return them as they were sent, None from a form that has one field for day and hour."""
        if "event_day" not in form.names("event_"):
            return None
        return cls(form.text("event_day"), form.text("event_from"), form.text("event_to"))


def read_when(form: Form) -> When:
    """Return the day and the hours of the event; what is impossible is an error in the form."""
    if WhenTyped.submitted(form) is None:
        return of_fields(form.moment("event_at"), form.moment("event_until"))
    day, since, until = form.day("event_day"), form.hour("event_from"), form.hour("event_to")
    if day is None:
        if since is not None or until is not None:
            form.wrong.setdefault("event_day", _n("Please write the day too."))
        return When()
    if since is None:
        if until is not None:
            form.wrong.setdefault("event_from", _n("Please write when it begins."))
        return When(at(day), end_of(day))
    begins = at(day, since.hour, since.minute)
    if until is None:
        return When(begins)
    ends = at(day, until.hour, until.minute)
    if ends <= begins:
        form.wrong.setdefault("event_to", _n("The end has to come after the beginning."))
    return When(begins, ends)


def read_choices(form: Form) -> Choices:
    # A button of the survey chooses that kind, over the radio button above it.
    asked = form.choice("reply_kind", tuple(ReplyKind)) or ReplyKind.ACKNOWLEDGE.value
    when = read_when(form)
    return Choices(
        category=form.choice("category", tuple(CATEGORIES)) or "notice",
        importance=form.choice("importance", tuple(Importance)) or Importance.ORDINARY.value,
        reply_kind=ReplyKind.SURVEY.value if arrangement(form) else asked,
        reply_by=read_closing(form),
        event_at=when.begins,
        event_until=when.ends,
        permission=form.text("permission", longest=FACT_MOST),
        yearly=int(form.ticked("yearly")),
    )


def read_closing(form: Form) -> Moment | None:
    """Return until when answers are taken: the hour that is written beside the day, else the end of the day."""
    if "T" in form.text("reply_by"):
        # Two versions to choose from carry day and hour in one.
        return form.moment("reply_by")
    day, hour = form.day("reply_by"), form.text("reply_by_hour", longest=8)
    clock = _CLOCK.fullmatch(hour)
    if hour and not clock:
        form.wrong["reply_by"] = _n("Please write a time.")
    elif hour and not day and "reply_by" not in form.wrong:
        form.wrong["reply_by"] = _n("Please write the day too.")
    if day is None:
        return None
    return at(day, int(clock[1]), int(clock[2])) if clock else end_of(day)
