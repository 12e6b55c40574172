"""The circular with all its furigana, and the correction of readings."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import drafts, readings
from kairanban.circulation.circulars.actions.article import article, attribution_of
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.readings import READ, pack
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.i18n.furigana import Spans
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the circular and its current reading."""

    written: str
    reading: str
    own: bool


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    circular: CircularId
    group: str
    """Name of the group it is written for; empty for the association's own."""
    published: bool
    article: Article
    words: list[Word]
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    done: str = ""
    more: tuple[str, str] = ("", "")
    """Another word and its reading, as typed."""


async def show(request: Request) -> Response:
    return await _page(request)


async def correct(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    words, now = form.many("word"), form.many("reading")
    before = form.many("before")
    corrected = {
        w: r for w, r, b in zip(words, now, before, strict=False) if r != b and len(w) <= 40 and len(r) <= 60
    }
    more, more_reading = form.text("more", longest=40), form.text("more_reading", longest=60)
    if more:
        corrected[more] = more_reading
    try:
        form.check()
        async with write(request) as tx:
            await readings.correct(tx, circular, corrected)
    except Invalid as invalid:
        return await _page(request, corrected, dict(invalid.fields), (more, more_reading))
    return see(f"/circulars/{circular}/readings?done=corrected")


async def _page(
    request: Request,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    more: tuple[str, str] = ("", ""),
) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        texts = await drafts.texts_of(tx, circular, work.edition)
        known = await readings.known_readings(tx, circular)
        own = await readings.own_readings(tx, work.place)
    found = dict(zip(READ, await readings.spans_of(texts, known), strict=True))
    view = ReadingsPage(
        circular=circular,
        group=work.group,
        published=work.published is not None,
        article=article(
            texts,
            [],
            kind=work.kind,
            category=work.category,
            importance=work.importance,
            published=None,
            attribution=attribution_of(work),
            furigana=pack(found),
        ),
        words=_words({name: getattr(texts, name) for name in READ}, found, own),
        typed=typed or {},
        wrong=wrong or {},
        done=request.query_params.get("done", ""),
        more=more,
    )
    return staff_page(request, "circulation/circulars/readings.html", view, 422 if wrong else 200)


def _words(texts: dict[str, str], found: dict[str, Spans], own: dict[str, str]) -> list[Word]:
    """Return each word once, in the order of the page."""
    words: dict[str, Word] = {}
    for name, spans in found.items():
        for span in spans:
            written = texts[name][span.start : span.end]
            # One kanji before its ending (読む) is part of too many words to be corrected alone.
            if len(written) < 2:
                continue
            words.setdefault(written, Word(written, span.reading, written in own))
    return list(words.values())


routes = [
    get("/circulars/{circular:int}/readings", show, Task.DRAFT),
    post("/circulars/{circular:int}/readings", correct, Task.DRAFT),
]
