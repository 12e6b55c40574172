"""A bundle as a document to read and as a file to keep."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from kairanban.accountability.disclosure.rules.bundle import Bundle, as_json
from kairanban.accountability.disclosure.rules.reading import ReadPart, read_part
from kairanban.core.clock import day_of

PAPER = "accountability/disclosure/paper.html"


@dataclass(frozen=True, slots=True)
class PaperPage:
    bundle: Bundle
    parts: Sequence[ReadPart]


def paper_page(bundle: Bundle) -> PaperPage:
    return PaperPage(bundle, [read_part(part) for part in bundle.filled()])


def json_file(bundle: Bundle) -> Response:
    """Return the JSON as a download; nothing of it is stored by browsers on the way."""
    name = f"kairanban-{day_of(bundle.made).isoformat()}.json"
    return Response(
        json.dumps(as_json(bundle), ensure_ascii=False, indent=2),
        media_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
