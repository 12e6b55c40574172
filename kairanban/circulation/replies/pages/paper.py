"""Show one sheet of an attached paper large, and the text of a scan below it."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import attachments
from kairanban.circulation.circulars.rules.article import Article, Sheet
from kairanban.circulation.replies.pages.circular import circular_page
from kairanban.core.errors import NotFound
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.web.app_context import point_read
from kairanban.web.render import Ahead, kept_page
from kairanban.web.routing import Open, get


@dataclass(frozen=True, slots=True)
class SheetPage:
    article: Article
    sheet: Sheet
    circular: CircularId
    text: str
    """What the whole paper says, read from its picture; empty for a PDF with a text of its own, and where nothing could be read."""
    scanned: bool

    @property
    def count(self) -> int:
        return self.article.count(self.sheet)

    @property
    def picture(self) -> str:
        return f"/attachments/{self.sheet.attachment}/pages/{self.sheet.number}"

    @property
    def back(self) -> str:
        """The place of this sheet on the circular's page."""
        return f"/circulars/{self.circular}{self.article.home}#{self.sheet.anchor}"

    def beside(self, step: int) -> str:
        """Return the address of the sheet before or behind, or an empty string."""
        number = self.sheet.number + step
        if not 1 <= number <= self.count:
            return ""
        return f"{self.article.opens}/{self.sheet.attachment}/{number}{self.article.home}"


async def show(request: Request) -> Response:
    wanted = AttachmentId(request.path_params["attachment"]), request.path_params["number"]
    async with point_read(request) as tx:
        found = await circular_page(tx, request)
        article, circular = found.article, found.circular.id
        sheet = next((one for one in article.sheets if (one.attachment, one.number) == wanted), None)
        if sheet is None:
            raise NotFound
        papers = await attachments.of(tx, circular)
    paper = next(one for one in papers if one.id == sheet.attachment)
    # Read from the picture, it is what everybody sees; the text of a PDF may hold what was blacked out or is white on white.
    text = paper.text if paper.scanned else ""
    view = SheetPage(article, sheet, circular, text, bool(paper.scanned))
    return kept_page(request, "circulation/replies/sheet.html", view, Ahead(pictures=[view.picture]))


routes = [get("/circulars/{circular:int}/papers/{attachment:int}/{number:int}", show, Open.HOUSEHOLD)]
