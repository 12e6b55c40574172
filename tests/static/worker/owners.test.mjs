import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { forget } from "../../../kairanban/static/worker/forgetting.mjs";
import { keepPage } from "../../../kairanban/static/worker/keeping.mjs";
import { open } from "../../../kairanban/static/worker/opening.mjs";
import { press } from "../../../kairanban/static/worker/pressing.mjs";
import { send, tell } from "../../../kairanban/static/worker/queue.mjs";
import { tellSealed } from "../../../kairanban/static/worker/sealed.mjs";
import { all, names, write } from "../../../kairanban/static/worker/store.mjs";
import { begin, event, kept, page, recorded, server, status } from "./fakes.mjs";

const DAY = 24 * 60 * 60 * 1000;
const HTML = '<html lang="ja">', VISITS = "/board/households/5/visits";
const signedIn = marks => page(HTML, { "Kairanban-Owner": marks });

async function visit(path) {
  const url = new URL(path, location.origin), opened = event();
  const answer = await open(opened, new Request(url), url);
  await opened.settled();
  return answer;
}

/** Somebody is signed in: every page the server answers says so. */
async function isHere(marks) {
  for (const path of ["/", "/board", "/circulars/12", "/office", "/owner"]) server.answers[`GET ${path}`] = signedIn(marks);
  server.offline = false;
  await visit("/");
}

async function writes(path, body) {
  server.offline = true;
  const url = new URL(path, location.origin), request = new Request(url, { method: "POST", body: new URLSearchParams(body) });
  Object.defineProperty(request, "referrer", { value: `${location.origin}/` });
  const pressed = event();
  await press(pressed, request, url);
  await pressed.settled();
  server.offline = false;
}

const posted = () => server.asked.filter(({ method }) => method === "POST");

async function listed(asked = {}) {
  let said;
  await tell({ postMessage: found => { said = found; } }, asked);
  return said.map(({ body }) => new URLSearchParams(body).get("note") ?? new URLSearchParams(body).get("choice"));
}

async function sealed(asked = {}) {
  let said;
  await tellSealed({ postMessage: found => { said = found; } }, asked);
  return said;
}

const older = async days => {
  for (const store of ["waiting", "refused"]) for (const [name, entry] of await all(store)) {
    const body = new URLSearchParams(entry.body);
    body.set("made", String(Date.now() - days * DAY));
    await write(store, name, { ...entry, body: body.toString() });
  }
};

beforeEach(begin);

test("kept pages go when another is here", async () => {
  await isHere("person=nagai");
  await keepPage("/circulars/12");
  await isHere("person=hayashi");
  assert.deepEqual(await kept(), ["/"]);
});

test("kept pages stay when the same is here again, or one more", async () => {
  await isHere("3=home");
  await keepPage("/circulars/12");
  await isHere("3=home");
  await isHere("person=nagai 3=home");
  assert.deepEqual((await kept()).sort(), ["/", "/circulars/12"]);
});

test("kept pages go when one of several is no longer here", async () => {
  await isHere("person=nagai 3=home");
  await keepPage("/board");
  await isHere("3=home");
  assert.deepEqual(await kept(), ["/"]);
});

test("what was opened without a network is not told for another", async () => {
  await isHere("3=home");
  await write("opened", "12", true);
  await isHere("4=other");
  assert.deepEqual(await names("opened"), []);
});

test("an answer asked for before another came is not kept", async () => {
  await isHere("person=nagai");
  let answered;
  server.answers["GET /circulars/12"] = () => new Promise(done => { answered = () => done(signedIn("person=nagai")()); });
  const asking = keepPage("/circulars/12");
  await isHere("person=hayashi");
  answered();
  await asking;
  assert.deepEqual(await kept(), ["/"]);
});

test("what waits belongs to the person who wrote it, or to the household it is for", async () => {
  await isHere("person=nagai 3=home 4=second");
  await writes(VISITS, { kind: "met", note: "snow" });
  await writes("/circulars/12/answer", { choice: "attending", home: "4" });
  await writes("/circulars/12/answer", { choice: "absent", home: "3" });
  assert.deepEqual((await all("waiting")).map(([, { owner }]) => owner).sort(), ["home", "nagai", "second"]);
});

