"""Refusals of a worker; the parent maps each name to a sentence. And what it returns of a page."""

from dataclasses import dataclass

from PIL import Image

from kairanban.confined.sheets import Sheet


class Refusal(Exception):
    """The file is valid but exceeds a limit, or is locked."""

    def __init__(self, name: str, **values: int) -> None:
        super().__init__(name)
        self.name = name
        self.values = values


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page with its text."""

    picture: Image.Image
    text: str
    sheet: Sheet
    filled: str = ""
    """What was typed into fields over a scan, a line each."""
