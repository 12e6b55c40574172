import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { forget } from "../../../kairanban/static/worker/forgetting.mjs";
import { keepPage } from "../../../kairanban/static/worker/keeping.mjs";
import { press } from "../../../kairanban/static/worker/pressing.mjs";
import { send } from "../../../kairanban/static/worker/queue.mjs";
import { all, names, write } from "../../../kairanban/static/worker/store.mjs";
import { begin, event, kept, page, recorded, server, status } from "./fakes.mjs";

const ENTRY = { url: "/circulars/12/answer", body: "choice=attending", page: "/circulars/12" };
const away = new URL("https://kairanban.example/away");
const form = () => new Request(away, { method: "POST", body: "proof=1" });

beforeEach(async () => {
  begin();
  server.answers = { "GET /circulars/12": page("a circular"), "POST /away": recorded };
  await keepPage("/circulars/12");
  await (await caches.open("statics VERSION")).put(`${away.origin}/offline`, new Response('<html lang="ja">'));
});

test("nothing of a person stays: neither pages, nor what waits, was refused or opened", async () => {
  for (const store of ["waiting", "refused", "opened"]) await write(store, "12", ENTRY);
  await forget();
  assert.deepEqual(await kept(), []);
  for (const store of ["waiting", "refused", "opened"]) assert.deepEqual(await names(store), []);
});

test("the address for messages is given back", async () => {
  let given = true;
  registration.pushManager = { getSubscription: async () => ({ unsubscribe: async () => { given = false; } }) };
  await forget();
  assert.equal(given, false);
});

test("a push service that fails holds up no forgetting", async () => {
  registration.pushManager = { getSubscription: async () => { throw new Error("no service"); } };
  await forget();
  assert.deepEqual(await kept(), []);
});

test("leaving forgets at once; without a network the server is told later", async () => {
  server.offline = true;
  const leaving = event();
  assert.match(await (await press(leaving, form(), away)).text(), /<html/);
  assert.deepEqual(await kept(), []);
  assert.deepEqual(await all("waiting"), [["away", { url: "/away", body: "proof=1" }]]);
});

test("the server is told, now or later, that it need not delete what others left to be sent", async () => {
  const others = { ...ENTRY, owner: "another" };
  await write("waiting", "/circulars/12 another", others);
  for (const offline of [true, false]) {
    server.offline = offline;
    await press(event(), form(), away);
  }
  await send();
  const told = server.asked.filter(({ path }) => path === "/away");
  assert.deepEqual(told.map(({ headers }) => headers.get("Kairanban-Forgets")), ["1", "1", "1"]);
  assert.deepEqual(await all("waiting"), [["/circulars/12 another", others]]);
});

test("what a shared tablet has not sent is sent before leaving, or nobody leaves; a call for help is named", async () => {
  const name = "/safety/3 own 1";
  await write("waiting", name, { url: "/safety/3/answer", body: "state=help", page: "/safety/3" });
  server.answers["POST /safety/3/answer"] = status(503);
  const said = await (await press(event(), form(), away)).text();
  assert.match(said, /data-unsent data-help/);
  assert.deepEqual(await names("waiting"), [name]);
  assert.deepEqual(server.asked.filter(({ path }) => path === "/away"), []);

  server.answers["POST /safety/3/answer"] = recorded;
  await press(event(), form(), away);
  assert.deepEqual(await names("waiting"), []);
  assert.equal(server.asked.filter(({ path }) => path === "/away").length, 1);
});

test("what cannot be sent keeps nobody signed in who leaves all the same", async () => {
  await write("waiting", "/safety/3 own 1", { url: "/safety/3/answer", body: "state=safe", page: "/safety/3" });
  server.answers["POST /safety/3/answer"] = status(500);
  const anyway = new Request(away, { method: "POST", body: new URLSearchParams({ anyway: "1" }) });
  await press(event(), anyway, away);
  assert.equal(server.asked.filter(({ path }) => path === "/away").length, 1);
  assert.deepEqual(await kept(), []);
});

test("where the server refuses, nobody has left and nothing is forgotten", async () => {
  for (const number of [403, 409, 429, 503]) {
    server.answers["POST /away"] = status(number);
    assert.equal((await press(event(), form(), away)).status, number);
    assert.deepEqual(await kept(), ["/circulars/12"]);
  }
  server.answers["POST /away"] = status(401);
  await press(event(), form(), away);
  assert.deepEqual(await kept(), []);
});

test("what a household wrote down stays sealed, and does not keep it from leaving", async () => {
  const name = "12 mark", entry = { ...ENTRY, owner: "mark" };
  await write("owner", "now", "5=mark");
  await write("waiting", name, entry);
  server.offline = true;
  await press(event(), form(), away);
  assert.deepEqual((await names("waiting")).sort(), [name, "away"].sort());
});

test("visits that have not been sent keep their writer signed in", async () => {
  await write("waiting", "/board/households/5 1-a", { ...ENTRY, page: "/board/households/5" });
  server.offline = true;
  assert.match(await (await press(event(), form(), away)).text(), /data-unsent/);
  assert.deepEqual(await names("waiting"), ["/board/households/5 1-a"]);
  assert.deepEqual(await kept(), ["/circulars/12"]);
});
