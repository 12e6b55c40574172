"""A circular on A4 in large type with a QR code of its URL, as a page and as a PDF."""

import base64
from dataclasses import dataclass

from markupsafe import Markup

from kairanban.circulation.circulars.actions import attachments
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.printed import Type, type_of
from kairanban.circulation.surveys.rules.shown import Survey
from kairanban.confined.cards import qr_svg
from kairanban.confined.errors import MissingPart, Unreadable
from kairanban.confined.printing import print_pdf
from kairanban.core.errors import Unavailable
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.templating import render

NO_SURVEY = Survey()
TEMPLATE = "circulation/circulars/paper.html"


@dataclass(frozen=True, slots=True)
class PrintView:
    article: Article
    address: str = ""
    """Its URL; empty before publication."""
    survey: Survey = NO_SURVEY
    """Its questions, with boxes to tick; none for other circulars."""

    @property
    def qr(self) -> Markup:
        return qr_svg(self.address)

    def type(self, readings: bool) -> Type:
        return type_of(self.article, readings=readings)


def print_view(
    article: Article, circular: CircularId, public_address: str, survey: Survey = NO_SURVEY
) -> PrintView:
    """Return the printed view with the circular's public URL."""
    return PrintView(article, f"{public_address}/circulars/{circular}", survey)


async def pictures(tx: Tx, article: Article) -> dict[str, str]:
    """Return the page pictures as data URLs, by their path."""
    found = {}
    for sheet in article.sheets:
        picture = await attachments.picture(tx, sheet.attachment, sheet.number)
        found[path_of(sheet.attachment, sheet.number)] = data_url(picture.media_type, picture.data)
    return found


def path_of(attachment: int, number: int) -> str:
    """Return the path under which a page of a paper is shown."""
    return f"/attachments/{attachment}/pages/{number}"


def data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


async def as_pdf(view: PrintView, shown: dict[str, str], language: str, furigana: str) -> bytes:
    """Return the PDF; Unavailable if printing is not possible on this server."""
    html = render(language, TEMPLATE, furigana, page=view)
    for address, data in shown.items():
        html = html.replace(f'src="{address}"', f'src="{data}"')
    try:
        return await print_pdf(html)
    except (MissingPart, Unreadable) as problem:
        raise Unavailable(problem.reason) from problem
