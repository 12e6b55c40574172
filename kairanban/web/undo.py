"""A second tap undoes nothing: what undoes, leaves or removes is asked about when its page had only just come.

A tap right after a press lands at the same place of the next page. Where scripts run, app.js makes these buttons inert for pointers
for the same time, and takes the field out. It holds for what needs no task: the pages of residents, and leaving.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.web import csrf, render
from kairanban.web.app_context import app_context
from kairanban.web.forms import form_of
from kairanban.web.problems import path_only

# The last words of the addresses that undo, leave or remove, or say that a call for help was practice; app.js has the same.
WORDS = frozenset({"removal", "away", "leaving", "end", "withdrawal", "word"})
SOON = 1_500
FIELDS_MOST = 100


@dataclass(frozen=True, slots=True)
class Question:
    """The form once more, without the time."""

    action: str
    fields: list[tuple[str, str]]
    back: str


def undoes(path: str) -> bool:
    """Tell whether a form of this address undoes, leaves or removes."""
    return path.rsplit("/", 1)[-1] in WORDS


async def question(request: Request) -> Response | None:
    """Return a page that asks once more, None if the form's page has been there for 1.5 s or does not say."""
    form = await form_of(request, files=0, fields=FIELDS_MOST)
    made = str(form.get(render.MADE, ""))
    now = app_context(request).database.clock()
    if not (made.isascii() and made.isdecimal() and 0 <= now - int(made[:16]) < SOON):
        return None
    fields = [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in (render.MADE, csrf.FIELD)
    ]
    back = path_only(request.headers.get("referer", "/"))
    return render.page(request, "web/undo_question.html", Question(request.url.path, fields, back), 409)
