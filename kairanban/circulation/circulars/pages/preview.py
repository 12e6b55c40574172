"""Beside the form on a wide screen: the circular as a resident sees it, made from what is typed. Nothing is stored."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments, drafts
from kairanban.circulation.circulars.actions.article import article, attribution_of
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.pages.fields import WRITERS, read_choices, read_texts
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.events import as_read
from kairanban.circulation.circulars.rules.texts import BODY_MOST, FACT_MOST, TEXT_FIELDS, Texts
from kairanban.core.ids import CircularId
from kairanban.web.app_context import read
from kairanban.web.forms import read_form
from kairanban.web.render import apart, staff_page
from kairanban.web.routing import post


@dataclass(frozen=True, slots=True)
class PreviewPage:
    kind: str
    article: Article
    choices: Choices
    more: int
    """How many further pages its papers have."""


async def show(request: Request) -> Response:
    """Return the part, also of a form with errors: too long texts are cut."""
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    typed = read_texts(form)
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        kept = await drafts.texts_of(tx, circular, work.edition)
        sheets = await attachments.sheets(tx, circular)
    texts = Texts(**{name: getattr(typed, name)[: _MOST.get(name, FACT_MOST)] for name in TEXT_FIELDS})
    choices = read_choices(form).allowed(work)
    first = [sheet for sheet in sheets if sheet.number == 1]
    view = PreviewPage(
        kind=work.kind,
        article=article(
            as_read(texts, work.kind, choices.when, kept, work.when),
            first,
            kind=work.kind,
            category=choices.category,
            importance=choices.importance,
            published=None,
            attribution=attribution_of(work),
        ),
        choices=choices,
        more=len(sheets) - len(first),
    )
    return await apart(len(texts.body), staff_page, request, "circulation/circulars/_preview.html", view)


_MOST = {"body": BODY_MOST}

routes = [post("/circulars/{circular:int}/preview", show, WRITERS)]
