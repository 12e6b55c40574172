"""The fields of a survey: its questions in the forms of authors, and the answers in those of everybody else."""

from kairanban.circulation.surveys.rules.answers import Filled
from kairanban.circulation.surveys.rules.arranging import Arrangement, arranged
from kairanban.circulation.surveys.rules.questions import (
    CHOICE_MOST,
    CHOICES_MOST,
    NUMBER_MOST,
    QUESTION_MOST,
    QUESTIONS_MOST,
    UNIT_MOST,
    USUAL_LEAST,
    USUAL_MOST,
    Question,
    QuestionKind,
    read,
    written,
)
from kairanban.core.lines import one_line
from kairanban.i18n.marks import N as _n
from kairanban.web.forms import Form

# The name of the buttons that add, move and take away a question.
BUTTON = "survey"
# More than eight full questions in their written form.
WHOLE_MOST = 8_000
LINES_MOST = 2_000
_BOUNDS = _n("Please write a number from 0 to 9999.")
_LONG_CHOICE = _n("One of the choices is too long.")


def arrangement(form: Form) -> Arrangement | None:
    """Return which button of the survey was pressed, None for another one of the form."""
    return Arrangement.of(form.text(BUTTON))


def read_questions(form: Form) -> str:
    """Return the questions in their written form, as arranged by a button; values too long are errors by q1, q2, ….

    A form that does not edit them carries them whole.
    """
    whole = form.paragraphs("questions", longest=WHOLE_MOST)
    found = list(read(whole))[:QUESTIONS_MOST]
    if form.names("q1_kind"):
        found = [
            _question(form, f"q{at}") for at in range(1, QUESTIONS_MOST + 1) if form.names(f"q{at}_kind")
        ]
    pressed = arrangement(form)
    return written(arranged(found, pressed) if pressed else found)


def _question(form: Form, at: str) -> Question:
    given = form.paragraphs(f"{at}_choices", longest=LINES_MOST)
    choices = tuple(line for line in map(one_line, given.split("\n")) if line)
    least = form.whole(f"{at}_least", 0, NUMBER_MOST, outside=_BOUNDS)
    most = form.whole(f"{at}_most", 0, NUMBER_MOST, outside=_BOUNDS)
    if any(len(choice) > CHOICE_MOST for choice in choices):
        form.wrong[f"{at}_choices"] = _LONG_CHOICE
    return Question(
        kind=form.choice(f"{at}_kind", tuple(QuestionKind)) or QuestionKind.ONE.value,
        text=form.text(f"{at}_text", longest=QUESTION_MOST),
        # What is typed is kept, and said to be too many before it goes out.
        choices=choices[: 3 * CHOICES_MOST],
        required=form.ticked(f"{at}_required"),
        only=form.ticked(f"{at}_only") and at != "q1",
        unit=form.text(f"{at}_unit", longest=UNIT_MOST),
        least=USUAL_LEAST if least is None else least,
        most=USUAL_MOST if most is None else most,
    )


def read_filled(form: Form, of: str = "") -> Filled:
    """Return the values of the answers, whose fields end with `of` where a form has several surveys."""
    found = dict[int, tuple[str, ...]]()
    for number in range(1, QUESTIONS_MOST + 1):
        values = tuple(value for value in form.many(f"q{number}{of}") if value)
        if values:
            found[number] = values[:CHOICES_MOST]
    return found
