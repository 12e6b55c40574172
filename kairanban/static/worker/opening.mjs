// A page is opened: from the network, or as it was kept.

import { PAGES, STATICS } from "./version.mjs";
import { forget, ownerNow } from "./forgetting.mjs";
import { dropGone, expire, keep, keepAhead } from "./keeping.mjs";
import { about, belongs, circularOf } from "./names.mjs";
import { learn, ownNames } from "./owners.mjs";
import { refusalsOn, send } from "./queue.mjs";
import { namesSealed } from "./sealed.mjs";
import { names, write } from "./store.mjs";

/** Milliseconds that what waits may take before a page does. */
export const PATIENCE = 3000;
const LISTINGS = ["/", "/board"];

/**
 * @param {FetchEvent} event
 * @param {Request} request
 * @param {URL} url
 * @returns {Promise<Response>}
 */
export async function open(event, request, url) {
  event.waitUntil(expire());
  // What waits goes first, so that the page already knows of it.
  if ((await names("waiting")).length) await Promise.race([send(), new Promise(done => { setTimeout(done, PATIENCE); })]);
  const asked = ownerNow();
  let answer;
  try {
    // Back from what a press gave, a browser looks only into its own store, where such a page never lies.
    answer = await fetch(request.cache === "only-if-cached" ? new Request(url, { redirect: "manual" }) : request);
  } catch {
    return kept(url);
  }
  const whose = await learn(answer, asked);
  event.waitUntil(dropGone(url.href, answer));
  if (answer.headers.get("Kairanban-Keep")) {
    event.waitUntil(keep(url.href, answer.clone(), whose).then(send));
    if (LISTINGS.includes(url.pathname)) event.waitUntil(keepAhead(answer.clone(), whose));
  } else if (url.pathname === "/" && answer.ok) {
    // Nobody is signed in here any more: nothing of the last person stays.
    event.waitUntil(forget());
    return answer;
  } else if (url.pathname === "/settings") {
    event.waitUntil(caches.open(STATICS).then(cache => cache.add("/offline")));
  }
  const marks = answer.ok ? await marksOn(url) : [];
  return marks.length ? marked(answer, marks) : answer;
}

/** Return the marks of a page about what was refused, and what others left. @param {URL} url */
async function marksOn(url) {
  const refused = await refusalsOn(url), marks = refused.length ? [`data-refused="${refused.join(" ")}"`] : [];
  return await namesSealed(url) ? [...marks, "data-sealed"] : marks;
}

/** @param {URL} url */
async function kept(url) {
  await expire();
  const cache = await caches.open(PAGES);
  const found = await cache.match(url.href) ?? await cache.match(url.href, { ignoreSearch: true });
  if (!found) return offline();
  const number = circularOf(url), waiting = await ownNames(), marks = ["data-kept"];
  // It was fetched ahead and is read only now: the server hears of it when it can.
  if (number && found.headers.get("Kairanban-Ahead")) await write("opened", number, true);
  // The page marks what these belong to (app.js).
  if (waiting.length) marks.push(`data-entries="${encodeURIComponent(JSON.stringify(waiting))}"`);
  if (waiting.some(name => belongs(name, about(url)))) marks.push("data-waiting");
  return marked(found, [...marks, ...await marksOn(url)]);
}

/**
 * Return the way to what there is, where nothing of a page was kept.
 * @param {string[]} marks
 */
export async function offline(marks = []) {
  const page = await caches.match("/offline");
  if (!page) return Response.error();
  const board = await (await caches.open(PAGES)).match(new URL("/board", location.origin).href);
  return marked(page, board ? [...marks, "data-board"] : marks);
}

/**
 * Return a page with marks on its <html>.
 * @param {Response} answer
 * @param {string[]} marks
 */
async function marked(answer, marks) {
  const html = await answer.text();
  return new Response(html.replace("<html ", `<html ${marks.join(" ")} `), { status: 200, headers: answer.headers });
}
