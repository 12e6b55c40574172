"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import urljoin, urlsplit

WRITTEN = ("text", "search", "tel", "email", "password", "number", "date", "datetime-local", "textarea")
# A plausible value for an empty field of the type.
PLAIN = {
    "number": "2", "date": "2026-12-10", "datetime-local": "2026-12-10T10:00", "email": "hanako@example.jp",
    "tel": "022-000-0002", "password": "natsu no umi wa hiroi",
}  # fmt: skip


@dataclass
class Field:
    name: str
    type: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    """Of a select or the radio buttons of one name."""
    on: bool = False


@dataclass
class PageForm:
    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The name of its field for files, "" without one."""
        return next((one.name for one in self.fields if one.type == "file"), "")

    def filled(self, random: Random) -> list[tuple[str, str]]:
        """Return valid pairs: what stands in the page, empty fields written, boxes ticked or not."""
        pairs = []
        for one in self.fields:
            if one.type == "file" or (one.type == "checkbox" and not (one.on or random.random() < 0.6)):
                continue
            value = random.choice(one.options) if one.options and random.random() < 0.7 else one.value
            if one.type in WRITTEN and not value and random.random() < 0.8:
                value = PLAIN.get(one.type, "テスト 太郎")
            pairs.append((one.name, value or (one.options[0] if one.options else "")))
        if self.buttons:
            pairs.append(random.choice(self.buttons))
        return pairs


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.forms, self.links = address, list[PageForm](), list[str]()
        self._form: PageForm | None = None
        self._by_id = dict[str, PageForm]()
        self._open: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"].split("#")[0])
        elif tag == "form":
            self._form = PageForm(urlsplit(urljoin(self.address, given.get("action", ""))).path)
            if given.get("method", "").lower() == "post":
                self.forms.append(self._form)
            self._by_id[given.get("id", "")] = self._form
        elif tag == "option" and self._open:
            self._open.options.append(given.get("value", ""))
            if "selected" in given:
                self._open.value = given.get("value", "")
        elif given.get("name"):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form = self._by_id.get(given["form"]) if "form" in given else self._form
        if form is None or tag not in ("input", "select", "textarea", "button"):
            return
        kind = given.get("type", "text") if tag == "input" else tag
        if tag == "button" or kind in ("submit", "image"):
            form.buttons.append((given["name"], given.get("value", "")))
            return
        known = next((one for one in form.fields if one.name == given["name"] and kind == "radio"), None)
        if known is None:
            known = Field(given["name"], kind, given.get("value", ""), on="checked" in given)
            form.fields.append(known)
        if kind == "radio":
            known.options.append(given.get("value", ""))
            known.value = given.get("value", "") if "checked" in given else known.value
        self._open = known if tag in ("select", "textarea") else self._open

    def handle_data(self, data: str) -> None:
        if self._open and self._open.type == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._open = None


def read_page(address: str, html: str) -> tuple[list[PageForm], list[str]]:
    """Return the forms for POST, and the links."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms, reader.links
