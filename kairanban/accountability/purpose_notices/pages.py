"""利用目的のお知らせ: one sheet a household, printed with its card, in its language beside Japanese."""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.purpose_notices import actions
from kairanban.accountability.purpose_notices.rules import Notice
from kairanban.core.tasks import Task
from kairanban.i18n.furigana import Furigana
from kairanban.i18n.languages import DEFAULT, LANGUAGES, Language
from kairanban.i18n.templating import part
from kairanban.web.app_context import read
from kairanban.web.printing import paper
from kairanban.web.routing import get

TEMPLATE = "accountability/purpose_notices/sheets.html"
TEXT = "accountability/purpose_notices/_text.html"


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """One sheet for each language, in Japanese and in it; without names, so that it is the same for many households."""

    association: str
    texts: dict[str, Markup]
    copies: Counter[str]
    languages: dict[str, Language]
    first: str = DEFAULT


def sheets_page(notice: Notice, languages: list[str]) -> SheetsPage:
    copies = Counter(one if one in LANGUAGES else DEFAULT for one in languages)
    texts = {one: part(one, Furigana.NONE, TEXT, notice) for one in (DEFAULT, *copies)}
    return SheetsPage(notice.association, texts, copies, LANGUAGES)


def in_order(view: SheetsPage, languages: list[str]) -> list[int]:
    """Return which sheet each household gets, in the order of the cards."""
    sheets = list(view.copies)
    return [sheets.index(one if one in LANGUAGES else DEFAULT) for one in languages]


async def show(request: Request) -> Response:
    batch = request.path_params["batch"]
    async with read(request) as tx:
        notice, languages = await actions.of_batch(tx, batch, request.state.token)
    view = sheets_page(notice, languages)
    return await paper(
        request, TEMPLATE, view, back=f"/cards/{batch}", name="riyou-mokuteki", language=DEFAULT,
        pages=in_order(view, languages),
    )  # fmt: skip


routes = [
    get("/cards/{batch:int}/notices", show, Task.PRINT_CARDS),
    get("/cards/{batch:int}/notices.pdf", show, Task.PRINT_CARDS),
]
