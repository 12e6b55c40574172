"""Read form input: cleaned values, and a message for each invalid field."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import PurePosixPath

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kairanban.core.clock import Moment, at
from kairanban.core.errors import Invalid
from kairanban.core.lines import one_line, paragraphs
from kairanban.i18n.marks import N as _n

# Far outside these years, time zone conversion fails.
YEARS = range(2000, 2201)
FILE_NAME_LONGEST = 200

BROKEN = _n("The form did not arrive whole. Please open the page again and send it once more.")


class Form:
    """The fields of a request and the errors found in them; call `check()` after reading all."""

    def __init__(self, data: FormData) -> None:
        self._data = data
        self.wrong: dict[str, str] = {}

    def text(self, name: str, *, longest: int = 200, needed: str = "", too_long: str = "") -> str:
        """Return a field as one line; `needed` is the error if it is empty."""
        return self._read(name, one_line, longest, needed, too_long)

    def paragraphs(self, name: str, *, longest: int, needed: str = "", too_long: str = "") -> str:
        """Return the text of a <textarea>; `needed` is the error if it is empty."""
        return self._read(name, paragraphs, longest, needed, too_long)

    def _read(self, name: str, tidied: Callable[[str], str], longest: int, needed: str, too_long: str) -> str:
        value = tidied(str(self._data.get(name) or ""))
        if not value and needed:
            self.wrong[name] = needed
        if len(value) > longest:
            self.wrong[name] = too_long or _n("This is too long.")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], needed: str = "") -> str:
        value = str(self._data.get(name) or "")
        if value in allowed:
            return value
        if needed:
            self.wrong[name] = needed
        return ""

    def ticked(self, name: str) -> bool:
        return bool(self._data.get(name))

    def names(self, start: str = "") -> list[str]:
        """Return the names of submitted fields with this prefix, for forms of variable length."""
        return [name for name in self._data if name.startswith(start)]

    def many(self, name: str) -> list[str]:
        return [one_line(str(value)) for value in self._data.getlist(name)]

    def ids(self, name: str) -> list[int]:
        return [
            int(value)
            for value in self.many(name)
            if value.isascii() and value.isdecimal() and len(value) < 16
        ]

    def whole(self, name: str, least: int, most: int, needed: str = "", *, outside: str = "") -> int | None:
        """Return an integer, also in full-width digits; `outside` is the error if it is not in range."""
        # Cut before it is normalised: an integer has no hundred digits.
        value = unicodedata.normalize("NFKC", str(self._data.get(name) or "")[:100]).strip()
        if value.isascii() and value.isdecimal() and len(value) < 16 and least <= int(value) <= most:
            return int(value)
        if value or needed:
            self.wrong[name] = needed or outside or _n("Please write a number.")
        return None

    def day(self, name: str) -> date | None:
        value = str(self._data.get(name) or "")
        try:
            return _known(date.fromisoformat(value)) if value else None
        except ValueError:
            self.wrong[name] = _n("Please write a date.")
            return None

    def moment(self, name: str) -> Moment | None:
        """Return a date and time in Japan as a moment."""
        value = str(self._data.get(name) or "")
        try:
            when = datetime.fromisoformat(value) if value else None
            day = _known(when.date()) if when else None
        except ValueError:
            when = day = None
            self.wrong[name] = _n("Please write a date and a time.")
        return at(day, when.hour, when.minute) if when and day else None

    def hour(self, name: str) -> clock_time | None:
        """Return a time of day."""
        value = str(self._data.get(name) or "")
        try:
            return clock_time.fromisoformat(value) if value else None
        except ValueError:
            self.wrong[name] = _n("Please write a time.")
            return None

    def files(self, name: str) -> list[UploadFile]:
        return [f for f in self._data.getlist(name) if isinstance(f, UploadFile) and f.filename]

    def check(self) -> None:
        """Raise Invalid with a message for each invalid field."""
        if self.wrong:
            raise Invalid(self.wrong)


FIELDS = 2_000


async def read_form(request: Request, *, files: int = 0, fields: int = FIELDS) -> Form:
    """Read the form of a request with at most `files` files and `fields` fields."""
    return Form(await form_of(request, files=files, fields=fields))


async def form_of(request: Request, *, files: int, fields: int = FIELDS) -> FormData:
    """Return the raw fields; raise Invalid if they are truncated or malformed."""
    try:
        return await request.form(max_files=files, max_fields=fields)
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise Invalid({"form": BROKEN}) from error
    except ValueError as error:
        # Some charsets a sender may name fail to decode.
        raise Invalid({"form": BROKEN}) from error


def file_name(upload: UploadFile) -> str:
    """Return the upload's name without folders and control characters, cut to 200 with its suffix."""
    name = re.split(r"[/\\]", one_line(upload.filename or ""))[-1].strip()
    if len(name) <= FILE_NAME_LONGEST:
        return name
    ending = PurePosixPath(name).suffix[:10]
    return name[: FILE_NAME_LONGEST - len(ending)] + ending


def _known(day: date) -> date:
    if day.year not in YEARS:
        raise ValueError(day)
    return day
