import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { forget, ownerNow } from "../../../kairanban/static/worker/forgetting.mjs";
import { aheadOf, expire, keep, keepAhead, keepOpened, keepPage } from "../../../kairanban/static/worker/keeping.mjs";
import { begin, kept, page, server, status } from "./fakes.mjs";

const HOUR = 60 * 60 * 1000;
const listing = (pages, pictures = []) => `<html lang="ja"><script type="application/json" id="ahead">${JSON.stringify({ pages, pictures })}</script></html>`;
const before = hours => ({ "Kairanban-Kept": String(Date.now() - hours * HOUR) });
const asked = () => server.asked.map(({ path }) => path);

beforeEach(begin);

test("a page is kept only where the server allows it", async () => {
  server.answers = { "GET /circulars/12": page("a circular"), "GET /office": () => new Response("an office") };
  assert.equal(await keepPage("/circulars/12"), true);
  assert.equal(await keepPage("/office"), true);
  assert.deepEqual(await kept(), ["/circulars/12"]);
});

test("without a network nothing is kept, and what was kept stays", async () => {
  server.answers["GET /"] = page("the first page");
  await keepPage("/");
  server.offline = true;
  assert.equal(await keepPage("/"), false);
  assert.deepEqual(await kept(), ["/"]);
});

test("of more than 120 pages the oldest go", async () => {
  for (let number = 0; number < 123; number += 1) await keep(`${location.origin}/circulars/${number}`, new Response(""), ownerNow());
  const found = await kept();
  assert.equal(found.length, 120);
  assert.equal(found[0], "/circulars/3");
});

test("what a page names is fetched ahead, and the server does not count it as opened", async () => {
  server.answers = { "GET /circulars/12?home=3": page(listing([], ["/attachments/7/pages/1"])), "GET /events": page("events"), "GET /attachments/7/pages/1": () => new Response("picture") };
  await keepAhead(page(listing(["/circulars/12?home=3", "/events"]))(), ownerNow());
  assert.deepEqual(asked(), ["/circulars/12?home=3", "/attachments/7/pages/1", "/events"]);
  assert.equal(server.asked[0].headers.get("Purpose"), "prefetch");
  assert.deepEqual(await kept(), ["/circulars/12", "/attachments/7/pages/1", "/events"]);
  assert.equal((await caches.match("/circulars/12?home=3")).headers.get("Kairanban-Ahead"), "page");
});

test("what was fetched in the last six hours is not fetched again", async () => {
  server.answers = { "GET /circulars/1": page("new", before(5)), "GET /circulars/2": page("old", before(7)) };
  const home = page(listing(["/circulars/1", "/circulars/2"]));
  await keepAhead(home(), ownerNow());
  server.asked = [];
  await keepAhead(home(), ownerNow());
  assert.deepEqual(asked(), ["/circulars/2"]);
  // It was fetched ahead and has been there since: whoever opens it is counted as before.
  assert.equal((await caches.match("/circulars/2")).headers.get("Kairanban-Ahead"), null);
});

test("households of the day's list are always fetched, and the server writes down that they were looked at", async () => {
  server.answers["GET /board/households/5"] = page("a household", { "Kairanban-Keep": "day" });
  const board = page(listing(["/board/households/5"]), { "Kairanban-Keep": "day" });
  await keepAhead(board(), ownerNow());
  await keepAhead(board(), ownerNow());
  assert.deepEqual(asked(), ["/board/households/5", "/board/households/5"]);
  assert.equal(server.asked[0].headers.get("Purpose"), null);
});

test("a page without anything to fetch ahead names nothing", () => {
  assert.deepEqual(aheadOf("<html><a class=\"door\" href=\"/circulars/12\"></a></html>"), { pages: [], pictures: [] });
});

test("one page that fails does not stop the others", async () => {
  server.answers = { "GET /circulars/1": status(500), "GET /circulars/2": page("two") };
  await keepAhead(page(listing(["/circulars/1", "/circulars/2"]))(), ownerNow());
  assert.deepEqual(await kept(), ["/circulars/2"]);
});

for (const number of [403, 404, 410]) {
  test(`a kept page goes when the server answers ${number}, by whatever address it was kept, with its pictures`, async () => {
    server.answers = {
      "GET /circulars/12": page(listing([], ["/attachments/7/pages/1"])), "GET /circulars/12?home=3": page(""),
      "GET /circulars/13": page(""), "GET /attachments/7/pages/1": () => new Response("picture"),
    };
    await keepOpened(["/circulars/12", "/circulars/12?home=3", "/circulars/13", "/attachments/7/pages/1"].map(path => location.origin + path));
    server.answers["GET /circulars/12"] = status(number);
    assert.equal(await keepPage("/circulars/12"), true);
    assert.deepEqual(await kept(), ["/circulars/13"]);
  });
}

