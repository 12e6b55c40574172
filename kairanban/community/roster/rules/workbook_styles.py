"""What the styles of a workbook say about cells: a number is a date, a text is bold or struck through."""

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from kairanban.community.roster.rules.workbook_parts import Part

_OFF = ("0", "false", "off", "none")


def is_on(attributes: dict[str, str]) -> bool:
    """Tell whether a property like `<b/>` holds; `<b val="0"/>` takes it back."""
    return attributes.get("val", "1").lower() not in _OFF


class Styles(Part):
    """Cell styles by index; cells refer to them."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self._cells: list[tuple[int, int]] = []
        self._fonts: list[set[str]] = []
        self._within = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")[:200]
        elif name in ("cellXfs", "fonts"):
            self._within = name
        elif name == "xf" and self._within == "cellXfs":
            self._cells.append((int(attributes.get("numFmtId", "0")), int(attributes.get("fontId", "0"))))
        elif name == "font" and self._within == "fonts":
            self._fonts.append(set())
        elif name in ("b", "strike") and self._within == "fonts" and self._fonts and is_on(attributes):
            self._fonts[-1].add(name)

    def end(self, name: str) -> None:
        if name == self._within:
            self._within = ""

    @property
    def dates(self) -> frozenset[int]:
        """Indices of the styles that show a date."""
        # 27-36 and 50-58 are dates of Japanese Excel without a format text (ECMA-376 part 1, 18.8.30).
        dated = {number for number, text in self._formats.items() if is_date_format(text)}
        dated |= {*range(27, 37), *range(50, 59)} - self._formats.keys()
        return frozenset(index for index, (number, _) in enumerate(self._cells) if number in dated)

    @property
    def bold(self) -> frozenset[int]:
        return self._with("b")

    @property
    def struck(self) -> frozenset[int]:
        return self._with("strike")

    def _with(self, mark: str) -> frozenset[int]:
        fonts = {index for index, font in enumerate(self._fonts) if mark in font}
        return frozenset(index for index, (_, font) in enumerate(self._cells) if font in fonts)
