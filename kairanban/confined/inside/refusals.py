"""Refusals of a worker; the parent maps each name to a sentence."""

from dataclasses import dataclass

from PIL import Image


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
