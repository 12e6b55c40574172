"""A printed circular as a PDF, in the reader's language and with her furigana: for households, leaders and visitors alike."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions.print_view import PrintView, as_pdf


async def circular_pdf(request: Request, view: PrintView, shown: dict[str, str]) -> Response:
    """Return the PDF with these page pictures; raise Unavailable if this machine cannot print."""
    context = request.state.page_context
    pdf = await as_pdf(view, shown, context.language, context.furigana)
    headers = {"Content-Disposition": 'inline; filename="kairan.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)
