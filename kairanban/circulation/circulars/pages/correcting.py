"""The form of a correction, the same for what goes round and for a request of the town."""

from dataclasses import dataclass, replace
from functools import partial

from starlette.datastructures import UploadFile
from starlette.requests import Request

from kairanban.circulation.circulars.actions import exchanging
from kairanban.circulation.circulars.actions.drafts import Choices, find
from kairanban.circulation.circulars.actions.exchanging import Off
from kairanban.circulation.circulars.pages.fields import BASE_MOST, WhenTyped, read_choices, read_texts
from kairanban.circulation.circulars.pages.files import RefusedFile, take_files
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.surveys.pages.fields import arrangement
from kairanban.confined.documents import Document
from kairanban.core.clock import day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import AttachmentId, CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form

CHANGES = (Change.TYPO.value, Change.CHANGE.value)


@dataclass(frozen=True, slots=True)
class Correction:
    """What an officer has typed and chosen."""

    texts: Texts
    choices: Choices
    when: WhenTyped | None
    """Day and hours as they were sent."""
    base: str
    change: str
    note: str
    off: Off
    """The papers that she takes off."""
    files: tuple[UploadFile, ...]
    seen: Off
    """The papers that the form showed, and those that came with it."""
    edition: int | None
    """The edition that the form was opened at."""
    sends: bool
    """Whether it goes out; else she only adds or leaves out papers, arranges questions, and looks at the form again."""


def read_correction(form: Form) -> Correction:
    """Read the form; errors of fields are in `form.wrong`."""
    sends = form.choice("go", ("papers",)) != "papers" and not arrangement(form)
    needed = _n("Please choose which of the two it is.") if sends else ""
    return Correction(
        texts=read_texts(form),
        choices=read_choices(form),
        when=WhenTyped.submitted(form),
        base=form.text("base", longest=BASE_MOST),
        change=form.choice("change", CHANGES, needed=needed),
        note=form.text("note"),
        off=_papers(form, "off"),
        files=tuple(form.files("files")),
        seen=_papers(form, "seen"),
        edition=form.whole("edition", 1, 100_000),
        sends=sends,
    )


def _papers(form: Form, name: str) -> Off:
    ids = [one for value in form.many(name) for one in value.split() if one.isascii() and one.isdecimal()]
    return frozenset(AttachmentId(int(one)) for one in ids if len(one) < 16)


def more_of(sent: Correction) -> dict[str, str]:
    """Return what a form that asks once more carries besides the fields that two have changed."""
    return {
        "change": sent.change,
        "note": sent.note,
        "off": _listed(sent.off),
        "seen": _listed(sent.seen),
        "edition": str(sent.edition or ""),
    }


def _listed(papers: Off) -> str:
    return " ".join(map(str, sorted(papers)))


async def take_papers(
    request: Request, circular: CircularId, sent: Correction
) -> tuple[Correction, list[RefusedFile]]:
    """Store the files for the correction and delete those it leaves out after all.

    Return the correction with what was stored, and the refused files; raise Invalid where the circular was corrected since the form
    was opened: the same form sent twice must not ask everybody twice.
    """
    async with read(request) as tx:
        kept = await exchanging.changeable(tx, circular)
        work, today = await find(tx, circular), day_of(tx.now)
    if sent.edition is not None and sent.edition < work.edition and (sent.files or not sent.sends):
        raise Invalid(
            {
                "files": _n(
                    "This was corrected meanwhile. The papers were not taken; please look, and choose them once more."
                )
            }
        )
    if any(paper.pending and paper.id in sent.off for paper in kept):
        async with write(request) as tx:
            await exchanging.leave_out(tx, circular, sent.off)
    stored: list[AttachmentId] = []
    refused = await take_files(request, list(sent.files), today, partial(_store, circular, sent.off, stored))
    return replace(sent, seen=sent.seen | frozenset(stored)), refused


async def _store(
    circular: CircularId,
    off: Off,
    stored: list[AttachmentId],
    tx: Tx,
    name: str,
    document: Document | None,
) -> None:
    if document:
        stored.append(await exchanging.add(tx, circular, name, document, off))
    else:
        await exchanging.require_room(tx, circular, off)
