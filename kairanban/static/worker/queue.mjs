// Answers that wait for a network: each is sent once, and leaves the queue only when the server has spoken.

import { keepPage } from "./keeping.mjs";
import { about, belongs } from "./names.mjs";
import { askWhose, isOwn, own } from "./owners.mjs";
import { all, names, take, write } from "./store.mjs";

/** @typedef {import("./store.mjs").Entry} Entry */
/** @typedef {import("./store.mjs").Why} Why */

export const LONGEST = 30 * 24 * 60 * 60 * 1000;
// The server cannot take anything now.
const BUSY = [408, 425, 429];
// The first pages of a household, of an officer: what was refused is told there too, as its own page may be closed by now.
export const FIRST = ["/", "/office"];

/** @type {Set<string>} */
const withdrawn = new Set();
/** @type {string | null} */
let going = null;
/** @type {Promise<void> | null} */
let sending = null;

/** Send all that waits; a second call while one is under way waits for the first. */
export function send() {
  return sending ??= sendAll().finally(() => { sending = going = null; });
}

/** @type {(url: string, body: string, headers?: Record<string, string>) => Promise<Response>} */
const post = (url, body, headers) => fetch(url, { method: "POST", headers, body: new URLSearchParams(body), redirect: "manual" });

/** Tell the server that somebody leaves, and that this device forgets by itself: it must not delete the entries of others. @type {(url: string, body: string) => Promise<Response>} */
export const sendAway = (url, body) => post(url, body, { "Kairanban-Forgets": "1" });

async function sendAll() {
  const waiting = await all("waiting");
  // Somebody else may have signed in since the last page.
  if (waiting.some(([, { owner }]) => owner)) await askWhose();
  for (const [name, entry] of waiting) {
    // Asked for each: the device may have changed hands since the last one.
    if (withdrawn.has(name) || !(await isOwn())(entry)) continue;
    if (Date.now() - madeAt(entry) > LONGEST) {
      await refuse(name, entry, "old");
      continue;
    }
    let answer;
    going = name;
    try {
      // The server records it for its owner only: another sign-in may happen at this moment.
      const headers = entry.owner ? { "Kairanban-Owner": entry.owner } : undefined;
      answer = name === "away" ? await sendAway(entry.url, entry.body) : await post(entry.url, entry.body, headers);
    } catch {
      return;
    }
    // What the server cannot take now it may take later: nothing of it is lost.
    if (answer.status >= 500 || BUSY.includes(answer.status)) return;
    if (name === "away") {
      await take("waiting", name);
      continue;
    }
    // Whoever wrote it has to sign in first. The next entry may be another's.
    if (answer.status === 401) continue;
    if (answer.type === "opaqueredirect" || answer.ok) await take("waiting", name);
    else await refuse(name, entry, answer.status === 403 ? "forbidden" : "changed");
    for (const shown of [entry.page ?? `/circulars/${name}`, entry.page?.startsWith("/board/") ? "/board" : "/"]) await keepPage(shown);
    await tellPages(name);
  }
  for (const number of await names("opened")) {
    if (await keepPage(`/circulars/${number}`)) await take("opened", number);
  }
}

/**
 * Keep what was typed until the refusal has been read and dismissed.
 * @param {string} name
 * @param {Entry} entry
 * @param {Why} why
 */
async function refuse(name, entry, why) {
  await write("refused", name, { ...entry, page: entry.page ?? `/circulars/${name}`, why });
  await take("waiting", name);
  if (why === "old") await tellPages(name);
}

/** @param {string} name */
async function tellPages(name) {
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage({ sent: name });
}

/** When it was pressed; now for what has no time, which is never too old. @type {(entry: Entry) => number} */
export const madeAt = ({ body }) => Number(new URLSearchParams(body).get("made")) || Date.now();

/**
 * Return why entries were refused, of those that a page tells of.
 * @param {URL} url
 * @returns {Promise<Why[]>}
 */
export async function refusalsOn(url) {
  const told = (await own("refused")).filter(([name]) =>
    FIRST.includes(url.pathname) || belongs(name, about(url)) || url.pathname === "/board" && name.startsWith("/board/"));
  return [...new Set(told.map(([, { why }]) => why ?? "changed"))];
}

/**
 * Answer a page with what waits and what was refused, after leaving or dismissing one of them.
 * What is on its way can no longer be left.
 * @param {MessagePort} port
 * @param {{ withdraw?: string, dismiss?: string }} asked
 */
export async function tell(port, { withdraw, dismiss }) {
  if (withdraw && withdraw !== going) {
    withdrawn.add(withdraw);
    await take("waiting", withdraw);
  }
  if (dismiss) await take("refused", dismiss);
  const waiting = (await own("waiting")).filter(([name]) => name !== "away");
  // An older worker kept no more of a refused entry than its name.
  const refused = (await own("refused")).map(([name, { body = "", page = "", why = "changed" }]) => ({ name, body, page, why }));
  port.postMessage([...waiting.map(([name, { body, page }]) => ({ name, body, page })), ...refused]);
}
