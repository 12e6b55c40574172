// What others wrote down on this device: neither shown nor sent, named after 30 days so that it can be let go.

import { isOwn } from "./owners.mjs";
import { FIRST, LONGEST, madeAt } from "./queue.mjs";
import { all, take } from "./store.mjs";

/** @typedef {{ store: "waiting" | "refused", name: string, made: number }} Sealed */

/** Return the entries of others that have waited for more than 30 days. */
async function sealed() {
  const mine = await isOwn();
  /** @type {Sealed[]} */
  const found = [];
  for (const store of /** @type {const} */ (["waiting", "refused"])) {
    for (const [name, entry] of await all(store)) {
      if (!mine(entry) && Date.now() - madeAt(entry) > LONGEST) found.push({ store, name, made: madeAt(entry) });
    }
  }
  return found;
}

/** Whether a page names what others left. @type {(url: URL) => Promise<boolean>} */
export const namesSealed = async url => [...FIRST, "/board"].includes(url.pathname) && (await sealed()).length > 0;

/**
 * Answer a page with how many there are and when the first was written down; let them go before, where told.
 * @param {MessagePort} port
 * @param {{ letGo?: boolean }} asked
 */
export async function tellSealed(port, { letGo }) {
  if (letGo) for (const { store, name } of await sealed()) await take(store, name);
  const left = await sealed();
  port.postMessage({ count: left.length, since: Math.min(...left.map(({ made }) => made)) });
}
