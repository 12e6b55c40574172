"""Write everything into a folder: for each association its roster, circulars and answers, and the tables of all."""

import re
from pathlib import Path

from kairanban.circulation.circulars.actions.print_view import (
    NO_SURVEY,
    as_pdf,
    data_url,
    path_of,
    print_view,
)
from kairanban.circulation.municipal_requests.rules.table_file import table_csv
from kairanban.circulation.progress.pages.printing import printed
from kairanban.circulation.progress.queries.overview import Circular
from kairanban.community.places.queries.places import BY_NAME, Named
from kairanban.community.roster.actions import exporting
from kairanban.config import Settings
from kairanban.core import headway
from kairanban.core.actor import System
from kairanban.core.clock import local
from kairanban.db.engine import Database
from kairanban.i18n.furigana import Furigana
from kairanban.i18n.languages import DEFAULT
from kairanban.operations.closing.queries import ANSWERS, CIRCULARS, PICTURES, Answered

CLOSING = System("close")
ROSTER, CIRCULARS_FOLDER, ANSWERS_FILE = "名簿.csv", "回覧", "回答.csv"
HEADINGS = ("回覧の番号", "題", "班", "世帯", "返信の日時", "返事", "数", "ことば", "方法")
CHOICES = {
    "acknowledged": "確認しました", "attending": "参加", "absent": "不参加", "undecided": "未定", "number": "数",
    "words": "ことば", "survey": "アンケート",
}  # fmt: skip
# Who asked not to be shown by name stays so.
HIDDEN = "（名前は出していません）"
METHODS = {"app": "画面", "paper": "紙", "phone": "電話", "visit": "訪問"}


async def write_associations(database: Database, settings: Settings, folder: Path) -> int:
    """Write a folder for each association, and return the number of circulars in them."""
    async with database.read(CLOSING) as tx:
        associations = await tx.all(BY_NAME)
        circulars = sum([len(await tx.all(CIRCULARS, association=one.id)) for one in associations])
    headway.begin("circulars", circulars)
    number = 0
    for one in associations:
        number += await _write_association(database, settings, folder / f"{one.id} {_as_file(one.name)}", one)
    return number


async def _write_association(database: Database, settings: Settings, folder: Path, association: Named) -> int:
    (folder / CIRCULARS_FOLDER).mkdir(parents=True)
    async with database.write(CLOSING) as tx:
        (folder / ROSTER).write_bytes(await exporting.export(tx, association.id))
    async with database.read(CLOSING) as tx:
        circulars = await tx.all(CIRCULARS, association=association.id)
        answers = await tx.all(ANSWERS, association=association.id)
    (folder / ANSWERS_FILE).write_bytes(table_csv([HEADINGS, *map(_cells, answers)]))
    for one in circulars:
        name = f"{local(one.published):%Y-%m-%d} {one.id} {_as_file(one.title)}.pdf"
        (folder / CIRCULARS_FOLDER / name).write_bytes(await _pdf(database, settings, one))
        headway.advance()
    return len(circulars)


async def _pdf(database: Database, settings: Settings, one: Circular) -> bytes:
    async with database.read(CLOSING) as tx:
        article = await printed(tx, one)
        found = await tx.all(PICTURES, circular=one.id)
    shown = {path_of(p.attachment, p.number): data_url(p.media_type, p.data) for p in found}
    survey = article.survey if one.reply_kind == "survey" else NO_SURVEY
    return await as_pdf(
        print_view(article, one.id, settings.public_address, survey), shown, DEFAULT, Furigana.NONE
    )


def _cells(one: Answered) -> list[str | int]:
    return [
        one.circular,
        one.title,
        one.block or "",
        HIDDEN if one.hidden else one.label,
        f"{local(one.replied):%Y-%m-%d %H:%M}" if one.replied else "",
        CHOICES.get(one.choice or "", one.choice or ""),
        "" if one.number is None else one.number,
        one.words or "",
        METHODS.get(one.method or "", one.method or ""),
    ]


def _as_file(name: str) -> str:
    """Return a name that is one on every file system, of at most 40 letters."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f.]+', "_", name).strip()[:40] or "_"