test("with a circular the pages of its papers go, and those of no other", async () => {
  const papers = ["/circulars/12/papers/7/1", "/circulars/12/papers/7/2?home=3", "/circulars/121/papers/8/1"];
  for (const path of ["/circulars/12", ...papers]) server.answers[`GET ${path}`] = page("");
  for (const path of ["/circulars/12", ...papers]) await keepPage(path);
  server.answers["GET /circulars/12"] = status(404);
  await keepPage("/circulars/12");
  assert.deepEqual(await kept(), ["/circulars/121/papers/8/1"]);
});

for (const number of [401, 408, 429, 500, 503]) {
  test(`a kept page stays when the server answers ${number}`, async () => {
    server.answers["GET /circulars/12"] = page("");
    await keepPage("/circulars/12");
    server.answers["GET /circulars/12"] = status(number);
    await keepPage("/circulars/12");
    assert.deepEqual(await kept(), ["/circulars/12"]);
  });
}

test("fetching ahead deletes what is gone too", async () => {
  server.answers["GET /circulars/1"] = page("old", before(7));
  const home = page(listing(["/circulars/1"]));
  await keepAhead(home(), ownerNow());
  server.answers["GET /circulars/1"] = status(404);
  await keepAhead(home(), ownerNow());
  assert.deepEqual(await kept(), []);
});

const day = { "Kairanban-Keep": "day" };
const board = (listed, pages = []) => page(`<html><script type="application/json" id="ahead">${JSON.stringify({ pages, pictures: [], listed })}</script></html>`, day);

test("pages of households that the board lists no longer go, and the lists that still name them", async () => {
  server.answers = {
    "GET /board/households/5": page("five", day), "GET /board/households/5?done=saved": page("five", day), "GET /board/households/55": page("", day),
    "GET /board?place=2": board([5, 55]), "GET /board?place=3": board([55]), "GET /circulars/5": page(""),
  };
  for (const path of Object.keys(server.answers)) await keepPage(path.slice(4));
  await keepAhead(board([55, 6])(), ownerNow());
  const left = (await (await caches.open("pages")).keys()).map(({ url }) => url.slice(location.origin.length));
  assert.deepEqual(left, ["/board/households/55", "/board?place=3", "/circulars/5"]);
});

test("a board that lists nobody leaves nobody's page", async () => {
  server.answers["GET /board/households/5"] = page("", day);
  await keepPage("/board/households/5");
  await keepAhead(board([])(), ownerNow());
  assert.deepEqual(await kept(), []);
});

test("the first page of a household says nothing of the board's", async () => {
  server.answers["GET /board/households/5"] = page("", day);
  await keepPage("/board/households/5");
  for (const html of [listing([]), "<html></html>"]) await keepAhead(page(html)(), ownerNow());
  await keepAhead(board(null)(), ownerNow());
  assert.deepEqual(await kept(), ["/board/households/5"]);
});

test("lists of households go after a day, circulars stay", async () => {
  server.answers = {
    "GET /board": page("", { "Kairanban-Keep": "day", ...before(25) }),
    "GET /board/households/5": page("", { "Kairanban-Keep": "day", ...before(23) }),
    "GET /circulars/12": page("", before(25 * 24)),
  };
  for (const path of ["/board", "/board/households/5", "/circulars/12"]) await keepPage(path);
  await expire();
  assert.deepEqual(await kept(), ["/board/households/5", "/circulars/12"]);
});

test("the page that was there before the worker is kept with its pictures", async () => {
  server.answers = { "GET /circulars/12": page(""), "GET /attachments/7/pages/1": () => new Response("picture") };
  await keepOpened([`${location.origin}/circulars/12`, `${location.origin}/attachments/7/pages/1`]);
  assert.deepEqual(await kept(), ["/circulars/12", "/attachments/7/pages/1"]);
});

test("what was asked for before somebody left is not kept after it", async () => {
  let answered;
  server.answers["GET /circulars/12"] = () => new Promise(done => { answered = () => done(page("a circular")()); });
  const asking = keepPage("/circulars/12");
  await forget();
  answered();
  await asking;
  assert.deepEqual(await kept(), []);
});

test("fetching ahead ends when somebody leaves", async () => {
  server.answers = { "GET /circulars/1": async () => { await forget(); return page("one")(); }, "GET /circulars/2": page("two") };
  await keepAhead(page(listing(["/circulars/1", "/circulars/2"]))(), ownerNow());
  assert.deepEqual(asked(), ["/circulars/1"]);
  assert.deepEqual(await kept(), []);
});

for (const days of [-400, -2, 2, 400]) {
  test(`a device whose clock is ${days} days from the server's keeps its list for a day`, async () => {
    const server_says = new Date(Date.now() - days * 24 * HOUR).toUTCString();
    server.answers["GET /board"] = page("", { "Kairanban-Keep": "day", Date: server_says });
    await keepPage("/board");
    await expire();
    assert.deepEqual(await kept(), ["/board"]);
  });
}

test("a list goes when the clock was set back after it was kept", async () => {
  server.answers["GET /board"] = page("", { "Kairanban-Keep": "day", ...before(-25) });
  await keepPage("/board");
  await expire();
  assert.deepEqual(await kept(), []);
});
