"""A check on the household's device: three large buttons, and the page of a help call."""

import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.safety.actions import answers, household_view
from kairanban.care.safety.actions.answers import Given
from kairanban.care.safety.queries.household_view import Call, Check, Said
from kairanban.care.safety.rules import WORDS_MOST, Source, State, Word
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.render import PRESSED, kept_page, page, see
from kairanban.web.routing import Open, get, post

ANSWERS = (State.SAFE.value, State.HELP.value)


@dataclass(frozen=True, slots=True)
class CheckPage:
    check: Check
    several: bool
    said: list[Said]
    calls: list[Call]
    press: str
    residents: list[str]
    wrong: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def helping(self) -> bool:
        """Whether this device has an open help call."""
        return any(one.closed is None for one in self.calls)

    @property
    def told(self) -> Said | None:
        """The report of safety that stands: none while help is asked for, or from before a helper ended a call."""
        ended = max((c.closed or 0 for c in self.calls if c.closed_how != "taken_back"), default=0)
        reports = (one for one in self.said if one.state == State.SAFE and one.made >= ended)
        return None if self.helping else next(reports, None)


async def show(request: Request) -> Response:
    view = await _view(request)
    return kept_page(request, "care/safety/check.html", view)


async def answer(request: Request) -> Response:
    """Record 無事です or 助けが必要です for the household."""
    form = await read_form(request)
    state = form.choice("state", ANSWERS, _n("Please press how they are."))
    made = form.whole("made", 0, 2**53)
    try:
        form.check()
        given = Given(State(state), Source.OWN, _press(form, State(state)), made=made)
        return await _say(request, form, given)
    except Invalid as invalid:
        return page(request, "care/safety/check.html", await _view(request, dict(invalid.fields)), 422)


async def show_family(request: Request) -> Response:
    return kept_page(request, "care/safety/family.html", await _view(request))


async def tell_of_family(request: Request) -> Response:
    """家族のことを伝える: record a report about a family member."""
    form = await read_form(request)
    other = form.text("other", longest=60)
    chosen_about = form.text("about", longest=60)
    about = other or chosen_about
    words = form.text("words", longest=WORDS_MOST)
    state = form.choice("state", ANSWERS, _n("Please press how they are."))
    if not about:
        form.wrong["about"] = _n("Please choose or write whom it is about.")
    # "*" means the whole household.
    everybody = about == "*"
    try:
        form.check()
        given = Given(
            State(state),
            Source.FAMILY,
            _press(form, State(state)),
            about="" if everybody else about,
            words=words,
            made=form.whole("made", 0, 2**53),
        )
        return await _say(request, form, given)
    except Invalid as invalid:
        typed = {"about": chosen_about, "other": other, "words": words}
        view = await _view(request, dict(invalid.fields), typed)
        return page(request, "care/safety/family.html", view, 422)


async def show_help(request: Request) -> Response:
    view = await _view(request)
    if not view.calls:
        return see(_address(view.check, view.several))
    return page(request, "care/safety/help.html", view)


async def give_word(request: Request) -> Response:
    """Record the answer to 「訓練ですか、本当ですか」."""
    form = await read_form(request)
    word = form.choice("word", (Word.REAL.value, Word.DRILL.value))
    check = await _check(request, form)
    if word:
        async with write(request) as tx:
            await household_view.give_word(tx, check.id, check.household, Word(word), _call(form))
    return see(_address(check, _several(request), "/help"))


async def take_back(request: Request) -> Response:
    form = await read_form(request)
    check = await _check(request, form)
    async with write(request) as tx:
        await household_view.take_back(tx, check.id, check.household, _call(form))
    return see(_address(check, _several(request), "/help"))


async def go_back(request: Request) -> Response:
    """Redirect to the question after back or reload on a report's URL."""
    return see(f"/safety/{request.path_params['check']}")


async def _say(request: Request, form: Form, given: Given) -> Response:
    check = await _check(request, form)
    async with write(request) as tx:
        await answers.answer(tx, check.id, check.household, given)
    # From the first page back to it: the question there has become the answer.
    if given.state is State.SAFE and form.choice("from", ("home",)):
        return see(PRESSED)
    after = "/help" if given.state is State.HELP else ""
    return see(_address(check, _several(request), after))


def _press(form: Form, state: State) -> str:
    """Return the report's key; another button on a stored page is another report."""
    made = form.text("made", longest=20)
    return f"{form.text('press', longest=40) or secrets.token_urlsafe(9)}.{state}.{made}"


def _call(form: Form) -> int:
    """Return the id of the help call, 0 for all of this device."""
    return form.whole("call", 0, 2**53) or 0


async def _check(request: Request, form: Form) -> Check:
    return await _find(request, form.text("home"))


async def _find(request: Request, home: str) -> Check:
    chosen(request, home)
    async with read(request) as tx:
        found = await household_view.mine(tx, request.path_params["check"])
    for one in found:
        if not home or str(one.household) == home:
            return one
    raise NotFound


async def _view(
    request: Request, wrong: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> CheckPage:
    home = request.query_params.get("home", "") if request.method == "GET" else ""
    if request.method == "POST":
        home = (await read_form(request)).text("home")
    check = await _find(request, home)
    async with read(request) as tx:
        return CheckPage(
            check=check,
            several=_several(request),
            said=await household_view.said(tx, check.id, HouseholdId(check.household)),
            calls=await household_view.calls_of(tx, check.id, check.household),
            press=secrets.token_urlsafe(9),
            residents=await household_view.residents(tx, check.household),
            wrong=wrong or {},
            typed=typed or {},
        )


def _several(request: Request) -> bool:
    return len(actor(request).homes) > 1


def _address(check: Check, several: bool, after: str = "") -> str:
    return f"/safety/{check.id}{after}" + (f"?home={check.household}" if several else "")


routes = [
    get("/safety/{check:int}", show, Open.HOUSEHOLD),
    post("/safety/{check:int}/answer", answer, Open.HOUSEHOLD),
    get("/safety/{check:int}/family", show_family, Open.HOUSEHOLD),
    post("/safety/{check:int}/family", tell_of_family, Open.HOUSEHOLD),
    get("/safety/{check:int}/help", show_help, Open.HOUSEHOLD),
    post("/safety/{check:int}/help/word", give_word, Open.HOUSEHOLD),
    post("/safety/{check:int}/help/removal", take_back, Open.HOUSEHOLD),
    get("/safety/{check:int}/answer", go_back, Open.HOUSEHOLD),
]
