import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { refusalsOn, send, tell } from "../../../kairanban/static/worker/queue.mjs";
import { all, names, write } from "../../../kairanban/static/worker/store.mjs";
import { begin, page, recorded, server, status, windows } from "./fakes.mjs";

const DAY = 24 * 60 * 60 * 1000;
const VISIT = "/board/households/5", FIRST = `${VISIT} 1-a`, SECOND = `${VISIT} 2-b`;

const reply = (circular, days = 0) => write("waiting", String(circular), {
  url: `/circulars/${circular}/answer`, body: `words=snow&made=${Date.now() - days * DAY}`, page: `/circulars/${circular}`,
});
const visit = (name, note) => write("waiting", name, { url: `${VISIT}/visits`, body: `kind=met&note=${note}&made=${Date.now()}`, page: VISIT });
const sent = () => server.asked.filter(({ method }) => method === "POST").map(({ path }) => path);
const why = async path => refusalsOn(new URL(path, location.origin));

async function listed(asked = {}) {
  let said;
  await tell({ postMessage: found => { said = found; } }, asked);
  return said;
}

beforeEach(begin);

test("an answer is sent once, and leaves the queue when it is recorded", async () => {
  await reply(12);
  server.answers["POST /circulars/12/answer"] = recorded;
  await Promise.all([send(), send()]);
  await send();
  assert.deepEqual(sent(), ["/circulars/12/answer"]);
  assert.deepEqual(await names("waiting"), []);
  assert.deepEqual(windows.told, [{ sent: "12" }]);
});

test("after it was sent, its page and the first page are fetched anew", async () => {
  await reply(12);
  server.answers = { "POST /circulars/12/answer": recorded, "GET /circulars/12": page("recorded") };
  await send();
  assert.deepEqual(server.asked.filter(({ method }) => method === "GET").map(({ path }) => path), ["/circulars/12", "/"]);
});

test("without a network all of it waits", async () => {
  await reply(12);
  await visit(FIRST, "snow");
  server.offline = true;
  await send();
  assert.equal(sent().length, 1);
  assert.deepEqual(await names("waiting"), [FIRST, "12"]);
});

for (const number of [408, 425, 429, 500, 503]) {
  test(`what the server cannot take now (${number}) waits, and so does the rest`, async () => {
    await reply(12);
    await reply(13);
    server.answers = { "POST /circulars/12/answer": status(number), "POST /circulars/13/answer": recorded };
    await send();
    assert.deepEqual(sent(), ["/circulars/12/answer"]);
    assert.deepEqual(await names("waiting"), ["12", "13"]);
  });
}

test("an entry whose writer must sign in first stops no other entry", async () => {
  await reply(12);
  await reply(13);
  server.answers = { "POST /circulars/12/answer": status(401), "POST /circulars/13/answer": recorded };
  await send();
  assert.deepEqual(await names("waiting"), ["12"]);
  assert.deepEqual(await why("/circulars/12"), []);
});

test("leaving is told to the server once, also where nobody is signed in any more", async () => {
  await write("waiting", "away", { url: "/away", body: "" });
  server.answers["POST /away"] = status(401);
  await send();
  assert.deepEqual(await names("waiting"), []);
  assert.deepEqual(await names("refused"), []);
});

for (const [number, reason] of [[403, "forbidden"], [404, "changed"], [409, "changed"], [422, "changed"]]) {
  test(`what is refused with ${number} leaves the queue, and its page says that it is ${reason}`, async () => {
    await reply(12);
    await reply(13);
    server.answers = { "POST /circulars/12/answer": status(number), "POST /circulars/13/answer": recorded };
    await send();
    assert.deepEqual(await names("waiting"), []);
    assert.deepEqual(await why("/circulars/12"), [reason]);
    assert.deepEqual(await why("/circulars/13"), []);
    assert.deepEqual(windows.told, [{ sent: "12" }, { sent: "13" }]);
  });
}

