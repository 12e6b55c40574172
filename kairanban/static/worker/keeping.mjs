// Pages that the server allows a device to keep, and what it names to be fetched ahead.

import { PAGES } from "./version.mjs";
import { forget, ownerNow } from "./forgetting.mjs";
import { learn } from "./owners.mjs";

const MOST = 120;
const HOUR = 60 * 60 * 1000;
const FRESH = 6 * HOUR;
const DAY = 24 * HOUR;
const KEPT = "Kairanban-Kept";
// Statuses after which a kept page is deleted: refused, or gone.
const GONE = [403, 404, 410];
const CIRCULAR = /^\/circulars\/\d+$/;
const HOUSEHOLD = /^\/board\/households\/(\d+)$/;
const AHEAD = '<script type="application/json" id="ahead">';

/** @type {(path: string) => string} */
const whole = path => new URL(path, location.origin).href;

/**
 * Return what the server names in a page to be fetched ahead, and the households that the board lists (templates/layout.html).
 * @param {string} html
 * @returns {{ pages: string[], pictures: string[], listed?: number[] | null }}
 */
export function aheadOf(html) {
  const at = html.indexOf(AHEAD);
  return at < 0 ? { pages: [], pictures: [] } : JSON.parse(html.slice(at + AHEAD.length, html.indexOf("</script>", at)));
}

/**
 * Keep a page, and at most MOST of them, unless its owner has left.
 * @param {string} address
 * @param {Response} answer
 * @param {number} whose
 */
export async function keep(address, answer, whose) {
  if (whose !== ownerNow()) return;
  const cache = await caches.open(PAGES);
  await cache.put(address, stamped(answer));
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await cache.delete(old);
}

/**
 * Delete a page that the server answers with 403, 404 or 410, under every address it was kept by (?home=, ?done=), with its pictures;
 * with a circular the pages of its papers.
 * @param {string} address
 * @param {Response} answer
 */
export async function dropGone(address, answer) {
  if (!GONE.includes(answer.status)) return;
  const cache = await caches.open(PAGES), { pathname } = new URL(whole(address));
  for (const request of await cache.keys()) {
    const one = new URL(request.url).pathname;
    if (one === pathname || CIRCULAR.test(pathname) && one.startsWith(`${pathname}/`)) await drop(cache, request);
  }
}

/**
 * @param {Cache} cache
 * @param {Request} request
 */
async function drop(cache, request) {
  const found = await cache.match(request);
  const pictures = found?.headers.get("Kairanban-Keep") ? aheadOf(await found.text()).pictures : [];
  for (const picture of pictures) await cache.delete(whole(picture));
  await cache.delete(request);
}

/**
 * Delete the pages of households that the board lists no longer, and earlier lists that still name one of them.
 * @param {string} listing
 */
async function dropUnlisted(listing) {
  const listed = aheadOf(listing).listed;
  if (!listed) return;
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url), household = HOUSEHOLD.exec(pathname)?.[1];
    const found = pathname === "/board" ? await cache.match(request) : undefined;
    const named = household ? [Number(household)] : found ? aheadOf(await found.text()).listed ?? [] : [];
    if (named.some(one => !listed.includes(one))) await cache.delete(request);
  }
}

/**
 * Fetch a page and keep it if the server allows it. Return whether the server answered.
 * @param {string} address
 */
export async function keepPage(address) {
  const asked = ownerNow();
  const answer = await fetch(address).catch(() => null);
  if (!answer) return false;
  const whose = await learn(answer, asked);
  await dropGone(address, answer);
  if (answer.headers.get("Kairanban-Keep")) await keep(whole(address), answer, whose);
  return true;
}

/**
 * Return what was kept, or fetch it; keep it too where told.
 * @param {string} name
 * @param {Request} request
 * @param {boolean} [keeps]
 */
export async function fromCache(name, request, keeps) {
  const found = await caches.match(request);
  if (found) return found;
  const whose = ownerNow(), answer = await fetch(request);
  if (keeps && answer.ok && whose === ownerNow()) await (await caches.open(name)).put(request, answer.clone());
  return answer;
}

/** @type {(path: string) => Promise<unknown>} */
const keepPicture = path => fromCache(PAGES, new Request(whole(path)), true).catch(() => {});

/**
 * Keep a page that was open before the worker was, with its pictures.
 * @param {string[]} addresses
 */
export async function keepOpened(addresses) {
  for (const address of addresses) {
    if (new URL(address).pathname.startsWith("/attachments/")) await keepPicture(address);
    else await keepPage(address);
  }
}

/**
 * Fetch what a page names, so that it can be read without a network before it was ever opened.
 * @param {Response} listing
 * @param {number} whose
 */
export async function keepAhead(listing, whose) {
  const html = await listing.text(), { pages } = aheadOf(html);
  await dropUnlisted(html);
  for (const path of pages) {
    // Households of today's list: the server has written down that they were looked at.
    if (listing.headers.get("Kairanban-Keep") === "day") await keepPage(path);
    else await keepUnseen(path, whose);
    if (whose !== ownerNow()) return forget();
  }
}

/**
 * Keep a page that nobody has opened yet; the server does not count it as opened.
 * @param {string} path
 * @param {number} whose
 */
async function keepUnseen(path, whose) {
  const there = await (await caches.open(PAGES)).match(whole(path));
  if (there && age(there) < FRESH) return;
  const answer = await fetch(path, { headers: { Purpose: "prefetch" } }).catch(() => null);
  if (answer) await dropGone(path, answer);
  if (!answer?.headers.get("Kairanban-Keep")) return;
  const page = await answer.text(), headers = new Headers(answer.headers);
  if (!there) headers.set("Kairanban-Ahead", "page");
  await keep(whole(path), new Response(page, { headers }), whose);
  for (const picture of aheadOf(page).pictures) await keepPicture(picture);
}

/** Delete every list of households, and every household's page, that is older than a day. */
export async function expire() {
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys()) {
    const found = await cache.match(request);
    if (found?.headers.get("Kairanban-Keep") === "day" && age(found) > DAY) await cache.delete(request);
  }
}

/**
 * Note when a page was kept, by the device's own clock: it may be days away from the server's.
 * @param {Response} answer
 */
function stamped(answer) {
  const headers = new Headers(answer.headers);
  if (!headers.has(KEPT)) headers.set(KEPT, String(Date.now()));
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

/**
 * Return how long ago a page was kept; very long where the clock has been set back since, or nothing was noted.
 * @param {Response} answer
 */
function age(answer) {
  const since = Date.now() - Number(answer.headers.get(KEPT) ?? NaN);
  return since >= -HOUR ? since : Infinity;
}
