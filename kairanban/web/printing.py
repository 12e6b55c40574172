"""Printable pages: a preview in the browser, and a PDF at the same path with .pdf."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kairanban.confined.errors import MissingPart, Unreadable
from kairanban.confined.printing import print_pdf
from kairanban.core.errors import Unavailable
from kairanban.i18n.templating import render
from kairanban.web.render import printed_page


async def paper(
    request: Request,
    template: str,
    view: Any,
    *,
    back: str,
    name: str,
    language: str = "",
    pages: Sequence[int] = (),
) -> Response:
    """Return the preview with links back and to the PDF, or the PDF, optionally in another language.

    With `pages` the PDF has these pages of the preview, in this order.
    """
    path = request.url.path
    if path.endswith(".pdf"):
        html = render(language or request.state.page_context.language, template, page=view)
        return await pdf(html, name, pages)
    query = f"?{request.url.query}" if request.url.query else ""
    return printed_page(request, template, view, back=back, pdf=f"{path}.pdf{query}")


async def pdf(html: str, name: str, pages: Sequence[int] = ()) -> Response:
    """Return the document as an inline PDF; raise Unavailable if this machine cannot print."""
    try:
        printed = await print_pdf(html, pages)
    except (MissingPart, Unreadable) as problem:
        raise Unavailable(problem.reason) from problem
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(printed, media_type="application/pdf", headers=headers)
