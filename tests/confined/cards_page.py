"""The card sheet as the server would render it, with a catalogue of its own."""

from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import kairanban
from kairanban.confined.cards import Card, CardSheet, qr_svg

JAPANESE = {
    "Household cards": "家のQRカード",
    "(honorific after a household's name)": "様",
    "Point the camera at the code.": "カメラを向けてください。",
    "Press the words that appear.": "出た文字を押してください。",
    "On the page that opens, press Yes.": "「はい」を押してください。",
    "If you are unsure, please ring": "わからないときの電話",
    "Please keep this card like the key of your house.": "家の鍵と同じように、大切にしまってください。",
}


def card(number: int = 1, **changes: str) -> Card:
    made = Card(
        association="みどりヶ丘自治会",
        label="渡邉",
        block="3班",
        qr_svg=qr_svg(f"https://kairan.example.jp/card/{number:0>22}"),
        help_name="会長 渡邉洋子",
        help_phone="073-555-0142",
    )
    # mypy does not look into the keywords of replace().
    return replace(made, **changes)  # type: ignore[arg-type]


def html(sheet: CardSheet) -> str:
    folder = Path(kairanban.__file__).parent / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    environment.globals["_"] = lambda text, **values: JAPANESE[text] % values
    return environment.get_template("community/signin/cards/sheet.html").render(page=sheet)
