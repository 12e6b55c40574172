"""Send mutated forms and look at what comes back."""

import asyncio
import traceback
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

import httpx2
from sqlalchemy import func, select

from kairanban.core.lines import one_line, paragraphs
from kairanban.db.migrate import engine_for
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from tests.conftest import SetClock
from tests.fuzz.forms import PageForm, read_page
from tests.fuzz.mutations import FILE, Pairs, mutated, other_path
from tests.fuzz.town import EVERYBODY, Forms, Found, by_name, route_of
from tests.holding import apart, longest_hold
from tests.visiting import Visit
from tests.world import SYSTEM, World

HOLD_MOST, WARM_AFTER = 100, 10
# Seconds: a form that takes longer is reported.
PATIENCE = 60
# What browsers keep themselves, or what is never shown again.
NOT_SHOWN_AGAIN = ("password", "hidden", "checkbox", "radio", "select", "number", "date", "datetime-local")
KEPT_MOST = 5_000
PAGES = 100
ROSTER = "班,氏名,住所\n1,=1+1,\u202e\n,,,,\n1,佐藤 花子\n".encode()
_JOURNAL = Statement(select(func.count(), func.max(journal.c.id), func.sum(journal.c.id)))


@dataclass
class Report:
    sent: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    """Of each kind of fault the first line that reproduces it."""
    counts: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, line: str) -> None:
        self.counts[kind] += 1
        self.faults.setdefault(kind, line)


@dataclass
class Sender:
    world: World
    clock: SetClock
    forms: Forms
    report: Report
    slice: str
    """The options of scripts/fuzz that repeat this slice."""

    def __post_init__(self) -> None:
        self._visit = Visit(self.world)
        self._visit._http._transport.app = apart(self._visit.app)  # type: ignore[attr-defined]
        self._by_route = dict[str, list[Found]]()
        for one in self.forms.found:
            self._by_route.setdefault(route_of(one.form.action), []).append(one)
        self._ids = sorted({*self.world.places.values(), *self.world.households.values(), *self.world.people.values(), 1, 2, 3, 7})  # fmt: skip

    async def send(self, random: Random, forms: int) -> None:
        """Send forms; every route as often as any other, every form of it too."""
        with longest_hold() as longest:
            for number in range(forms):
                found = random.choice(self._by_route[random.choice(list(self._by_route))])
                who = found.who if random.random() < 0.75 else random.choice((*EVERYBODY, None))
                path = found.form.action
                if random.random() < 0.1:
                    path = other_path(random, path, self._ids)
                pairs, done = mutated(random, found.form.filled(random), self._ids)
                # A file goes to a process of its own, which takes a second.
                if (file := found.form.file) and random.random() < 0.1:
                    pairs.insert(0, (FILE, file))
                line = f"{self.slice} --until {number + 1}: {who} POST {path}: {', '.join(done)}"
                longest.milliseconds = 0.0
                await self._one(line, who, path, found, pairs, htmx=random.random() < 0.1)
                # Templates are compiled when they are first shown.
                if longest.milliseconds > HOLD_MOST and self.report.routes[route_of(path)] > WARM_AFTER:
                    self.report.fault(f"hold {route_of(path)}", f"{line} ({longest.milliseconds:.0f} ms)")
                self.clock.advance(random.choice((0, 0, 1_000, 60_000)))

    async def _one(
        self, line: str, who: str | None, path: str, found: Found, pairs: Pairs, *, htmx: bool
    ) -> None:
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
        answer = await self._answer(line, who, "POST", path, pairs, headers)
        if answer is None:
            return
        self.report.sent += 1
        self.report.statuses[str(answer.status_code)] += 1
        self.report.routes[route_of(path)] += 1
        if answer.status_code == 422 and found.page and not htmx:
            gone = lost(found.form, pairs, path, answer.text)
            still = gone and await self._answer(line, who, "GET", found.page, [], {})
            # A household that moved, a request that is answered: the form is there no more.
            there = still and any(form.action == path for form in read_page(found.page, still.text)[0])
            for name in gone if there else ():
                sent = ", ".join(f"{name}={value[:40]!r}" for name, value in pairs if name != "proof")
                self.report.fault(f"lost {name} {route_of(path)}", f"{line}: {sent}")
        if answer.status_code == 303:
            await self._answer(line, who, "GET", answer.headers["location"], [], {})

    async def look(self, random: Random) -> None:
        """Open some pages once more: what was stored must not break them."""
        for who, page in random.sample(self.forms.pages, min(PAGES, len(self.forms.pages))):
            await self._answer(f"{self.slice}: {who} GET {page}", who, "GET", page, [], {})

    async def _answer(
        self, line: str, who: str | None, method: str, path: str, pairs: Pairs, headers: dict[str, str]
    ) -> httpx2.Response | None:
        browser = self._browser(who)
        try:
            async with asyncio.timeout(PATIENCE):
                if method == "GET":
                    answer = await browser.get(path)
                else:
                    answer = await self._post(browser, path, pairs, headers)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.report.fault(f"{type(error).__name__} {where.filename.rsplit('/', 1)[-1]}:{where.name} {method} {route_of(path) or path}", line)  # fmt: skip
            return None
        if answer.status_code >= 500 or "Traceback (most recent" in answer.text:
            self.report.fault(f"{answer.status_code} {method} {route_of(path) or path}", line)
        return answer

    async def _post(
        self, browser: Visit, path: str, pairs: Pairs, headers: dict[str, str]
    ) -> httpx2.Response:
        if pairs and pairs[0][0] == FILE:
            # The client of the tests refuses halves of signs in a form with a file.
            sendable = [(name, value.encode(errors="replace").decode()) for name, value in pairs[1:]]
            file = (pairs[0][1], ("名簿.csv", ROSTER, "text/csv"))
            return await browser.send(path, by_name(sendable), [file])
        sent = urlencode(pairs, errors="surrogatepass").encode()
        plain = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return await browser._http.post(path, content=sent, headers=plain)

    def _browser(self, who: str | None) -> Visit:
        """Return a browser that is signed in afresh: forms that sign out must not end the others."""
        cookies = self._visit.cookies
        cookies.clear()
        if who is not None:
            cookies.set(self._visit.app.state.context.settings.cookie("kairanban"), self.world.tokens[who])
        return self._visit


