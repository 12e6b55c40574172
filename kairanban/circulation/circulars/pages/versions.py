"""Language versions of a circular: list, readers, and editing beside the original."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.access.permission import may
from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.circulars.actions import drafts, versions
from kairanban.circulation.circulars.actions.article import article, attribution_of
from kairanban.circulation.circulars.pages.fields import WRITERS, read_texts
from kairanban.circulation.circulars.queries.versions import Reader, Version
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import as_typed, line
from kairanban.circulation.circulars.rules.kinds import Kind, State
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.surveys.rules.asking import begun
from kairanban.circulation.surveys.rules.questions import read as read_questions
from kairanban.circulation.surveys.rules.questions import written
from kairanban.community.roster.rules.names import LANGUAGE_NAMES
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.i18n.glossary import Term, glossary
from kairanban.i18n.languages import DEFAULT, LANGUAGES, Language
from kairanban.web.app_context import actor, observe, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class VersionsPage:
    work: Work
    languages: list[Language]
    versions: dict[str, Version]
    readers: dict[str, int]
    households: list[Reader]
    names: dict[str, str]
    done: str
    least: int = LEAST_SHOWN

    @property
    def back(self) -> str:
        """The page that leads here."""
        if self.work.kind == Kind.REQUEST:
            return f"/requests/{self.work.id}" + ("" if self.work.state == State.ASKED else "/proof")
        return f"/circulars/{self.work.id}/" + ("progress" if self.work.published else "proof")


@dataclass(frozen=True, slots=True)
class VersionPage:
    work: Work
    language: Language
    article: Article
    original: Texts
    texts: Texts
    said: str
    """Day and hours in this language; the form has what is added to them."""
    reviewed_by: str
    terms: list[Term]
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        sees = await may(tx, Task.SEE_ROSTER, work.place)
        view = VersionsPage(
            work=work,
            languages=[one for one in LANGUAGES.values() if one.code != DEFAULT],
            versions=await versions.versions_of(tx, circular),
            readers=await versions.readers(tx, circular, of_request=work.kind == Kind.REQUEST),
            households=await versions.reading(tx, work) if sees else [],
            names=LANGUAGE_NAMES,
            done=request.query_params.get("done", ""),
        )
    if view.households:
        async with observe(request) as tx:
            await record_access(tx, "languages", work.place)
    return staff_page(request, "circulation/circulars/versions.html", view)


async def show_one(request: Request) -> Response:
    return await _page(request)


async def save(request: Request) -> Response:
    circular, language = CircularId(request.path_params["circular"]), request.path_params["language"]
    form = await read_form(request)
    texts = read_texts(form)
    name = form.text("reviewed_by", longest=60) if form.ticked("reviewed") else ""
    if form.ticked("reviewed") and not name:
        name = getattr(actor(request), "name", "")
    try:
        form.check()
        async with write(request) as tx:
            await versions.save_form(tx, circular, language, texts, name)
    except Invalid as invalid:
        return await _page(request, texts, name, dict(invalid.fields))
    return see(f"/circulars/{circular}/versions?done={language}")


async def _page(
    request: Request, texts: Texts | None = None, name: str = "", wrong: dict[str, str] | None = None
) -> Response:
    circular = CircularId(request.path_params["circular"])
    language = LANGUAGES.get(request.path_params["language"])
    if language is None or language.code == DEFAULT:
        raise NotFound
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        original = await drafts.texts_of(tx, circular, work.edition)
        found = (await versions.versions_of(tx, circular)).get(language.code)
    kept = found.texts if found else _begun(original, language.code)
    shown = as_typed(kept, work.kind, work.when, language.code)
    made = work.kind != Kind.OBITUARY and (shown is not kept or not kept.facts_when)
    view = VersionPage(
        work=work,
        language=language,
        article=article(
            original,
            [],
            kind=work.kind,
            category=work.category,
            importance=work.importance,
            published=None,
            attribution=attribution_of(work),
        ),
        original=original,
        texts=texts or shown,
        said=line(language.code, work.when, "") if made else "",
        reviewed_by=name or (found.reviewed_by if found and found.reviewed else ""),
        terms=glossary(language.code),
        wrong=wrong or {},
    )
    return staff_page(request, "circulation/circulars/version.html", view, 422 if wrong else 200)


def _begun(original: Texts, language: str) -> Texts:
    """Return the texts that a version begins with: the telephone, and words of a survey that are known in its language."""
    return Texts(
        facts_phone=original.facts_phone,
        questions=written(begun(read_questions(original.questions), language)),
    )


routes = [
    get("/circulars/{circular:int}/versions", show, WRITERS),
    get("/circulars/{circular:int}/versions/{language}", show_one, WRITERS),
    post("/circulars/{circular:int}/versions/{language}", save, WRITERS),
]
