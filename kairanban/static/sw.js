// Keeps what was opened, so that it can be read without a network, and keeps an answer until it can be sent.
// It never says that something arrived: only the server does.
"use strict";

const SHELL = ["SHELL"];
const STATICS = "statics VERSION";
const PAGES = "pages";
const MOST = 120;
const AHEAD = 12;
const FRESH = 6 * 60 * 60 * 1000;
const DOOR = /<a class="door[^"]*" href="(\/circulars\/(\d+)[^"]*)"/g;
const CHECK = / href="(\/safety\/\d+(?:\?[^"]*)?)"/g;
const LATER = [401, 408, 425, 429];
const STORES = ["waiting", "refused", "opened"];
const REPLY = /^\/circulars\/(\d+)\/(acknowledgement|answer)$/;
// 安否確認: what a household says, and what is seen at a door on the round.
const SAFETY = /^\/safety\/(\d+)\/(?:answer|family|blocks\/(\d+)\/households\/(\d+)\/sighting)$/;
const HOUSE = /<li class="card house" id="h(\d+)"/g;
// A visit or call of somebody on the road.
const VISIT = /^(\/board\/households\/\d+)\/visits$/;
// What somebody writes down on a round, by the name under which it waits.
const WORK = /^\/(?:board|safety)\//;
const HOME = /<a class="door-name" href="(\/board\/households\/\d+)"/g;
const DAY = 24 * 60 * 60 * 1000;
const TAKE_BACK = /^\/circulars\/(\d+)\/reply\/removal$/;

addEventListener("install", event => event.waitUntil((async () => {
  await (await caches.open(STATICS)).addAll([...SHELL, "/offline"]);
  await skipWaiting();
})()));

addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== STATICS && name !== PAGES) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", event => {
  if (event.data === "send") event.waitUntil(send());
  if (event.data?.keep) event.waitUntil(keepOpened(event.data.keep));
  if (event.data?.waiting) event.waitUntil(tell(event.ports[0], event.data.withdraw));
});

// Every push is shown, also one that cannot be read: a browser withdraws its trust otherwise.
addEventListener("push", event => event.waitUntil((async () => {
  let said = {};
  try { said = event.data.json().notification ?? {}; } catch { /* shown without words of its own */ }
  const { title = "回覧板", body = said.title ? "" : "お知らせがあります。", lang = "ja", tag = "", navigate = "/" } = said;
  await registration.showNotification(title, { body, lang, tag, renotify: tag !== "", data: navigate });
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage({ told: navigate });
})()));

addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data));
});

addEventListener("pushsubscriptionchange", event => event.waitUntil((async () => {
  const applicationServerKey = event.oldSubscription?.options?.applicationServerKey ?? await (await fetch("/notices/key")).text();
  const given = event.newSubscription ?? await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  await fetch("/notices/subscription", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
})()));

addEventListener("sync", event => event.waitUntil(send()));

addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(fromCache(STATICS, request));
  } else if (request.method === "GET" && request.destination === "image" && url.pathname.startsWith("/attachments/")) {
    event.respondWith(fromCache(PAGES, request, true));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(open(event, request, url));
  } else if (request.mode === "navigate" && request.method === "POST" && request.referrer.startsWith(location.origin)) {
    // What another site sends is left to the browser, so that the server sees where it comes from.
    event.respondWith(press(event, request, url));
  }
});

async function lead(address) {
  const url = new URL(address || "/", location.origin);
  if (url.origin !== location.origin) return;
  const open = await clients.matchAll({ type: "window" });
  const there = open.find(client => new URL(client.url).pathname === url.pathname);
  if (there) return there.focus();
  return clients.openWindow(url.href);
}

async function fromCache(name, request, keep) {
  const found = await caches.match(request);
  if (found) return found;
  const whose = owner, answer = await fetch(request);
  if (keep && answer.ok && whose === owner) await (await caches.open(name)).put(request, answer.clone());
  return answer;
}

async function open(event, request, url) {
  const whose = owner;
  event.waitUntil(expire());
  // What waits goes first, so that the page already knows of it.
  if ((await names("waiting")).length) await Promise.race([send(), new Promise(done => setTimeout(done, 3000))]);
  let answer;
  try {
    // Back from what a press gave, a browser looks only into its own store, where such a page never lies.
    answer = await fetch(request.cache === "only-if-cached" ? new Request(url, { redirect: "manual" }) : request);
  } catch {
    return kept(url);
  }
  if (answer.headers.get("Kairanban-Keep")) {
    event.waitUntil(keep(url.href, answer.clone(), whose).then(send));
    if (url.pathname === "/") event.waitUntil(keepAhead(answer.clone(), whose));
    if (url.pathname === "/board") event.waitUntil(keepHomes(answer.clone(), whose));
    // The board says that something on it was refused; the household's own page says so once.
    if (url.pathname === "/board" && (await names("refused")).some(name => name.startsWith("/board/"))) return marked(answer, await answer.text(), "data-refused");
    const refused = await take("refused", about(url));
    if (refused) return marked(answer, await answer.text(), "data-refused");
  } else if (url.pathname === "/" && answer.ok) {
    // Nobody is signed in here any more: nothing of the last person stays.
    event.waitUntil(forget());
  } else if (url.pathname === "/settings") {
    event.waitUntil(caches.open(STATICS).then(cache => cache.add("/offline")));
  }
  return answer;
}

