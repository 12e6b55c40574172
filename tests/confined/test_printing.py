from pathlib import Path

import pytest

from kairanban.confined import printing
from kairanban.confined.errors import MissingPart
from kairanban.confined.printing import print_pdf
from tests.pdfs import text_of

pytestmark = pytest.mark.anyio

DOT = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


async def test_japanese_is_printed_as_text() -> None:
    pdf = await print_pdf("<p lang=ja style='font-family: \"Noto Sans CJK JP\"'>回覧票　渡邉様</p>")
    assert "渡邉様" in text_of(pdf)


async def test_a_picture_inside_the_page_is_printed_and_one_outside_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>secret</text></svg>")

    inside = await print_pdf(f"<p>x<img src='{DOT}' width=9 height=9>")
    outside = await print_pdf(
        f"<link rel=attachment href='{secret.as_uri()}'><link rel=stylesheet href='file:///etc/passwd'>"
        f"<style>@import '{secret.as_uri()}';</style><p>x<img src='{secret.as_uri()}'>"
        "<img src='http://127.0.0.1:9/x.png'><object data='file:///etc/passwd'></object>"
    )

    assert b"/Image" in inside
    assert b"/EmbeddedFile" not in outside
    assert b"/Image" not in outside
    assert "secret" not in text_of(outside)
    assert "root" not in text_of(outside)


async def test_a_missing_japanese_font_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text(f"<?xml version='1.0'?><fontconfig><dir>{tmp_path}</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    with pytest.raises(MissingPart) as missing:
        await print_pdf("<p>x</p>")
    assert missing.value.reason == printing.NO_FONT