test("what waits is neither shown nor sent while another is here, and goes when its owner is back", async () => {
  await isHere("person=nagai");
  await writes(VISITS, { kind: "met", note: "snow" });
  await isHere("person=hayashi");
  server.answers[`POST ${VISITS}`] = recorded;
  await send();
  assert.deepEqual(posted(), []);
  assert.deepEqual(await listed(), []);
  server.offline = true;
  assert.doesNotMatch(await (await visit("/")).text(), /data-entries/);
  await isHere("person=nagai");
  await send();
  assert.deepEqual(posted().map(({ body, headers }) => [new URLSearchParams(body).get("note"), headers.get("Kairanban-Owner")]).at(-1), ["snow", "nagai"]);
  assert.deepEqual(await names("waiting"), []);
});

test("the server is told whose an entry is, and where somebody signs in at that moment it waits on", async () => {
  await isHere("person=nagai");
  await writes(VISITS, { kind: "met", note: "snow" });
  server.answers[`POST ${VISITS}`] = status(401);
  await send();
  assert.equal(posted().at(-1).headers.get("Kairanban-Owner"), "nagai");
  assert.deepEqual((await all("waiting")).map(([, { owner }]) => owner), ["nagai"]);
  assert.deepEqual(await names("refused"), []);
});

test("leaving seals what waits and what was refused; it is there again for its owner only", async () => {
  await isHere("3=home");
  await writes("/circulars/12/answer", { choice: "attending", home: "3" });
  server.answers["POST /circulars/12/answer"] = status(409);
  await send();
  await writes("/circulars/13/answer", { choice: "absent", home: "3" });
  await forget();
  assert.deepEqual(await listed(), []);
  server.offline = true;
  await send();
  await isHere("4=other");
  assert.deepEqual(await listed(), []);
  server.answers["POST /circulars/13/answer"] = status(503);
  await isHere("3=home");
  assert.deepEqual((await listed()).sort(), ["absent", "attending"]);
});

test("an answer of one household does not replace one of another that waits for the same circular", async () => {
  await isHere("3=home");
  await writes("/circulars/12/answer", { choice: "attending", home: "3" });
  server.answers["POST /circulars/12/answer"] = status(401);
  await isHere("4=other");
  await writes("/circulars/12/answer", { choice: "absent", home: "4" });
  await writes("/circulars/12/reply/removal", { home: "4" });
  assert.deepEqual((await all("waiting")).map(([, { owner }]) => owner), ["home"]);
});

test("others' visits keep nobody from leaving", async () => {
  await isHere("person=nagai");
  await (await caches.open("statics VERSION")).put(`${location.origin}/offline`, new Response(HTML));
  await writes(VISITS, { kind: "met", note: "snow" });
  server.answers[`POST ${VISITS}`] = status(401);
  await isHere("person=hayashi");
  await writes("/away", {});
  assert.deepEqual((await names("waiting")).filter(name => name === "away"), ["away"]);
});

test("what an older worker wrote down belongs to whoever is here first", async () => {
  await write("waiting", "12", { url: "/circulars/12/answer", body: "choice=absent&home=3", page: "/circulars/12" });
  await write("refused", "13", true);
  server.answers["POST /circulars/12/answer"] = status(401);
  await isHere("3=home");
  assert.deepEqual((await all("waiting")).map(([name, { owner }]) => [name, owner]), [["12 home", "home"]]);
  await isHere("4=other");
  assert.deepEqual(await listed(), [null]);
});

test("what others left is named after 30 days, by its number and day only, until it is let go", async () => {
  await isHere("person=nagai");
  await writes(VISITS, { kind: "met", note: "snow" });
  await writes(VISITS, { kind: "paper", note: "rain" });
  server.answers[`POST ${VISITS}`] = status(401);
  await isHere("person=hayashi");
  await older(29);
  assert.deepEqual((await sealed()).count, 0);
  assert.doesNotMatch(await (await visit("/office")).text(), /data-sealed/);
  await older(31);
  const { since, ...rest } = await sealed();
  assert.deepEqual(rest, { count: 2 });
  assert.ok(Math.abs(Date.now() - 31 * DAY - since) < 5000);
  for (const path of ["/", "/office", "/board"]) assert.match(await (await visit(path)).text(), /data-sealed/, path);
  assert.doesNotMatch(await (await visit("/circulars/12")).text(), /data-sealed/);
  assert.deepEqual((await sealed({ letGo: true })).count, 0);
  assert.deepEqual(await names("waiting"), []);
});

test("letting go touches neither one's own nor what has waited less than 30 days", async () => {
  await isHere("person=nagai");
  await writes(VISITS, { kind: "met", note: "snow" });
  await sealed({ letGo: true });
  server.answers[`POST ${VISITS}`] = status(401);
  await isHere("person=hayashi");
  await sealed({ letGo: true });
  assert.equal((await names("waiting")).length, 1);
});
