import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { renew } from "../../../kairanban/static/worker/push.mjs";
import { begin, recorded, server } from "./fakes.mjs";

/** @type {string[]} */
let asked;
/** @param {string} key */
const given = key => ({
  options: { applicationServerKey: Uint8Array.from(atob(key), sign => sign.charCodeAt(0)).buffer },
  unsubscribe: async () => { asked.push(`left ${key}`); },
  toJSON: () => ({ endpoint: `https://push.example/${key}` }),
});

beforeEach(() => {
  begin();
  asked = [];
  server.answers = { "GET /notices/key": () => new Response("bmV3"), "POST /notices/subscription": recorded };
  registration.pushManager = { subscribe: async ({ applicationServerKey }) => { asked.push(applicationServerKey); return given(applicationServerKey); } };
});

const told = () => server.asked.filter(({ method }) => method === "POST").map(({ body }) => body);

test("a subscription that ended is made again with the key the server uses now, not with its old one", async () => {
  await renew({ oldSubscription: given("b2xk") });
  assert.deepEqual(asked, ["bmV3"]);
  assert.deepEqual(told(), ['{"endpoint":"https://push.example/bmV3"}']);
});

test("one that the browser has made with the old key is given back", async () => {
  await renew({ oldSubscription: given("b2xk"), newSubscription: given("b2xk") });
  assert.deepEqual(asked, ["left b2xk", "bmV3"]);
  assert.deepEqual(told(), ['{"endpoint":"https://push.example/bmV3"}']);
});

test("one that the browser has made with the key in use is kept", async () => {
  await renew({ newSubscription: given("bmV3") });
  assert.deepEqual(asked, []);
  assert.deepEqual(told(), ['{"endpoint":"https://push.example/bmV3"}']);
});

test("without a key nothing is asked for", async () => {
  server.answers["GET /notices/key"] = () => new Response("", { status: 503 });
  await renew({ oldSubscription: given("b2xk") });
  assert.deepEqual([asked, told()], [[], []]);
});
