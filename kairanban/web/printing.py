"""Pages made for paper: looked at and printed from the browser; the same address with .pdf behind it is the PDF."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kairanban.confined.errors import MissingPart, Unreadable
from kairanban.confined.printing import print_pdf
from kairanban.core.errors import Unavailable
from kairanban.i18n.templating import render
from kairanban.web.render import printed_page


async def paper(
    request: Request, template: str, view: Any, *, back: str, name: str, language: str = ""
) -> Response:
    """The page with a bar that leads back and to its PDF, or that PDF, in another language where one is named."""
    path = request.url.path
    if path.endswith(".pdf"):
        return await pdf(render(language or request.state.page_context.language, template, page=view), name)
    query = f"?{request.url.query}" if request.url.query else ""
    return printed_page(request, template, view, back=back, pdf=f"{path}.pdf{query}")


async def pdf(html: str, name: str) -> Response:
    """The document on paper, opened in the browser; Unavailable where this machine cannot print."""
    try:
        printed = await print_pdf(html)
    except (MissingPart, Unreadable) as problem:
        raise Unavailable(problem.reason) from problem
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(printed, media_type="application/pdf", headers=headers)
