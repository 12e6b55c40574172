// Pages that the server allows a device to keep, and what it names to be fetched ahead.

import { PAGES } from "./version.mjs";
import { forget, ownerNow } from "./forgetting.mjs";

const MOST = 120;
const HOUR = 60 * 60 * 1000;
const FRESH = 6 * HOUR;
const DAY = 24 * HOUR;
const AHEAD = '<script type="application/json" id="ahead">';

/** @type {(path: string) => string} */
const whole = path => new URL(path, location.origin).href;

/**
 * Return what the server names in a page to be fetched ahead (templates/layout.html).
 * @param {string} html
 * @returns {{ pages: string[], pictures: string[] }}
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
  await cache.put(address, answer);
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await cache.delete(old);
}

/**
 * Fetch a page and keep it if the server allows it. Return whether the server answered.
 * @param {string} address
 */
export async function keepPage(address) {
  const whose = ownerNow();
  const answer = await fetch(address).catch(() => null);
  if (answer?.headers.get("Kairanban-Keep")) await keep(whole(address), answer, whose);
  return answer !== null;
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
  const { pages } = aheadOf(await listing.text());
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

/** @type {(answer: Response) => number} */
const age = answer => Date.now() - Date.parse(answer.headers.get("Date") ?? "");
