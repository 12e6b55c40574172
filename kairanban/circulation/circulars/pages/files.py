"""Files that are sent with a form: each is read and stored by itself, so that one bad file loses no other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import UploadFile
from starlette.requests import Request

from kairanban.circulation.circulars.actions.attachments import TOO_MANY, Full
from kairanban.confined.documents import Document, read_document, too_large
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import LARGEST_FILE
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import file_name

# More than a circular can carry: those beyond are named.
FILES_AT_ONCE = 20
SOME_REFUSED = _n("What could not be added is named here. All else has been kept.")

# Stores a document under its name, or without one only raises Full where there is no room.
Store = Callable[[Tx, str, Document | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that could not be added, and why, as a msgid with its values."""

    name: str
    reason: str
    values: dict[str, object] = field(default_factory=dict)


async def take_files(
    request: Request, files: list[UploadFile], today: date, store: Store
) -> list[RefusedFile]:
    """Read the files outside any transaction and store each; return those that were refused."""
    return [problem for file in files if (problem := await _take(request, file, today, store))]


async def _take(request: Request, file: UploadFile, today: date, store: Store) -> RefusedFile | None:
    name = file_name(file)
    try:
        async with read(request) as tx:
            await store(tx, name, None)
        if (file.size or 0) > LARGEST_FILE:
            raise too_large(await file.read(12), file.size or 0)
        document = await read_document(await file.read(), today)
        async with write(request) as tx:
            await store(tx, name, document)
    except Unreadable as problem:
        return RefusedFile(name, problem.reason, dict(problem.values))
    except Full:
        return RefusedFile(name, TOO_MANY)
    return None
