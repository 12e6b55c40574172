import os
import resource
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairanban.confined import documents, errors
from kairanban.confined.documents import Document, read_document
from kairanban.confined.errors import Unreadable
from kairanban.confined.limits import DOCUMENT
from tests.confined.papers import pdf, picture, png_bomb

TODAY = date(2026, 12, 1)

pytestmark = pytest.mark.anyio


async def outcome(file: bytes) -> Document | str:
    """Return pages or a message; anything else fails the test."""
    try:
        return await read_document(file, TODAY)
    except Unreadable as error:
        return error.reason


async def refused(file: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        await read_document(file, TODAY)
    return caught.value


@pytest.mark.parametrize(
    "page",
    [
        "/MediaBox [0 0 14400 14400]",
        "/MediaBox [0 0 14400 14400] /UserUnit 75000",
        "/MediaBox [0 0 900000000 900000000]",
        "/MediaBox [0 0 14400 1]",
        "/MediaBox [-7200 -7200 7200 7200] /Rotate 90",
    ],
)
async def test_a_gigantic_page_is_rendered_at_normal_size(page: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = await read_document(pdf(page=page), TODAY)
    (drawn,) = document.pages
    assert drawn.width * drawn.height <= 12_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@pytest.mark.parametrize("page", ["/MediaBox [0 0 0 0]", "/MediaBox [5 5 5 5]", "", "/MediaBox [0 0 nan 1]"])
async def test_a_page_without_a_size_is_rendered_or_refused(page: str) -> None:
    assert await outcome(pdf(page=page))


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (2**31 - 1, 2**31 - 1), (8_400, 6_001)])
async def test_a_decompression_bomb_is_refused_before_decoding(width: int, height: int) -> None:
    error = await refused(png_bomb(width, height))
    assert error.reason == documents.TOO_MANY_DOTS


async def test_a_pdf_with_a_script_is_rendered_as_a_picture() -> None:
    script = "/OpenAction <</S/JavaScript/JS(app.alert\\(1\\); while\\(true\\){})>>"
    assert len((await read_document(pdf(catalog=script), TODAY)).pages) == 1


async def test_a_pdf_that_draws_endlessly_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "DOCUMENT", replace(DOCUMENT, cpu=2))
    lines = b"0 0 m 595 842 l 9 9 500 800 re B* " * 300_000
    error = await refused(pdf(content=lines * 3))
    assert error.reason in (errors.TOO_LONG, errors.TOO_HEAVY)


async def test_data_appended_to_a_picture_is_dropped() -> None:
    hidden = b"PK\x03\x04<script>alert(1)</script>%PDF-1.7"
    for file in (picture("JPEG") + hidden, picture("PNG") + hidden, pdf() + hidden):
        document = await read_document(file, TODAY)
        assert not any(b"script" in page.data for page in (*document.pages, document.preview))


async def test_a_truncated_pdf_is_rendered_or_refused(cleaning: bytes) -> None:
    for length in (20, 1000, len(cleaning) // 2, len(cleaning) - 300):
        assert await outcome(cleaning[:length])


STARTS = st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic", b""])


@given(start=STARTS, rest=st.binary(max_size=2000))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_random_bytes_are_rendered_or_refused(start: bytes, rest: bytes) -> None:
    assert await outcome(start + rest)


@given(place=st.integers(200, 5000), change=st.binary(min_size=1, max_size=40))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_damaged_pdf_is_rendered_or_refused(scan: bytes, place: int, change: bytes) -> None:
    assert await outcome(scan[:place] + change + scan[place + len(change) :])


def test_no_child_process_remains() -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
    assert not any(b"kairanban.confined" in command for command in commands)
