"""What was typed into a form: clean text, and one message a field for what cannot be taken."""

import re
import unicodedata
from datetime import date, datetime

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from kairanban.core.clock import Moment, at
from kairanban.core.errors import Invalid
from kairanban.i18n.marks import N as _n

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class Form:
    """The fields of a request, and what is wrong with them; `check()` once all are read."""

    def __init__(self, data: FormData) -> None:
        self._data = data
        self.wrong: dict[str, str] = {}

    def text(self, name: str, *, longest: int = 200, needed: str = "", too_long: str = "") -> str:
        """One field without control characters; `needed` is the message where it is empty."""
        value = _CONTROL.sub("", str(self._data.get(name) or "").replace("\r\n", "\n")).strip()
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
        """The fields that came, for forms that are as long as what they are about."""
        return [name for name in self._data if name.startswith(start)]

    def many(self, name: str) -> list[str]:
        return [str(value) for value in self._data.getlist(name)]

    def ids(self, name: str) -> list[int]:
        return [
            int(value)
            for value in self.many(name)
            if value.isascii() and value.isdecimal() and len(value) < 16
        ]

    def whole(self, name: str, least: int, most: int, needed: str = "") -> int | None:
        """A whole number, full-width digits included."""
        value = unicodedata.normalize("NFKC", str(self._data.get(name) or "")).strip()
        if value.isascii() and value.isdecimal() and len(value) < 16 and least <= int(value) <= most:
            return int(value)
        if value or needed:
            self.wrong[name] = needed or _n("Please write a number.")
        return None

    def day(self, name: str) -> date | None:
        value = str(self._data.get(name) or "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.wrong[name] = _n("Please write a date.")
            return None

    def moment(self, name: str) -> Moment | None:
        """A date and time as read off the wall in Japan."""
        value = str(self._data.get(name) or "")
        try:
            when = datetime.fromisoformat(value) if value else None
        except ValueError:
            when = None
            self.wrong[name] = _n("Please write a date and a time.")
        return at(when.date(), when.hour, when.minute) if when else None

    def files(self, name: str) -> list[UploadFile]:
        return [f for f in self._data.getlist(name) if isinstance(f, UploadFile) and f.filename]

    def check(self) -> None:
        """Invalid with a message for each field that cannot be taken."""
        if self.wrong:
            raise Invalid(self.wrong)


async def read_form(request: Request, *, files: int = 0) -> Form:
    """The form of a request; `files` is the most files it takes."""
    return Form(await request.form(max_files=files, max_fields=2_000))
