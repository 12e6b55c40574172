import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keepAhead } from "../../../kairanban/static/worker/keeping.mjs";
import { ownerNow } from "../../../kairanban/static/worker/forgetting.mjs";
import { open } from "../../../kairanban/static/worker/opening.mjs";
import { press } from "../../../kairanban/static/worker/pressing.mjs";
import { all, names, write } from "../../../kairanban/static/worker/store.mjs";
import { begin, event, kept, page, recorded, server, status } from "./fakes.mjs";

const HTML = '<!doctype html>\n<html lang="ja"><a class="door" href="/circulars/12"></a></html>';

async function visit(path) {
  const url = new URL(path, location.origin), opened = event();
  const answer = await open(opened, new Request(url), url);
  await opened.settled();
  return answer;
}

async function send(path, body) {
  const url = new URL(path, location.origin), request = new Request(url, { method: "POST", body: new URLSearchParams(body) });
  Object.defineProperty(request, "referrer", { value: `${location.origin}/circulars/12?home=3` });
  const pressed = event(), answer = await press(pressed, request, url);
  await pressed.settled();
  return answer;
}

const marks = async answer => (await answer.text()).match(/<html (.*?) ?lang=/)[1].split(" ").filter(Boolean);

beforeEach(begin);

test("a kept page is shown without a network, changed by its marks alone", async () => {
  server.answers["GET /"] = page(HTML);
  assert.equal(await (await visit("/")).text(), HTML);
  server.offline = true;
  const found = await (await visit("/")).text();
  assert.equal(found, HTML.replace("<html ", "<html data-kept "));
});

test("an answer waits with the time it was pressed, and the kept pages name it", async () => {
  server.answers = { "GET /": page(HTML), "GET /circulars/12": page(HTML) };
  await visit("/");
  await visit("/circulars/12");
  server.offline = true;
  const answer = await send("/circulars/12/answer", { choice: "attending", press: "p" });
  assert.equal(answer.headers.get("location"), `${location.origin}/circulars/12`);
  const [[name, entry]] = await all("waiting"), body = new URLSearchParams(entry.body);
  assert.equal(name, "12");
  assert.equal(body.get("press"), "p");
  assert.ok(Date.now() - Number(body.get("made")) < 5000);
  const named = `data-entries="${encodeURIComponent('["12"]')}"`;
  assert.deepEqual(await marks(await visit("/")), ["data-kept", named]);
  assert.deepEqual(await marks(await visit("/circulars/12")), ["data-kept", named, "data-waiting"]);
});

test("two visits written down on one kept page are two", async () => {
  server.offline = true;
  await send("/board/households/5/visits", { kind: "met", press: "p" });
  await send("/board/households/5/visits", { kind: "paper", press: "p" });
  const presses = (await all("waiting")).map(([, { body }]) => new URLSearchParams(body).get("press"));
  assert.equal(new Set(presses).size, 2);
});

test("an answer that waits is taken back without a network", async () => {
  await write("waiting", "12", { url: "/circulars/12/answer", body: "", page: "/circulars/12" });
  server.offline = true;
  await send("/circulars/12/reply/removal", {});
  assert.deepEqual(await names("waiting"), []);
});

test("a page says what was refused until it is answered anew", async () => {
  server.answers = { "GET /circulars/12": page(HTML), "POST /circulars/12/answer": status(403) };
  await write("waiting", "12", { url: "/circulars/12/answer", body: "words=snow", page: "/circulars/12" });
  assert.deepEqual(await marks(await visit("/circulars/12")), ['data-refused="forbidden"']);
  assert.deepEqual(await marks(await visit("/circulars/12")), ['data-refused="forbidden"']);
  server.answers["POST /circulars/12/answer"] = recorded;
  await send("/circulars/12/answer", { words: "rain" });
  assert.deepEqual(await marks(await visit("/circulars/12")), []);
});

test("what was fetched ahead is remembered as opened when it is read without a network", async () => {
  server.answers["GET /circulars/12"] = page(HTML);
  await keepAhead(page('<script type="application/json" id="ahead">{"pages": ["/circulars/12"], "pictures": []}</script>')(), ownerNow());
  assert.deepEqual(await names("opened"), []);
  server.offline = true;
  await visit("/circulars/12");
  assert.deepEqual(await names("opened"), ["12"]);
});

test("the first page without a sign-in forgets everything", async () => {
  server.answers["GET /circulars/12"] = page(HTML);
  await visit("/circulars/12");
  server.answers["GET /"] = () => new Response(HTML);
  await visit("/");
  assert.deepEqual(await kept(), []);
});

test("a kept page goes when it is opened and the server has it no more", async () => {
  server.answers = { "GET /circulars/12": page(HTML), "GET /circulars/13": page(HTML) };
  for (const path of ["/circulars/12", "/circulars/13"]) await visit(path);
  server.answers = { "GET /circulars/12": status(403), "GET /circulars/13": status(503) };
  for (const path of ["/circulars/12", "/circulars/13"]) await visit(path);
  assert.deepEqual(await kept(), ["/circulars/13"]);
});
