"""One circular in large type, with its reply."""

import contextlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.queries.attachments import PAGES
from kairanban.circulation.circulars.rules.article import Article, Sheet
from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.circulars.rules.timing import still_open
from kairanban.circulation.replies.actions.answers import who_may_press
from kairanban.circulation.replies.actions.surveys import parts_of, survey_of
from kairanban.circulation.replies.actions.twins import opened
from kairanban.circulation.replies.queries import answers
from kairanban.circulation.replies.queries.answers import Adult, Circular
from kairanban.circulation.replies.queries.twins import ALSO, Also
from kairanban.circulation.replies.rules.recording import CurrentReply
from kairanban.circulation.surveys.rules.answers import Filled, Parts, as_filled
from kairanban.circulation.surveys.rules.shown import Survey
from kairanban.core.actor import Home
from kairanban.core.errors import NotFound, Unavailable
from kairanban.core.ids import CircularId, HouseholdId, ResidentId
from kairanban.db.tx import Tx
from kairanban.web.app_context import actor, is_seen, observe, point_read
from kairanban.web.homes import chosen
from kairanban.web.render import Ahead, apart, kept_page
from kairanban.web.routing import Open, get
from kairanban.web.ways import way_back

NO_SURVEY = Survey()


@dataclass(frozen=True, slots=True)
class CircularPage:
    circular: Circular
    article: Article
    reply: CurrentReply | None
    """The reply that counts; one to an earlier question is in `before`."""
    before: CurrentReply | None
    open: bool
    home: Home
    others: tuple[Home, ...]
    """Other households of this device that it is for too."""
    press: str
    offer: bool = False
    """Whether to say, after an answer, that this device could be told of the next circular."""
    wrong: str = ""
    typed: str = ""
    changing: bool = False
    adults: Sequence[Adult] = ()
    """Who may be chosen as who presses; empty where nothing is asked or there is no choice."""
    who: ResidentId | None = None
    taken_back: bool = False
    """Whether the reply was taken back just now."""
    back: str = "/"
    """The list the reader came from."""
    also: Sequence[Also] = ()
    """Other associations of the family that sent the same."""
    survey: Survey = NO_SURVEY
    parts: Parts = ()
    """The answers of the reply that counts."""
    filled: Filled = field(default_factory=dict)
    """What stands in the form of the survey: what was submitted, else the answers that are changed."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with it, by q1, q2, …."""

    @property
    def is_missing(self) -> bool:
        """Whether answers to questions of the survey were missing or did not fit."""
        return any(one.name in self.faults for one in self.survey.questions)


async def show(request: Request) -> Response:
    async with point_read(request) as tx:
        view = await circular_page(tx, request)
    if view.circular.opened is None and view.circular.counted is None and is_seen(request):
        # A full disk must not prevent reading.
        with contextlib.suppress(Unavailable):
            async with observe(request) as tx:
                await opened(tx, view.circular.id, view.home)
    sheets = [f"/attachments/{one.attachment}/pages/{one.number}" for one in view.article.sheets]
    template, ahead = "circulation/replies/circular.html", Ahead(pictures=sheets) if sheets else None
    return await apart(len(view.article.body), kept_page, request, template, view, ahead)


async def circular_page(
    tx: Tx,
    request: Request,
    household: HouseholdId | None = None,
    wrong: str = "",
    typed: str = "",
    who: ResidentId | None = None,
    back: str = "",
    filled: Filled | None = None,
    faults: Mapping[str, str] | None = None,
) -> CircularPage:
    """Return the page for the requested household, else the first that has not replied; raise NotFound."""
    id = CircularId(request.path_params["circular"])
    homes = actor(request).homes
    asked = chosen(request, request.query_params.get("home", ""))
    household = household or (asked or homes[0]).household if asked or len(homes) == 1 else household
    found, sheets = await tx.together(
        (answers.CIRCULAR_PAGE, {"circular": id, "language": request.state.page_context.language}),
        (PAGES, {"circular": id}),
    )
    everywhere = answers.CIRCULAR_PAGE.of(found.rows)
    mine = [one for one in everywhere if household in (None, one.circular.household)]
    if not mine:
        raise NotFound
    shown = next((one for one in mine if one.circular.replied is None), mine[0])
    circular = shown.circular
    # A reply stands where the household counts as replied, or replied before it was asked again.
    reply = None
    if circular.replied is not None or circular.asked_edition > 1:
        reply = await tx.first(answers.CURRENT, circular=id, household=circular.household)
    counts = reply is not None and reply.edition >= circular.asked_edition
    unreached = counts and not actor(request).kiosk and not await tx.column(answers.TOLD_HERE)
    is_open = still_open(circular.reply_by, circular.withdrawn, tx.now, circular.counted)
    changing = request.query_params.get("change") == "1"
    adults = await who_may_press(tx, circular.household) if is_open and (changing or not counts) else []
    home = next((home for home in homes if home.household == circular.household), homes[0])
    asks_survey = circular.reply_kind == ReplyKind.SURVEY
    parts = await parts_of(tx, id, circular.household) if asks_survey and counts else ()
    return CircularPage(
        circular=circular,
        article=_with_sheets(shown.article, PAGES.of(sheets.rows), id, home if len(homes) > 1 else None),
        reply=reply if counts else None,
        before=None if counts else reply,
        open=is_open,
        home=home,
        others=tuple(
            home
            for home in homes
            if home.household != circular.household
            and home.household in {other.circular.household for other in everywhere}
        ),
        press=secrets.token_urlsafe(12),
        wrong=wrong,
        typed=typed,
        offer=unreached,
        changing=changing,
        adults=adults if len(adults) > 1 else (),
        who=who,
        back=way_back(request, back),
        taken_back=request.query_params.get("done") == "taken_back",
        also=await tx.all(ALSO, circular=id, household=home.household) if home.family is not None else (),
        survey=await survey_of(tx, id, shown.article.language) if asks_survey else NO_SURVEY,
        parts=parts,
        filled=as_filled(parts) if filled is None else filled,
        faults=faults or {},
    )


def _with_sheets(
    article: Article, sheets: Sequence[Sheet], circular: CircularId, home: Home | None
) -> Article:
    if not sheets:
        return article
    query = f"?home={home.household}" if home else ""
    return replace(article, sheets=tuple(sheets), opens=f"/circulars/{circular}/papers", home=query)


routes = [get("/circulars/{circular:int}", show, Open.HOUSEHOLD)]
