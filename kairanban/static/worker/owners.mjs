// Whose device it is: the marks of the person and the households, as the server names them (web/owners.py).

import { forgetPages, ownerNow } from "./forgetting.mjs";
import { replyBy } from "./names.mjs";
import { all, look, take, write } from "./store.mjs";

/** @typedef {import("./store.mjs").Entry} Entry */

/** @type {(told: string) => Map<string, string>} */
const marksIn = told => new Map(told.split(" ").filter(Boolean).map(one => /** @type {[string, string]} */ (one.split("="))));

/** The marks of who is here, by "person" or the number of a household. */
const here = async () => marksIn(String(await look("owner", "now") ?? ""));

/**
 * Note whom an answer is for. Kept pages go as soon as one of those they were kept for is no longer here.
 * Return the count of owners after it (ownerNow), or the one given if an owner has left since it was asked.
 * @param {Response} answer
 * @param {number} whose
 */
export async function learn(answer, whose) {
  const told = answer.headers.get("Kairanban-Owner");
  if (!told || whose !== ownerNow()) return whose;
  const before = await here(), now = new Set(marksIn(told).values());
  if ([...before.values()].some(mark => !now.has(mark))) await forgetPages();
  if (!before.size) await claim(marksIn(told));
  await write("owner", "now", told);
  return ownerNow();
}

/** Ask the server whose device it is now; without a network nothing is learned. */
export async function askWhose() {
  const whose = ownerNow(), answer = await fetch("/owner").catch(() => null);
  if (answer) await learn(answer, whose);
}

/**
 * Assign entries of an older worker, which have no mark, to the first owner signed in.
 * @param {Map<string, string>} marks
 */
async function claim(marks) {
  for (const store of /** @type {const} */ (["waiting", "refused"])) {
    for (const [name, entry] of await all(store)) {
      if (name === "away" || entry.body === undefined || entry.owner) continue;
      const owner = markFor(new URLSearchParams(entry.body), marks), renamed = /^\d+$/.test(name) ? replyBy(name, owner) : name;
      await take(store, name);
      await write(store, renamed, { ...entry, owner });
    }
  }
}

/**
 * Of a household what is answered for it, of the person what is written down about others; "" while nobody is known.
 * @param {URLSearchParams} body
 * @param {Map<string, string>} marks
 */
function markFor(body, marks) {
  const [first = ""] = marks.values();
  return marks.get(body.get("home") ?? "person") ?? first;
}

/** @type {(body: URLSearchParams) => Promise<string>} */
export const ownerFor = async body => markFor(body, await here());

/** Return a predicate: does the entry belong to an owner signed in? @returns {Promise<(entry: Entry) => boolean>} */
export async function isOwn() {
  const marks = new Set((await here()).values());
  return ({ owner }) => !owner || marks.has(owner);
}

/**
 * Return the entries of a store whose owner is signed in.
 * @param {"waiting" | "refused"} store
 */
export async function own(store) {
  const mine = await isOwn();
  return (await all(store)).filter(([, entry]) => mine(entry));
}

/** Return the names of waiting entries whose owner is signed in. */
export const ownNames = async () => (await own("waiting")).map(([name]) => name);