async function kept(url) {
  await expire();
  const cache = await caches.open(PAGES);
  const found = await cache.match(url.href) ?? await cache.match(url.href, { ignoreSearch: true });
  if (!found) return offline();
  const number = circularOf(url), waiting = await names("waiting");
  // It was fetched ahead and is read only now: the server hears of it when it can.
  if (number && found.headers.get("Kairanban-Ahead")) await write("opened", number, true);
  const waits = name => waiting.some(one => one === name || one.startsWith(`${name} `));
  const html = (await found.text()).replace(DOOR, (door, path, of) => waiting.includes(of) ? `${door} data-waits` : door)
    .replace(HOUSE, (house, of) => waits(`${url.pathname} ${of}`) ? `${house} data-waits` : house)
    .replace(HOME, (home, of) => waits(of) ? `${home} data-waits` : home);
  return marked(found, html, waits(about(url)) ? "data-kept data-waiting" : "data-kept");
}

// What is new is there without a network even before it was opened once; the server does not count it as opened.
async function keepAhead(home, whose) {
  const cache = await caches.open(PAGES), html = await home.text();
  const doors = [...html.matchAll(CHECK), ...[...html.matchAll(DOOR)].slice(0, AHEAD)].map(found => found[1]);
  for (const path of [...doors, "/events"]) {
    const there = await cache.match(new URL(path, location.origin).href);
    if (there && Date.now() - Date.parse(there.headers.get("Date")) < FRESH) continue;
    const answer = await fetch(path, { headers: { Purpose: "prefetch" } }).catch(() => null);
    if (!answer?.headers.get("Kairanban-Keep")) continue;
    const page = await answer.text(), headers = new Headers(answer.headers);
    if (path !== "/events" && !there) headers.set("Kairanban-Ahead", "page");
    await keep(new URL(path, location.origin).href, new Response(page, { headers }), whose);
    for (const [, picture] of page.matchAll(/ src="(\/attachments\/[^"]+)"/g)) await fromCache(PAGES, new Request(picture), true).catch(() => {});
    if (whose !== owner) return forget();
  }
}

// Whom to see today, for the road. The server has written down that these households were looked at.
async function keepHomes(board, whose) {
  for (const [, path] of (await board.text()).matchAll(HOME)) {
    await keepPage(path);
    if (whose !== owner) return forget();
  }
}

// A list of households, or one of them, is not read a day later.
async function expire() {
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys()) {
    const { headers } = await cache.match(request) ?? new Response();
    if (headers.get("Kairanban-Keep") === "day" && Date.now() - Date.parse(headers.get("Date")) > DAY) await cache.delete(request);
  }
}

async function press(event, request, url) {
  // Going back to what an earlier press gave: the page with the form, not the press once more.
  if (request.isHistoryNavigation) return Response.redirect(request.referrer, 303);
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    if (url.pathname === "/away") event.waitUntil(forget());
    return answer;
  } catch {
    // A day's visits are worth more than leaving at once: they are sent first.
    if (url.pathname === "/away" && (await names("waiting")).some(name => WORK.test(name))) return offline("data-unsent");
    if (url.pathname === "/away") {
      // This device forgets at once; the server is told as soon as it can be.
      await forget();
      await write("waiting", "away", { url: url.pathname, body: await copy.text() });
      return offline();
    }
    const answer = waitsAs(url.pathname), back = TAKE_BACK.exec(url.pathname);
    if (answer) {
      const body = new URLSearchParams(await copy.text());
      body.set("made", Date.now());
      // A page from before is the same page each time: two visits written down on it are two.
      if (VISIT.test(url.pathname)) body.set("press", crypto.randomUUID());
      await write("waiting", answer.name, { url: url.pathname, body: body.toString(), page: answer.page });
      await registration.sync?.register("replies").catch(() => {});
      return Response.redirect(answer.page + (SAFETY.test(url.pathname) ? new URL(request.referrer).search : "") + answer.at, 303);
    }
    if (back && await take("waiting", back[1])) return Response.redirect(`/circulars/${back[1]}#answer`, 303);
    return offline();
  }
}

// There is nothing of this page here: the way to what there is.
async function offline(marks = "") {
  const page = await caches.match("/offline");
  if (!page) return Response.error();
  const board = await (await caches.open(PAGES)).match(new URL("/board", location.origin).href);
  return marked(page, await page.text(), `${marks}${board ? " data-board" : ""}`);
}

