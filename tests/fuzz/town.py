"""A town in which every form has been used once, and the forms its people find there."""

import inspect
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

from kairanban.app import routes
from kairanban.core.tasks import Task
from kairanban.notify.keys import ensure_keys
from kairanban.web.routing import GuardedRoute
from tests.fuzz.forms import Field, PageForm, read_page
from tests.house.paths import every_get, fill
from tests.house.test_matrix import ALLOWED
from tests.visiting import Visit
from tests.world import HOUSEHOLDS, OFFICERS, World, asked, asked_draft, checked, draft, town_checked

EVERYBODY = (*OFFICERS, *HOUSEHOLDS, "mori")
# Pages of one kind that one visitor opens: ids differ, forms do not.
OF_ONE_KIND = 1
# Forms that would end what the other forms need.
_READ = re.compile(r'form\.(\w+)\(\s*"(\w+)"')
_TYPES = {
    "paragraphs": "textarea",
    "whole": "number",
    "day": "date",
    "moment": "datetime-local",
    "ticked": "checkbox",
}
_ENDS = re.compile(r"removal|/end|ending|leaving|departure|separation|withdrawal|merger|/away|others|passkeys|closing|/hiding|second-household|devices")  # fmt: skip


@dataclass
class Found:
    """A form, and who found it where."""

    who: str | None
    page: str
    form: PageForm


@dataclass
class Forms:
    found: list[Found] = field(default_factory=list)
    pages: list[tuple[str | None, str]] = field(default_factory=list)
    """Every page, with a visitor who may open it."""


def posts() -> list[GuardedRoute]:
    return [one for one in routes() if isinstance(one, GuardedRoute) and "POST" in (one.methods or set())]


def route_of(path: str) -> str:
    """Return the path of the POST route that takes this address, "" for none."""
    scope = {"type": "http", "path": path, "method": "POST", "root_path": ""}
    return next((one.path for one in posts() if one.path_regex.match(scope["path"])), "")


async def build(world: World) -> Forms:
    """Use every form once as it stands, so that what follows it is there too, and return all forms."""
    await ensure_keys(world.database)
    await draft(world)
    await checked(world)
    await checked(world, "real", by="abe", place="block_1")
    await town_checked(world)
    await asked(world)
    await asked_draft(world)
    gets = await every_get(world)
    random = Random(8321)
    for one in (await _crawl(world, gets)).found:
        if not _ENDS.search(one.form.action):
            async with Visit(world, one.who) as browser:
                await browser.post(one.form.action, by_name(one.form.filled(random)))
    forms = await _crawl(world, gets)
    return Forms(
        [*forms.found, *await from_source(world, {route_of(one.form.action) for one in forms.found})],
        forms.pages,
    )


async def from_source(world: World, without: Collection[str] = ()) -> list[Found]:
    """Return a form for each route with the fields its module reads, for routes whose page nobody found."""
    found = []
    for route in posts():
        if route.path not in without:
            module = inspect.getmodule(inspect.unwrap(route.endpoint))
            fields = [
                Field(name, _TYPES.get(how, "text"))
                for how, name in dict.fromkeys(_READ.findall(inspect.getsource(module or route.endpoint)))
            ]
            form = PageForm(await fill(world, route.path, token="nothing"), fields)
            found += [Found(who, "", form) for who in _served_by(route)]
    return found


def _served_by(route: GuardedRoute) -> list[str | None]:
    tasks = route.needs if isinstance(route.needs, tuple) else (route.needs,)
    people = {who for task in tasks if isinstance(task, Task) for who in ALLOWED[task]}
    return [*sorted(people)] or ["sato", "yamada", None]


async def _crawl(world: World, gets: list[str]) -> Forms:
    found, known, pages = Forms(), set[tuple[str | None, str, str]](), dict[str, str | None]()
    for who in (*EVERYBODY, None):
        kinds, waiting, seen = dict[str, int](), list(gets), set[str]()
        async with Visit(world, who) as browser:
            while waiting:
                address = waiting.pop(0)
                kind = re.sub(r"\d+", "0", address)
                if address in seen or kinds.get(kind, 0) >= OF_ONE_KIND or address.endswith(".pdf"):
                    continue
                seen.add(address)
                answer = await browser.get(address)
                if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
                    continue
                kinds[kind] = kinds.get(kind, 0) + 1
                pages.setdefault(address, who)
                forms, links = read_page(address, answer.text)
                waiting += links
                for form in forms:
                    if route_of(form.action) and (key := (who, form.action, _shape(form))) not in known:
                        known.add(key)
                        found.found.append(Found(who, address, form))
    found.pages = [(who, page) for page, who in pages.items()]
    return found


def _shape(form: PageForm) -> str:
    return " ".join(sorted({one.name for one in form.fields} | {name for name, _ in form.buttons}))


def by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    sent = dict[str, list[str]]()
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    return sent
