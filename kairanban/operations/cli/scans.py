"""The check of `doctor` for the program that reads scanned papers."""

import asyncio

from kairanban.config import Settings
from kairanban.confined.scans import reader

NONE = (
    "Scanned papers cannot be read: chairs are told to type their text. Install tesseract-ocr, tesseract-ocr-jpn "
    "and tesseract-ocr-jpn-vert (data elsewhere is named by TESSDATA_PREFIX), then restart the server."
)


def scans(_settings: Settings) -> tuple[bool, str]:
    """Say whether the text of scans can be read on this machine."""
    program = asyncio.run(reader())
    return (False, NONE) if program is None else (True, f"Scanned papers are read by {program}, in Japanese.")
