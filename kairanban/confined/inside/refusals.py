"""How a worker says no; the parent knows the sentence for each name."""

from dataclasses import dataclass

from PIL import Image


class Refusal(Exception):
    """The file is what it says, but more than is taken."""

    def __init__(self, name: str, **values: int) -> None:
        super().__init__(name)
        self.name = name
        self.values = values


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page with its text."""

    picture: Image.Image
    text: str