test("what waited for more than 30 days is not sent, and its page says so", async () => {
  await reply(12, 31);
  await reply(13, 29);
  server.answers["POST /circulars/13/answer"] = recorded;
  await send();
  assert.deepEqual(sent(), ["/circulars/13/answer"]);
  assert.deepEqual(await names("waiting"), []);
  assert.deepEqual(await why("/circulars/12"), ["old"]);
});

test("without a network too, what is too old is told", async () => {
  await reply(12, 31);
  server.offline = true;
  await send();
  assert.deepEqual(await why("/circulars/12"), ["old"]);
  assert.deepEqual(windows.told, [{ sent: "12" }]);
});

test("what was typed is shown with the refusal until it is dismissed", async () => {
  await visit(FIRST, "snow");
  server.answers[`POST ${VISIT}/visits`] = status(403);
  await send();
  const [found] = await listed();
  assert.equal(found.why, "forbidden");
  assert.equal(new URLSearchParams(found.body).get("note"), "snow");
  assert.equal(found.page, VISIT);
  assert.deepEqual(await why(VISIT), ["forbidden"]);
  assert.deepEqual(await listed({ dismiss: FIRST }), []);
  assert.deepEqual(await why(VISIT), []);
});

test("a refusal is told on its own page, on the day's list, and on the first pages", async () => {
  await visit(FIRST, "snow");
  server.answers[`POST ${VISIT}/visits`] = status(403);
  await send();
  for (const path of [VISIT, "/board", "/", "/office"]) assert.deepEqual(await why(path), ["forbidden"], path);
  for (const path of ["/board/households/55", "/events", "/circulars/5"]) assert.deepEqual(await why(path), [], path);
});

test("what an older worker refused is told as before", async () => {
  await write("refused", "12", true);
  assert.deepEqual(await why("/circulars/12"), ["changed"]);
  assert.deepEqual(await why("/circulars/1"), []);
  assert.deepEqual((await listed()).map(({ why }) => why), ["changed"]);
});

test("a visit that is recorded although its page is closed by now is sent, not refused", async () => {
  const body = `kind=met&token=commissioner.1.abc&made=${Date.now()}`;
  await write("waiting", FIRST, { url: `${VISIT}/visits`, body, page: VISIT });
  server.answers = { [`POST ${VISIT}/visits`]: recorded, [`GET ${VISIT}`]: status(404) };
  await send();
  assert.equal(server.asked.find(({ method }) => method === "POST").body, body);
  assert.deepEqual([await names("waiting"), await names("refused")], [[], []]);
});

test("what is left is not sent", async () => {
  await visit(FIRST, "snow");
  await visit(SECOND, "rain");
  assert.deepEqual((await listed({ withdraw: FIRST })).map(({ name }) => name), [SECOND]);
  server.answers[`POST ${VISIT}/visits`] = recorded;
  await send();
  assert.deepEqual(server.asked.filter(({ method }) => method === "POST").map(({ body }) => new URLSearchParams(body).get("note")), ["rain"]);
});

test("what is on its way can no longer be left", async () => {
  await visit(`${VISIT} 3-c`, "snow");
  let answered;
  server.answers[`POST ${VISIT}/visits`] = () => new Promise(done => { answered = () => done(recorded()); });
  const done = send();
  while (!answered) await new Promise(next => { setImmediate(next); });
  assert.deepEqual((await listed({ withdraw: `${VISIT} 3-c` })).map(({ name }) => name), [`${VISIT} 3-c`]);
  answered();
  await done;
  assert.deepEqual(await all("waiting"), []);
});

test("a circular read without a network is counted as opened when there is one", async () => {
  await write("opened", "12", true);
  server.offline = true;
  await send();
  assert.deepEqual(await names("opened"), ["12"]);
  server.offline = false;
  await send();
  assert.deepEqual(await names("opened"), []);
});