def lost(form: PageForm, pairs: Pairs, path: str, page: str) -> list[str]:
    """Return the text fields whose words a refused form's page does not show any more."""
    forms, _ = read_page(path, page)
    written = {one.name: one.type for one in form.fields}
    hidden = sorted(
        value
        for name, value in pairs
        if written.get(name, "hidden") == "hidden" and name not in dict(form.buttons)
    )
    if hidden != sorted(one.value for one in form.fields if one.type == "hidden"):
        # Nobody writes there, and which form it was is not known any more.
        return []
    shown = {_alike(one.value) for again in forms for one in again.fields}
    gone = []
    for name, value in pairs:
        kind = written.get(name, "hidden")
        if kind in NOT_SHOWN_AGAIN or name == "pin" or [one for one, _ in pairs].count(name) > 1:
            continue
        # As the server reads halves of signs.
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        tidied = paragraphs(value) if kind == "textarea" else one_line(value)
        if 0 < len(tidied) <= KEPT_MOST and _alike(tidied) not in shown:
            gone.append(name)
    return gone


def _alike(text: str) -> str:
    """Return what is compared: a name to sign in with is shown as it is stored, a first empty line is not."""
    return "".join(unicodedata.normalize("NFKC", one_line(text)).casefold().split())


async def journal_state(world: World) -> tuple[int, ...]:
    async with world.database.read(SYSTEM) as tx:
        return tuple(int(value or 0) for value in (await tx.rows(_JOURNAL))[0])


def broken_keys(url: str) -> list[str]:
    """Return rows that name something that is not there (SQLite; PostgreSQL refuses them itself)."""
    if not url.startswith("sqlite"):
        return []
    with engine_for(url, begin="BEGIN").connect() as connection:
        return [str(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()]