// Under which name an answer waits, and the page that shows it. Of a circular the last one waits; of a safety check all of them.
function waitsAs(path) {
  const reply = REPLY.exec(path), safety = SAFETY.exec(path), visit = VISIT.exec(path);
  if (visit) return { name: `${visit[1]} ${Date.now()}-${Math.random()}`, page: visit[1], at: "" };
  if (reply) return { name: reply[1], page: `/circulars/${reply[1]}`, at: "#answer" };
  if (!safety) return null;
  const [, check, block, house] = safety, page = `/safety/${check}${block ? `/blocks/${block}` : ""}`;
  return { name: `${page} ${house ?? "own"} ${Date.now()}-${Math.random()}`, page, at: house ? `#h${house}` : "" };
}

// What of a day's work waits, for the page that shows it. What is on its way can no longer be taken back.
const withdrawn = new Set();
let going = null;
async function tell(port, name) {
  if (name && name !== going) {
    withdrawn.add(name);
    await take("waiting", name);
  }
  const waiting = (await all("waiting")).filter(([name]) => WORK.test(name));
  port.postMessage(waiting.map(([name, { body, page }]) => ({ name, body, page })));
}

let sending = null;
function send() {
  return sending ??= sendAll().finally(() => { sending = going = null; });
}

async function sendAll() {
  for (const [name, { url, body, page }] of await all("waiting")) {
    if (withdrawn.has(name)) continue;
    let answer;
    going = name;
    try {
      answer = await fetch(url, { method: "POST", body: new URLSearchParams(body), redirect: "manual" });
    } catch {
      return;
    }
    // What the server cannot take now it may take later: nothing of it is lost.
    if (answer.status >= 500 || LATER.includes(answer.status)) return;
    if (answer.status === 403) continue;
    await take("waiting", name);
    if (name === "away") continue;
    if (answer.type !== "opaqueredirect" && !answer.ok) await write("refused", name.split(" ")[0], true);
    for (const shown of [page ?? `/circulars/${name}`, page?.startsWith("/board/") ? "/board" : "/"]) await keepPage(shown);
    for (const client of await clients.matchAll({ type: "window" })) client.postMessage({ sent: name });
  }
  for (const number of await names("opened")) {
    if (await keepPage(`/circulars/${number}`)) await take("opened", number);
  }
}

async function keepOpened(addresses) {
  for (const address of addresses) {
    if (new URL(address).pathname.startsWith("/attachments/")) await fromCache(PAGES, new Request(address), true).catch(() => {});
    else await keepPage(address);
  }
}

async function keepPage(address) {
  const whose = owner;
  const answer = await fetch(address).catch(() => null);
  if (answer?.headers.get("Kairanban-Keep")) await keep(new URL(address, location.origin).href, answer, whose);
  return answer !== null;
}

// Grows when a person goes: what was asked for before that is not kept after it.
let owner = 0;

async function keep(address, answer, whose) {
  if (whose !== owner) return;
  const cache = await caches.open(PAGES);
  await cache.put(address, answer);
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await cache.delete(old);
}

async function forget() {
  owner += 1;
  await caches.delete(PAGES);
  await registration.pushManager?.getSubscription().then(given => given?.unsubscribe()).catch(() => {});
  for (const store of STORES) await run(store, "readwrite", found => found.clear());
}

function marked(answer, html, marks) {
  return new Response(html.replace("<html ", `<html ${marks} `), { status: 200, headers: answer.headers });
}

function circularOf(url) {
  return /^\/circulars\/(\d+)$/.exec(url.pathname)?.[1] ?? "";
}

// By which name what waits or was refused belongs to a page.
const about = url => circularOf(url) || url.pathname;

// What waits, was refused, or was opened unseen by the server, by the number of the circular: one each, the last one.
function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("kairanban", 2);
    asked.onupgradeneeded = () => {
      for (const name of STORES) if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(store, mode, work) {
  const found = await database();
  try {
    const transaction = found.transaction(store, mode), asked = work(transaction.objectStore(store));
    await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onerror = transaction.onabort = reject; });
    return asked.result;
  } finally {
    found.close();
  }
}

const read = (store, name) => run(store, "readonly", found => found.get(name));
const write = (store, name, value) => run(store, "readwrite", found => found.put(value, name));

async function take(store, name) {
  const found = await read(store, name);
  if (found) await run(store, "readwrite", kept => kept.delete(name));
  return found;
}

const names = store => run(store, "readonly", found => found.getAllKeys());

async function all(store) {
  let values;
  const keys = await run(store, "readonly", found => { values = found.getAll(); return found.getAllKeys(); });
  return keys.map((name, at) => [name, values.result[at]]);
}
